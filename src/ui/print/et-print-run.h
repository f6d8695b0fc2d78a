/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "client/et-store.h"
#include "ui/print/et-print-delivery.h"
#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* One print from the choice to its end: the printer is found by its name, the copies are recorded,
 * the pages drawn, the document sent and followed. It lives on by itself until it has ended.
 * Signal "changed": the phase, the progress or the error are not what they were. */
#define ET_TYPE_PRINT_RUN (et_print_run_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintRun, et_print_run, ET, PRINT_RUN, GObject)

typedef enum
{
  ET_PRINT_PREPARING,
  ET_PRINT_DRAWING,
  ET_PRINT_SENDING,
  ET_PRINT_QUEUED,
  ET_PRINT_PRINTING,
  ET_PRINT_DONE,
  ET_PRINT_FAILED,
  ET_PRINT_CANCELLED, /* before it was sent */
  ET_PRINT_RECALLED, /* out of the queue, before the printer began */
  ET_PRINT_STOPPED /* in the middle: pages may have come out */
} EtPrintPhase;

EtPrintRun *et_print_run_new (EtStore *store,
                              EtPrintout *printout,
                              const char *printer_name,
                              EtSheetLayout layout);
void et_print_run_set_patience (EtPrintRun *self, guint seconds);
void et_print_run_start (EtPrintRun *self);
void et_print_run_cancel (EtPrintRun *self);

EtPrintPhase et_print_run_get_phase (EtPrintRun *self);
gboolean et_print_run_can_be_cancelled (EtPrintRun *self);
gboolean et_print_run_can_be_recalled (EtPrintRun *self);
void et_print_run_recall (EtPrintRun *self);
gboolean et_print_run_has_ended (EtPrintRun *self);
gboolean et_print_run_has_result (EtPrintRun *self);
double et_print_run_get_fraction (EtPrintRun *self);
void et_print_run_get_pages (EtPrintRun *self, guint *ret_n_drawn, guint *ret_n_pages);
EtPrintDelivery *et_print_run_get_delivery (EtPrintRun *self);
const char *et_print_run_get_printer_name (EtPrintRun *self);
const GError *et_print_run_get_error (EtPrintRun *self);

G_END_DECLS

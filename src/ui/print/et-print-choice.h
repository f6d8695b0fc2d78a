/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-store.h"
#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* The choice of printer and paper, with the pages as they will be. Signal "changed":
 * it may or may not be ready now. Action: "printers.look". */
#define ET_TYPE_PRINT_CHOICE (et_print_choice_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintChoice, et_print_choice, ET, PRINT_CHOICE, AdwBin)

void et_print_choice_set_printout (EtPrintChoice *self, EtStore *store, EtPrintout *printout);
void et_print_choice_begin (EtPrintChoice *self);
void et_print_choice_look (EtPrintChoice *self);
gboolean et_print_choice_is_ready (EtPrintChoice *self);
const char *et_print_choice_get_printer_name (EtPrintChoice *self);
EtSheetLayout et_print_choice_get_layout (EtPrintChoice *self);
void et_print_choice_keep (EtPrintChoice *self);

G_END_DECLS

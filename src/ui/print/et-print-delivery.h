/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>
#include <gtk/gtkunixprint.h>

G_BEGIN_DECLS

/* A document on its way through the queue of a printer, followed until it is on paper or will not
 * be. Signal "changed": state, stall or error are not what they were. */
#define ET_TYPE_PRINT_DELIVERY (et_print_delivery_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintDelivery, et_print_delivery, ET, PRINT_DELIVERY, GObject)

typedef enum
{
  ET_DELIVERY_SENDING,
  ET_DELIVERY_QUEUED, /* the queue has it, the printer not yet */
  ET_DELIVERY_PRINTING,
  ET_DELIVERY_DONE,
  ET_DELIVERY_REFUSED, /* the queue never took it */
  ET_DELIVERY_FAILED, /* the queue took it; pages may have come out */
  ET_DELIVERY_RECALLED, /* taken out of the queue before the printer began */
  ET_DELIVERY_STOPPED /* taken away from the printer; pages may have come out */
} EtDeliveryState;

EtPrintDelivery *et_print_delivery_new (GtkPrinter *printer);
void et_print_delivery_set_patience (EtPrintDelivery *self, guint seconds);
void et_print_delivery_send (EtPrintDelivery *self,
                             const char *title,
                             GtkPageSetup *paper,
                             const char *path);
void et_print_delivery_recall (EtPrintDelivery *self);
gboolean et_print_delivery_is_recalling (EtPrintDelivery *self);
EtDeliveryState et_print_delivery_get_state (EtPrintDelivery *self);
gboolean et_print_delivery_is_stalled (EtPrintDelivery *self);
const GError *et_print_delivery_get_refusal (EtPrintDelivery *self);
const GError *et_print_delivery_get_error (EtPrintDelivery *self);

G_END_DECLS

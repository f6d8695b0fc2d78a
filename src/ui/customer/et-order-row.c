/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-order-row.h"

#include <glib/gi18n-lib.h>

#include "client/et-own-order.h"
#include "client/et-profile.h"
#include "ui/print/et-invoice-printout.h"
#include "ui/print/et-print-window.h"
#include "ui/print/et-receipt-printout.h"
#include "ui/customer/et-credit-note-row.h"
#include "ui/customer/et-order-papers.h"
#include "ui/customer/et-refund-row.h"
#include "ui/shared/et-document.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-state-badge.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtOrderRow
{
  AdwExpanderRow parent_instance;

  /* Template children */
  GtkLabel *total;
  EtStateBadge *badge;

  EtContext *context; /* owned */
  EtOrder *order; /* owned, nullable */
  GFile *file; /* owned, nullable: where to save the invoice that is being fetched */
  gboolean wants_paper; /* it is fetched to be printed */
  gboolean has_rows; /* it was unfolded before */
  GPtrArray *notes; /* owned, of GtkWidget: the rows of the credit notes */
  gboolean is_asking; /* for the credit notes */
};

G_DEFINE_FINAL_TYPE (EtOrderRow, et_order_row, ADW_TYPE_EXPANDER_ROW)

static void
add_line (EtOrderRow *self, EtOrderLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf ("%d × %s", (int) line->quantity, line->name);
  g_autofree char *price = et_text_money (line->price_cents);
  /* Translators: the price of one ticket. */
  g_autofree char *each = g_strdup_printf (_ ("%s each"), price);
  g_autofree char *total = et_text_money (line->line_total_cents);
  GtkWidget *label = gtk_label_new (total);

  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), each);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

/* Most orders are never unfolded, so what they hold waits. */
static void
add_rows (EtOrderRow *self)
{
  self->has_rows = TRUE;
  for (guint i = 0; i < self->order->items->len; i++)
    add_line (self, g_ptr_array_index (self->order->items, i));
  if (self->order->invoice_number == NULL)
    return;

  et_order_papers_add (ADW_EXPANDER_ROW (self), self->order);
  if (et_refund_row_is_needed (self->order))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self),
                              et_refund_row_new (self->context, self->order));
}

static void
show_notes (EtOrderRow *self, GListModel *notes)
{
  for (guint i = 0; i < self->notes->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->notes, i));
  g_ptr_array_set_size (self->notes, 0);
  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr (EtCreditNote) note = g_list_model_get_item (notes, i);
      GtkWidget *row = et_credit_note_row_new (self->context, self->order->id, note);

      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
      g_ptr_array_add (self->notes, g_object_ref (row));
    }
}

/* Without a connection they are those of the copy. */
static void
notes_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtOrderRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      notes = et_own_order_list_credit_notes_finish (ET_CONTEXT (source), result, &error);

  self->is_asking = FALSE;
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return; /* it was scrolled away, or changed */
  if (notes != NULL)
    show_notes (self, notes);
  else
    et_toast_show_error (GTK_WIDGET (self), error);
}

/* Whether the money is back can have changed since the row was unfolded the last time. */
static void
expanded_cb (EtOrderRow *self)
{
  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  if (!self->has_rows)
    add_rows (self);
  if (self->is_asking || self->order->invoice_number == NULL)
    return;
  self->is_asking = TRUE;
  et_own_order_list_credit_notes_async (self->context, self->order->id, NULL, notes_listed_cb,
                                        g_object_ref (self));
}

static void
set_busy (EtOrderRow *self, gboolean is_busy)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "order.open-invoice", !is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "order.save-invoice", !is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "order.print-invoice", !is_busy);
}

static void
print_invoice (EtOrderRow *self, GBytes *invoice)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtPrintout) printout = et_invoice_printout_new (self->order, invoice, &error);

  if (printout == NULL)
    et_toast_show_error (GTK_WIDGET (self), error);
  else
    et_print_window_present (GTK_WIDGET (self), et_context_get_store (self->context), printout);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtOrderRow) self = data;
  g_autoptr (GFile) file = g_steal_pointer (&self->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      invoice = et_profile_fetch_invoice_finish (ET_CONTEXT (source), result, &error);
  g_autofree char *name = g_strdup_printf ("invoice-%s.pdf", self->order->invoice_number);

  set_busy (self, FALSE);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  if (invoice == NULL)
    et_toast_show_error (GTK_WIDGET (self), error);
  else if (self->wants_paper)
    print_invoice (self, invoice);
  else if (file != NULL)
    et_document_save (GTK_WIDGET (self), file, invoice);
  else
    et_document_open (GTK_WIDGET (self), name, invoice);
}

static void
fetch (EtOrderRow *self)
{
  set_busy (self, TRUE);
  et_profile_fetch_invoice_async (self->context, self->order->id, NULL, fetched_cb,
                                  g_object_ref (self));
}

static void
print_invoice_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtOrderRow *self = ET_ORDER_ROW (widget);

  self->wants_paper = TRUE;
  fetch (self);
}

static void
print_receipt_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtOrderRow *self = ET_ORDER_ROW (widget);
  g_autoptr (EtPrintout) printout = et_receipt_printout_new (self->order, "eTickets");

  et_print_window_present (widget, et_context_get_store (self->context), printout);
}

static void
file_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  EtOrderRow *self = ET_ORDER_ROW (from);

  self->wants_paper = FALSE;
  g_set_object (&self->file, file);
  fetch (self);
}

static void
open_invoice_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtOrderRow *self = ET_ORDER_ROW (widget);

  self->wants_paper = FALSE;
  fetch (self);
}

static void
save_invoice_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtOrderRow *self = ET_ORDER_ROW (widget);
  g_autofree char *name = g_strdup_printf ("invoice-%s.pdf", self->order->invoice_number);

  et_file_chooser_save (widget, _ ("Save Invoice"), name, file_chosen_cb, NULL, NULL);
}

static void
et_order_row_finalize (GObject *object)
{
  EtOrderRow *self = ET_ORDER_ROW (object);

  g_clear_object (&self->context);
  g_clear_object (&self->order);
  g_clear_object (&self->file);
  g_ptr_array_unref (self->notes);

  G_OBJECT_CLASS (et_order_row_parent_class)->finalize (object);
}

static void
et_order_row_class_init (EtOrderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_order_row_finalize;

  g_type_ensure (ET_TYPE_STATE_BADGE);
  gtk_widget_class_install_action (widget_class, "order.open-invoice", NULL, open_invoice_cb);
  gtk_widget_class_install_action (widget_class, "order.save-invoice", NULL, save_invoice_cb);
  gtk_widget_class_install_action (widget_class, "order.print-invoice", NULL, print_invoice_cb);
  gtk_widget_class_install_action (widget_class, "order.print-receipt", NULL, print_receipt_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-order-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOrderRow, total);
  gtk_widget_class_bind_template_child (widget_class, EtOrderRow, badge);
}

static void
et_order_row_init (EtOrderRow *self)
{
  self->notes = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

/* Returns: (transfer floating): a row without an order yet. */
GtkWidget *
et_order_row_new (EtContext *context)
{
  EtOrderRow *self = g_object_new (ET_TYPE_ORDER_ROW, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}

/* Shows an order, in place of another one if the row was never unfolded. */
void
et_order_row_set_order (EtOrderRow *self, EtOrder *order)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, order->id);
  /* Translators: %s is the code of an order, such as K7PQ2. */
  g_autofree char *title = g_strdup_printf (_ ("Order %s"),
                                            order->code != NULL ? order->code : number);
  g_autofree char *date = et_text_day_and_clock (order->created_at, NULL);
  g_autofree char *count = et_text_tickets (order->ticket_count);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", date, count);
  g_autofree char *total = et_text_money (order->total_cents);

  g_return_if_fail (!self->has_rows);

  g_set_object (&self->order, order);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_label_set_text (self->total, total);
  et_state_badge_show_order (self->badge, order);
}

/* Whether it was unfolded, so that what it holds is of its order alone. */
gboolean
et_order_row_was_unfolded (EtOrderRow *self)
{
  return self->has_rows;
}

/* Returns: (transfer none): the number of its order */
const int64_t *
et_order_row_get_id (EtOrderRow *self)
{
  return &self->order->id;
}

/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-order-pane.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-order-desk.h"
#include "ui/admin/et-order-text.h"
#include "ui/shared/et-text.h"

struct _EtOrderPane
{
  AdwBin parent_instance;

  /* Template children */
  AdwActionRow *customer;
  AdwActionRow *created;
  AdwActionRow *state;
  AdwActionRow *invoice_number;
  GtkListBox *lines;
  GtkLabel *total;
  GtkWidget *invoice;
  EtOrderDesk *desk;

  EtOrder *order; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtOrderPane, et_order_pane, ADW_TYPE_BIN)

enum
{
  CHANGED,
  INVOICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkWidget *
new_line_row (EtOrderLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *price = et_text_money (line->price_cents);
  g_autofree char *sum = et_text_money (line->line_total_cents);
  g_autofree char *subtitle = g_strdup_printf ("%d × %s", (int) line->quantity, price);
  GtkWidget *label = gtk_label_new (sum);

  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
show_lines (EtOrderPane *self, GPtrArray *items)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_list_box_remove (self->lines, row);
  for (guint i = 0; i < items->len; i++)
    gtk_list_box_append (self->lines, new_line_row (g_ptr_array_index (items, i)));
}

static void
invoice_cb (EtOrderPane *self)
{
  g_signal_emit (self, signals[INVOICE], 0, self->order);
}

static void
changed_cb (EtOrderPane *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
et_order_pane_finalize (GObject *object)
{
  g_clear_object (&ET_ORDER_PANE (object)->order);

  G_OBJECT_CLASS (et_order_pane_parent_class)->finalize (object);
}

static void
et_order_pane_class_init (EtOrderPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_order_pane_finalize;

  signals[CHANGED] = g_signal_new ("changed", ET_TYPE_ORDER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[INVOICE] = g_signal_new ("invoice", ET_TYPE_ORDER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, et_order_get_type ());

  g_type_ensure (ET_TYPE_ORDER_DESK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-order-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, customer);
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, created);
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, state);
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, invoice_number);
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, lines);
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, total);
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, invoice);
  gtk_widget_class_bind_template_child (widget_class, EtOrderPane, desk);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, invoice_cb);
}

static void
et_order_pane_init (EtOrderPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows @order. */
void
et_order_pane_show (EtOrderPane *self, EtOrder *order)
{
  g_autofree char *created = NULL;
  g_autofree char *total = NULL;

  g_return_if_fail (ET_IS_ORDER_PANE (self));
  g_return_if_fail (ET_IS_ORDER (order));

  g_set_object (&self->order, order);
  created = et_text_day_and_clock (order->created_at, NULL);
  total = et_text_money (order->total_cents);
  adw_action_row_set_subtitle (self->customer, et_order_get_customer (order));
  adw_action_row_set_subtitle (self->created, created);
  adw_action_row_set_subtitle (self->state, _ (et_order_state_get_name (order->state)));
  gtk_widget_set_visible (GTK_WIDGET (self->invoice_number), order->invoice_number != NULL);
  gtk_widget_set_visible (self->invoice, order->invoice_number != NULL);
  adw_action_row_set_subtitle (self->invoice_number,
                               order->invoice_number != NULL ? order->invoice_number : "");
  show_lines (self, order->items);
  gtk_label_set_label (self->total, total);
  et_order_desk_show (self->desk, order);
}

/* While the invoice is fetched, it cannot be asked for again. */
void
et_order_pane_set_busy (EtOrderPane *self, gboolean is_busy)
{
  g_return_if_fail (ET_IS_ORDER_PANE (self));

  gtk_widget_set_sensitive (self->invoice, !is_busy);
}

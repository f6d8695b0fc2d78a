/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-orders-page.h"

#include "ui/customer/et-order-row.h"
#include "ui/shared/et-list-fill.h"
#include "ui/shared/et-list-update.h"
#include "ui/shared/et-status-stack.h"

/* What the first look at the copy brings, at once. */
#define FIRST_PAGE 40

struct _EtOrdersPage
{
  EtPage parent_instance;

  /* Template children */
  EtStatusStack *states;
  GtkWidget *list;
  GListStore *orders;

  GHashTable *unfolded; /* owned, of int64_t: the numbers of orders */
  guint limit; /* of the last look at the copy; 0 for all orders */
};

G_DEFINE_FINAL_TYPE (EtOrdersPage, et_orders_page, ET_TYPE_PAGE)

/* Rows come and go while one scrolls, and when an order changes. */
static void
expanded_cb (EtOrdersPage *self, GParamSpec *pspec, AdwExpanderRow *row)
{
  const int64_t *id = et_order_row_get_id (ET_ORDER_ROW (row));

  if (adw_expander_row_get_expanded (row))
    g_hash_table_add (self->unfolded, g_memdup2 (id, sizeof *id));
  else
    g_hash_table_remove (self->unfolded, id);
}

static GtkWidget *
add_row (EtOrdersPage *self, GtkListItem *item)
{
  GtkWidget *row = et_order_row_new (et_page_get_context (ET_PAGE (self)));

  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, row);
  return row;
}

static void
bind_order_cb (EtOrdersPage *self, GtkListItem *item)
{
  EtOrder *order = gtk_list_item_get_item (item);
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row == NULL)
    row = add_row (self, item);
  et_order_row_set_order (ET_ORDER_ROW (row), order);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row),
                                 g_hash_table_contains (self->unfolded, &order->id));
  /* GTK 4.8 has no other way to name the item of a list. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
}

/* A row is made of many widgets: one that was never unfolded serves the next order. */
static void
unbind_order_cb (EtOrdersPage *self, GtkListItem *item)
{
  if (et_order_row_was_unfolded (ET_ORDER_ROW (gtk_list_item_get_child (item))))
    gtk_list_item_set_child (item, NULL);
}

static gboolean load_others_cb (gpointer data);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtOrdersPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      orders = et_wallet_store_list_orders_finish (ET_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (orders == NULL)
    {
      et_status_stack_show_error (self->states, error);
      return;
    }

  et_list_fill (self->list, self->orders, orders, et_list_records_equal);
  if (self->limit > 0 && g_list_model_get_n_items (orders) == self->limit)
    g_idle_add_full (G_PRIORITY_LOW, load_others_cb, g_object_ref (self), g_object_unref);
  if (g_list_model_get_n_items (orders) > 0)
    et_status_stack_show_content (self->states);
  else
    et_status_stack_show_empty (self->states);
}

/* @limit: 0 for all orders. */
static void
ask_store (EtOrdersPage *self, guint limit)
{
  self->limit = limit;
  et_wallet_store_list_orders_async (et_context_get_store (et_page_get_context (ET_PAGE (self))),
                                     limit, et_page_get_cancellable (ET_PAGE (self)), loaded_cb,
                                     g_object_ref (self));
}

/* Reading thousands takes the processor, so the first page is drawn before. */
static gboolean
load_others_cb (gpointer data)
{
  ask_store (data, 0);
  return G_SOURCE_REMOVE;
}

static void
load (EtOrdersPage *self)
{
  gboolean is_first = g_list_model_get_n_items (G_LIST_MODEL (self->orders)) == 0;

  et_status_stack_show_loading (self->states);
  ask_store (self, is_first ? FIRST_PAGE : 0);
}

static void
store_changed_cb (EtOrdersPage *self, const char *kind)
{
  if (g_strcmp0 (kind, "order") == 0)
    load (self);
}

static void
et_orders_page_constructed (GObject *object)
{
  EtOrdersPage *self = ET_ORDERS_PAGE (object);

  G_OBJECT_CLASS (et_orders_page_parent_class)->constructed (object);

  g_signal_connect_object (et_context_get_store (et_page_get_context (ET_PAGE (self))), "changed",
                           G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
et_orders_page_finalize (GObject *object)
{
  EtOrdersPage *self = ET_ORDERS_PAGE (object);

  g_clear_pointer (&self->unfolded, g_hash_table_unref);

  G_OBJECT_CLASS (et_orders_page_parent_class)->finalize (object);
}

static void
et_orders_page_class_init (EtOrdersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_orders_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_orders_page_finalize;

  g_type_ensure (ET_TYPE_STATUS_STACK);
  g_type_ensure (et_order_get_type ());
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-orders-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOrdersPage, states);
  gtk_widget_class_bind_template_child (widget_class, EtOrdersPage, list);
  gtk_widget_class_bind_template_child (widget_class, EtOrdersPage, orders);
  gtk_widget_class_bind_template_callback (widget_class, bind_order_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_order_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
et_orders_page_init (EtOrdersPage *self)
{
  self->unfolded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

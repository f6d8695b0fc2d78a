/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-orders-page.h"

#include "ui/customer/et-order-row.h"
#include "ui/shared/et-list-update.h"
#include "ui/shared/et-status-stack.h"

struct _EtOrdersPage
{
  EtPage parent_instance;

  /* Template children */
  EtStatusStack *states;
  GtkListBox *rows;

  GListStore *orders; /* owned, of EtOrder */
};

G_DEFINE_FINAL_TYPE (EtOrdersPage, et_orders_page, ET_TYPE_PAGE)

static GtkWidget *
create_row_cb (gpointer item, gpointer data)
{
  return et_order_row_new (et_page_get_context (data), item);
}

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

  et_list_update (self->orders, orders);
  if (g_list_model_get_n_items (orders) > 0)
    et_status_stack_show_content (self->states);
  else
    et_status_stack_show_empty (self->states);
}

static void
load (EtOrdersPage *self)
{
  et_status_stack_show_loading (self->states);
  et_wallet_store_list_orders_async (et_context_get_store (et_page_get_context (ET_PAGE (self))),
                                     et_page_get_cancellable (ET_PAGE (self)), loaded_cb,
                                     g_object_ref (self));
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

  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->orders), create_row_cb, self, NULL);
  g_signal_connect_object (et_context_get_store (et_page_get_context (ET_PAGE (self))), "changed",
                           G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
et_orders_page_finalize (GObject *object)
{
  EtOrdersPage *self = ET_ORDERS_PAGE (object);

  g_clear_object (&self->orders);

  G_OBJECT_CLASS (et_orders_page_parent_class)->finalize (object);
}

static void
et_orders_page_class_init (EtOrdersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_orders_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_orders_page_finalize;

  g_type_ensure (ET_TYPE_STATUS_STACK);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-orders-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOrdersPage, states);
  gtk_widget_class_bind_template_child (widget_class, EtOrdersPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
et_orders_page_init (EtOrdersPage *self)
{
  self->orders = g_list_store_new (et_order_get_type ());
  gtk_widget_init_template (GTK_WIDGET (self));
}

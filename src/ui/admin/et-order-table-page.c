/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-order-table-page.h"

#include <glib/gi18n-lib.h>

#include "client/et-profile.h"
#include "ui/admin/et-order-pane.h"
#include "ui/admin/et-order-text.h"
#include "ui/shared/et-document.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-toast.h"

struct _EtOrderTablePage
{
  EtTablePage parent_instance;

  EtOrderPane *pane; /* borrowed */
};

/* An invoice on its way into a file. */
typedef struct
{
  EtOrderTablePage *page; /* owned */
  GFile *file; /* owned, nullable */
  int64_t order_id;
} EtInvoiceRequest;

G_DEFINE_FINAL_TYPE (EtOrderTablePage, et_order_table_page, ET_TYPE_TABLE_PAGE)

static const EtTableSpec spec = {
  .list = ET_OFFICE_ORDERS,
  .name = N_ ("Orders"),
  .empty_icon_name = "et-orders-symbolic",
  .empty_title = N_ ("No Orders Yet"),
  .empty_description = N_ ("They stand here as soon as somebody buys."),
  .columns = et_order_columns,
  .choices = et_order_choices,
};

static void
free_request (gpointer data)
{
  EtInvoiceRequest *request = data;

  g_object_unref (request->page);
  g_clear_object (&request->file);
  g_free (request);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtInvoiceRequest *request = data;
  EtOrderTablePage *self = request->page;
  g_autoptr (GBytes) invoice = NULL;
  g_autoptr (GError) error = NULL;

  invoice = et_profile_fetch_invoice_finish (et_page_get_context (ET_PAGE (self)), result, &error);
  et_order_pane_set_busy (self->pane, FALSE);
  if (invoice != NULL)
    et_document_save (GTK_WIDGET (self), request->file, invoice);
  else
    et_toast_show_error (GTK_WIDGET (self), error);
  free_request (request);
}

static void
file_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  EtInvoiceRequest *chosen = data;
  EtInvoiceRequest *request = g_new0 (EtInvoiceRequest, 1);

  request->page = g_object_ref (chosen->page);
  request->file = g_object_ref (file);
  et_order_pane_set_busy (request->page->pane, TRUE);
  et_profile_fetch_invoice_async (et_page_get_context (ET_PAGE (request->page)), chosen->order_id,
                                  et_page_get_cancellable (ET_PAGE (request->page)), fetched_cb,
                                  request);
}

static void
invoice_cb (EtOrderTablePage *self, EtOrder *order)
{
  EtInvoiceRequest *request = g_new0 (EtInvoiceRequest, 1);
  g_autofree char *name = g_strdup_printf ("%s.pdf", order->invoice_number);

  request->page = g_object_ref (self);
  request->order_id = order->id;
  et_file_chooser_save (GTK_WIDGET (self), _ ("Save Invoice"), name, file_chosen_cb, request,
                        free_request);
}

static GtkWidget *
new_pane (EtTablePage *page)
{
  EtOrderTablePage *self = ET_ORDER_TABLE_PAGE (page);

  self->pane = g_object_new (ET_TYPE_ORDER_PANE, NULL);
  g_signal_connect_object (self->pane, "changed", G_CALLBACK (et_table_page_reload), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "invoice", G_CALLBACK (invoice_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->pane);
}

static char *
show_record (EtTablePage *page, gpointer record)
{
  g_autofree char *name = et_order_get_name (record);

  et_order_pane_show (ET_ORDER_TABLE_PAGE (page)->pane, record);
  return g_strdup_printf (_ ("Order %s"), name);
}

static void
refresh_record (EtTablePage *page, gpointer record)
{
  et_order_pane_show (ET_ORDER_TABLE_PAGE (page)->pane, record);
}

static void
leave_record (EtTablePage *page)
{
}

static void
et_order_table_page_class_init (EtOrderTablePageClass *klass)
{
  EtTablePageClass *table_class = ET_TABLE_PAGE_CLASS (klass);

  table_class->spec = &spec;
  table_class->new_pane = new_pane;
  table_class->show_record = show_record;
  table_class->refresh_record = refresh_record;
  table_class->leave_record = leave_record;
}

static void
et_order_table_page_init (EtOrderTablePage *self)
{
}

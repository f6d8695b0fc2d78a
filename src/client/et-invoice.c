/* SPDX-License-Identifier: MIT */
#include "client/et-invoice.h"

#include "client/et-invoice-rows.h"

static GBytes *
ask (EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/orders/%" G_GINT64_FORMAT "/invoice.pdf",
                                           order_id);

  return et_remote_fetch (remote, path, cancellable, error);
}

/* Returns: (transfer full): the PDF, of the copy or else of the server. Sets ET_ERROR_NOT_FOUND
 * for an order that has none, or what the remote sets. */
GBytes *
et_invoice_fetch (
    EtStore *store, EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error)
{
  GBytes *document = et_invoice_rows_find (store, order_id, NULL);

  if (document != NULL)
    return document;
  document = ask (remote, order_id, cancellable, error);
  if (document != NULL)
    et_invoice_rows_put (store, order_id, document, NULL); /* next time it needs the network */
  return document;
}

/* Brings the invoices of orders whose invoice the copy lacks. One that the server refuses is
 * passed over. */
gboolean
et_invoice_fetch_missing (EtStore *store,
                          EtRemote *remote,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GArray) missing = et_invoice_rows_list_missing (store, error);

  if (missing == NULL)
    return FALSE;
  for (guint i = 0; i < missing->len; i++)
    {
      int64_t order_id = g_array_index (missing, int64_t, i);
      g_autoptr (GError) failure = NULL;
      g_autoptr (GBytes) document = ask (remote, order_id, cancellable, &failure);

      if (document == NULL && !et_remote_error_is_final (failure))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (document != NULL && !et_invoice_rows_put (store, order_id, document, error))
        return FALSE;
    }
  return TRUE;
}

/* SPDX-License-Identifier: MIT */
#include "client/et-invoice-rows.h"

#include "client/et-call.h"
#include "client/et-copy.h"
#include "db/et-db.h"

typedef struct
{
  int64_t order_id;
  GBytes *document; /* borrowed */
} Invoice;

static gpointer
find (EtDb *db, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT document FROM invoices WHERE order_id = :order_id", error);

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_int64 (stmt, "order_id", *(int64_t *) data);
  return et_copy_read_document (stmt, error);
}

static gpointer
put (EtDb *db, gpointer data, GError **error)
{
  Invoice *invoice = data;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "INSERT OR REPLACE INTO invoices (order_id, document) VALUES (:order_id, :document)",
      error);
  gsize length;
  const void *bytes = g_bytes_get_data (invoice->document, &length);

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_int64 (stmt, "order_id", invoice->order_id);
  et_db_stmt_bind_bytes (stmt, "document", bytes, length);
  return et_db_stmt_run (stmt, NULL, error) ? ET_DONE : NULL;
}

static gpointer
list_missing (EtDb *db, gpointer data, GError **error)
{
  return et_copy_list_ids (db,
                           "SELECT id FROM orders WHERE invoice_number IS NOT NULL "
                           "AND id NOT IN (SELECT order_id FROM invoices) ORDER BY id DESC",
                           error);
}

/* Returns: (transfer full): the PDF; NULL with ET_ERROR_NOT_FOUND. */
GBytes *
et_invoice_rows_find (EtStore *store, int64_t order_id, GError **error)
{
  return et_store_run (store, find, &order_id, (GDestroyNotify) g_bytes_unref, error);
}

gboolean
et_invoice_rows_put (EtStore *store, int64_t order_id, GBytes *document, GError **error)
{
  Invoice invoice = { order_id, document };

  return et_store_run (store, put, &invoice, NULL, error) != NULL;
}

/* Returns: (transfer full): the numbers (int64_t) of orders that have an invoice which the copy has
 * not, the newest first. */
GArray *
et_invoice_rows_list_missing (EtStore *store, GError **error)
{
  return et_store_run (store, list_missing, NULL, (GDestroyNotify) g_array_unref, error);
}

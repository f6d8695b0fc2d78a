/* SPDX-License-Identifier: MIT */
#include "server/repo/et-invoice-repo.h"

gboolean
et_invoice_repo_insert (EtDb *db, const EtInvoiceRow *row, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO invoices (year, serial, order_id, number, issued_at, document) "
      "VALUES (:year, :serial, :order_id, :number, :issued_at, :document)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "year", row->year);
  et_db_stmt_bind_int64 (stmt, "serial", row->serial);
  et_db_stmt_bind_int64 (stmt, "order_id", row->order_id);
  et_db_stmt_bind_text (stmt, "number", row->number);
  et_db_stmt_bind_int64 (stmt, "issued_at", row->issued_at);
  et_db_stmt_bind_text (stmt, "document", row->document);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Returns: (transfer full): the JSON of an order's invoice; NULL with ET_ERROR_NOT_FOUND. */
char *
et_invoice_repo_find_document (EtDb *db, int64_t order_id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT document FROM invoices WHERE order_id = :order_id", error);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  return g_strdup (et_db_stmt_get_text (stmt, 0));
}

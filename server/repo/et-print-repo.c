/* SPDX-License-Identifier: MIT */
#include "server/repo/et-print-repo.h"

#include "core/et-error.h"

/* One more than were known, or what the paper says where that is more. */
#define COUNT(table, column) \
  "UPDATE " table " SET " column " = CASE WHEN " column " + 1 > :copy THEN " column " + 1 " \
  "ELSE :copy END WHERE id = :id"

#define OWNER_OF_ORDER "SELECT account_id FROM orders WHERE id = :id AND state <> 'cart'"

/* Reads whose it is. Sets ET_ERROR_NOT_FOUND. */
gboolean
et_print_repo_find_owner (
    EtDb *db, EtPrintKind kind, int64_t subject_id, int64_t *ret_account_id, GError **error)
{
  static const char *const sql[] = {
    [ET_PRINT_TICKET] = "SELECT account_id FROM tickets WHERE id = :id",
    [ET_PRINT_INVOICE] = OWNER_OF_ORDER,
    [ET_PRINT_RECEIPT] = OWNER_OF_ORDER,
  };
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql[kind], error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", subject_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return FALSE;
    }
  *ret_account_id = et_db_stmt_get_int64 (stmt, 0);
  return TRUE;
}

/* Counts a print. @copy: which copy the paper says it is, from 1. */
gboolean
et_print_repo_count (EtDb *db, EtPrintKind kind, int64_t subject_id, int64_t copy, GError **error)
{
  static const char *const sql[] = {
    [ET_PRINT_TICKET] = COUNT ("tickets", "prints"),
    [ET_PRINT_INVOICE] = COUNT ("orders", "invoice_prints"),
    [ET_PRINT_RECEIPT] = COUNT ("orders", "receipt_prints"),
  };
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql[kind], error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", subject_id);
  et_db_stmt_bind_int64 (stmt, "copy", copy);
  return et_db_stmt_run (stmt, NULL, error);
}

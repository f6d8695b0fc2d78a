/* SPDX-License-Identifier: MIT */
#include "server/repo/et-rows.h"

/* Reads the one number that a bound statement finds; no row and NULL count as 0. */
gboolean
et_rows_read_int64 (EtDbStmt *stmt, int64_t *ret_value, GError **error)
{
  gboolean has_row;

  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_value = has_row && !et_db_stmt_is_null (stmt, 0) ? et_db_stmt_get_int64 (stmt, 0) : 0;
  return TRUE;
}

/* Reads the first column of all rows of a bound statement.
 * Returns: (transfer full): an array of int64_t. */
GArray *
et_rows_read_ids (EtDbStmt *stmt, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  gboolean has_row;

  for (;;)
    {
      int64_t id;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&ids);
      id = et_db_stmt_get_int64 (stmt, 0);
      g_array_append_val (ids, id);
    }
}

/* Runs a statement whose only parameter is :id. */
gboolean
et_rows_run_by_id (EtDb *db, const char *sql, int64_t id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", id);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Binds the parameters of ET_ROWS_CHANGED(). */
void
et_rows_bind_range (EtDbStmt *stmt, const EtChangeRange *range)
{
  et_db_stmt_bind_int64 (stmt, "account", range->account_id);
  et_db_stmt_bind_int64 (stmt, "since", range->since);
  et_db_stmt_bind_int64 (stmt, "until", range->until);
}

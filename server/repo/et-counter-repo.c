/* SPDX-License-Identifier: MIT */
#include "server/repo/et-counter-repo.h"

#include "server/repo/et-rows.h"

static EtDbStmt *
prepare_for (EtDb *db, const char *sql, const char *name, GError **error)
{
  EtDbStmt *stmt = et_db_prepare (db, sql, error);

  if (stmt != NULL)
    et_db_stmt_bind_text (stmt, "name", name);
  return stmt;
}

/* Raises a counter, which begins at 0. Its row stays locked until the transaction ends, so that
 * numbers leave no gap when another one fails, and nobody sees a number before those below it. */
gboolean
et_counter_repo_raise (EtDb *db, const char *name, int64_t by, int64_t *ret_value, GError **error)
{
  g_autoptr (EtDbStmt) update = prepare_for (
      db, "UPDATE counters SET value = value + :by WHERE name = :name", name, error);
  g_autoptr (EtDbStmt) insert = NULL;
  int64_t n;

  if (update == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (update, "by", by);
  if (!et_db_stmt_run (update, &n, error))
    return FALSE;
  if (n == 1)
    return et_counter_repo_get (db, name, ret_value, error);

  insert = prepare_for (db, "INSERT INTO counters (name, value) VALUES (:name, :by)", name, error);
  if (insert == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (insert, "by", by);
  if (!et_db_stmt_run (insert, NULL, error))
    return FALSE;
  *ret_value = by;
  return TRUE;
}

/* Reads a counter; one that was never raised is 0. */
gboolean
et_counter_repo_get (EtDb *db, const char *name, int64_t *ret_value, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = prepare_for (db, "SELECT value FROM counters WHERE name = :name", name, error);

  return stmt != NULL && et_rows_read_int64 (stmt, ret_value, error);
}

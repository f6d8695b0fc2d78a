/* SPDX-License-Identifier: MIT */
#include "db/et-db-driver.h"

/* Runs a query of the driver about a number, outside a transaction. */
static gboolean
ask (EtDb *db, const char *sql, int64_t number, int64_t *ret_answer, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "number", number);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_answer = has_row ? et_db_stmt_get_int64 (stmt, 0) : 0;
  return TRUE;
}

/* Lets this connection hold a number as long as it lives: it ends with the process, however that
 * ends. To be called again from time to time, for a connection that was restored. Sets
 * ET_ERROR_CONFLICT when another connection holds it. On a database without a server there is
 * nobody to show it to. */
gboolean
et_db_hold_number (EtDb *db, int64_t number, GError **error)
{
  int64_t is_held;

  if (db->driver->hold_sql == NULL ||
      (db->held_in != 0 && db->held_in == db->driver->get_generation (db)))
    return TRUE;
  if (!ask (db, db->driver->hold_sql, number, &is_held, error))
    return FALSE;
  if (is_held != 1)
    {
      et_error_set (error, ET_ERROR_CONFLICT);
      return FALSE;
    }
  db->held_in = db->driver->get_generation (db);
  return TRUE;
}

/* Whether a connection to the same database, this one or another, holds a number. */
gboolean
et_db_number_is_held (EtDb *db, int64_t number, gboolean *ret_is_held, GError **error)
{
  int64_t n_holders = 0;

  if (db->driver->is_held_sql != NULL &&
      !ask (db, db->driver->is_held_sql, number, &n_holders, error))
    return FALSE;
  *ret_is_held = n_holders > 0;
  return TRUE;
}

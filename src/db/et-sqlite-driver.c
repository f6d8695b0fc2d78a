/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "db/et-sqlite.h"

typedef struct
{
  EtDbStmt parent;
  sqlite3_stmt *handle; /* owned */
} EtSqliteStmt;

static EtSqliteDb *
db_of (EtDbStmt *stmt)
{
  return (EtSqliteDb *) stmt->db;
}

static sqlite3_stmt *
handle_of (EtDbStmt *stmt)
{
  return ((EtSqliteStmt *) stmt)->handle;
}

static gboolean
begin (EtDb *db, GError **error)
{
  /* A deferred BEGIN would fail at its first write when another connection has written since. */
  return et_sqlite_exec (db, db->mode == ET_DB_READ_ONLY ? "BEGIN" : "BEGIN IMMEDIATE", error);
}

static gboolean
is_in_transaction (EtDb *db)
{
  return !sqlite3_get_autocommit (((EtSqliteDb *) db)->handle);
}

static EtDbStmt *
prepare (EtDb *db, const EtDbSql *sql, GError **error)
{
  EtSqliteDb *self = (EtSqliteDb *) db;
  sqlite3_stmt *handle = NULL;
  EtSqliteStmt *stmt;
  int code = sqlite3_prepare_v3 (self->handle, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &handle,
                                 NULL);

  if (code != SQLITE_OK)
    {
      et_sqlite_set_error (self, code, error);
      return NULL;
    }
  if (handle == NULL || sqlite3_bind_parameter_count (handle) != (int) sql->names->len)
    {
      et_db_set_bad_sql (error);
      sqlite3_finalize (handle);
      return NULL;
    }
  stmt = g_new0 (EtSqliteStmt, 1);
  stmt->handle = handle;
  return &stmt->parent;
}

static void
finalize (EtDbStmt *stmt)
{
  sqlite3_finalize (handle_of (stmt));
  g_free (stmt);
}

/* The values stay where they are until the statement is reset: SQLite need not copy them. */
static int
bind_value (sqlite3_stmt *handle, int place, const EtDbValue *value)
{
  switch (value->type)
    {
    case ET_DB_NULL:
      return sqlite3_bind_null (handle, place);
    case ET_DB_INT64:
      return sqlite3_bind_int64 (handle, place, value->number);
    case ET_DB_TEXT:
      return sqlite3_bind_text64 (handle, place, value->data, value->length, SQLITE_STATIC,
                                  SQLITE_UTF8);
    case ET_DB_BYTES:
      return sqlite3_bind_blob64 (handle, place, value->data, value->length, SQLITE_STATIC);
    }
  g_return_val_if_reached (SQLITE_MISUSE);
}

static int
bind_values (EtDbStmt *stmt)
{
  int code = SQLITE_OK;

  for (guint i = 0; i < stmt->sql->names->len && code == SQLITE_OK; i++)
    code = bind_value (handle_of (stmt), i + 1, &stmt->values[i]);
  return code;
}

static gboolean
step (EtDbStmt *stmt, gboolean *ret_has_row, GError **error)
{
  int code = SQLITE_OK;

  if (!stmt->is_running)
    {
      et_sqlite_start_clock (db_of (stmt));
      db_of (stmt)->n_running++;
      code = bind_values (stmt);
    }
  if (code == SQLITE_OK)
    code = sqlite3_step (handle_of (stmt));
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    {
      et_sqlite_set_error (db_of (stmt), code, error);
      return FALSE;
    }
  *ret_has_row = code == SQLITE_ROW;
  return TRUE;
}

static void
reset (EtDbStmt *stmt)
{
  sqlite3_reset (handle_of (stmt));
  db_of (stmt)->n_running--;
}

static int64_t
get_changes (EtDbStmt *stmt)
{
  return sqlite3_stmt_readonly (handle_of (stmt)) ? 0 : sqlite3_changes64 (db_of (stmt)->handle);
}

static gboolean
get_insert_id (EtDbStmt *stmt, int64_t *ret_id, GError **error)
{
  *ret_id = sqlite3_last_insert_rowid (db_of (stmt)->handle);
  return TRUE;
}

static int
get_n_columns (EtDbStmt *stmt)
{
  return sqlite3_column_count (handle_of (stmt));
}

static const char *
get_name (EtDbStmt *stmt, int column)
{
  return sqlite3_column_name (handle_of (stmt), column);
}

static gboolean
is_null (EtDbStmt *stmt, int column)
{
  return sqlite3_column_type (handle_of (stmt), column) == SQLITE_NULL;
}

static int64_t
get_int64 (EtDbStmt *stmt, int column)
{
  return sqlite3_column_int64 (handle_of (stmt), column);
}

static const char *
get_text (EtDbStmt *stmt, int column)
{
  return (const char *) sqlite3_column_text (handle_of (stmt), column);
}

static const void *
get_bytes (EtDbStmt *stmt, int column, gsize *ret_length)
{
  const void *bytes = sqlite3_column_blob (handle_of (stmt), column);

  *ret_length = sqlite3_column_bytes (handle_of (stmt), column);
  /* SQLite has no address for an empty value, and NULL is what a NULL gives. */
  return bytes == NULL && !is_null (stmt, column) ? "" : bytes;
}

/* Runs statements separated by semicolons; the rows of a PRAGMA are not looked at. */
gboolean
et_sqlite_exec (EtDb *db, const char *sql, GError **error)
{
  EtSqliteDb *self = (EtSqliteDb *) db;
  int code;

  et_sqlite_start_clock (self);
  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (code != SQLITE_OK)
    et_sqlite_set_error (self, code, error);
  return code == SQLITE_OK;
}

static const char *const schemes[] = { "sqlite", NULL };

const EtDbDriver et_sqlite_driver = {
  .name = "sqlite",
  .schemes = schemes,
  .placeholder = ET_DB_PLACEHOLDER_QUESTION_NUMBER,
  .find_table_sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name",
  .migrations_sql = "CREATE TABLE IF NOT EXISTS migrations ("
                    "number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
                    "checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT",

  .open = et_sqlite_open,
  .close = et_sqlite_close,
  .begin = begin,
  .is_in_transaction = is_in_transaction,
  .exec = et_sqlite_exec,
  .backup = et_sqlite_backup,
  .checkpoint = et_sqlite_checkpoint,
  .check = et_sqlite_check,
  .interrupt = et_sqlite_interrupt,
  .get_log_size = et_sqlite_get_log_size,

  .prepare = prepare,
  .finalize = finalize,
  .step = step,
  .reset = reset,
  .get_changes = get_changes,
  .get_insert_id = get_insert_id,
  .get_n_columns = get_n_columns,
  .get_name = get_name,
  .is_null = is_null,
  .get_int64 = get_int64,
  .get_text = get_text,
  .get_bytes = get_bytes,
};

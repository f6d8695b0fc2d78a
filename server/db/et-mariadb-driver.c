/* SPDX-License-Identifier: MIT */
#include <errmsg.h>
#include <mysqld_error.h>
#include <string.h>

#include "server/db/et-mariadb.h"

/* The lock of a number that a connection holds: names are the server's, not the database's. */
#define PRESENCE "CONCAT('etickets.', SHA1(DATABASE()), '.', :number)"

/* The least room for a column, enough for any number in digits. */
#define MIN_ROOM 64

/* A column of the current row. */
typedef struct
{
  char *data; /* owned, with a NUL behind it */
  gsize room; /* of data, without the NUL */
  unsigned long length;
  my_bool is_null;
} EtMariadbColumn;

typedef struct
{
  EtDbStmt parent;
  const EtDbSql *sql; /* borrowed; the parent's, which it gets only after prepare */
  char *text; /* owned; as it is sent */
  gboolean passes_duplicates; /* a row that is there already is no error */
  gboolean was_duplicate;
  gboolean is_upsert; /* counts a row that it changes twice */
  MYSQL_STMT *handle; /* owned, nullable */
  guint generation; /* of the connection that knows the handle */
  MYSQL_BIND *values; /* owned; one a placeholder */
  MYSQL_RES *metadata; /* owned, nullable; of the columns */
  EtMariadbColumn *columns; /* owned */
  guint n_columns;
} EtMariadbStmt;

static EtMariadbDb *
db_of (EtMariadbStmt *stmt)
{
  return (EtMariadbDb *) stmt->parent.db;
}

static void
free_columns (EtMariadbStmt *stmt)
{
  for (guint i = 0; i < stmt->n_columns; i++)
    g_free (stmt->columns[i].data);
  g_clear_pointer (&stmt->columns, g_free);
  g_clear_pointer (&stmt->metadata, mysql_free_result);
  stmt->n_columns = 0;
}

static void
drop_handle (EtMariadbStmt *stmt)
{
  free_columns (stmt);
  if (stmt->handle != NULL)
    mysql_stmt_close (stmt->handle);
  stmt->handle = NULL;
}

/* Sets the error of the statement. Returns: FALSE. */
static gboolean
fail (EtMariadbDb *self, EtMariadbStmt *stmt, GError **error)
{
  guint code = mysql_stmt_errno (stmt->handle);
  g_autofree char *words = g_strdup (mysql_stmt_error (stmt->handle));

  et_mariadb_fail (self, code != 0 ? code : CR_SERVER_LOST, words, error);
  return FALSE;
}

static void
learn_columns (EtMariadbStmt *stmt)
{
  free_columns (stmt);
  stmt->metadata = mysql_stmt_result_metadata (stmt->handle);
  if (stmt->metadata == NULL)
    return;
  stmt->n_columns = mysql_num_fields (stmt->metadata);
  stmt->columns = g_new0 (EtMariadbColumn, stmt->n_columns);
}

static gboolean
parse (EtMariadbDb *self, EtMariadbStmt *stmt, GError **error)
{
  my_bool yes = 1;

  drop_handle (stmt);
  stmt->handle = mysql_stmt_init (self->conn);
  stmt->generation = self->generation;
  if (mysql_stmt_prepare (stmt->handle, stmt->text, strlen (stmt->text)) != 0)
    return fail (self, stmt, error);
  if (mysql_stmt_param_count (stmt->handle) != stmt->sql->places->len)
    {
      et_db_set_bad_sql (error);
      return FALSE;
    }
  mysql_stmt_attr_set (stmt->handle, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
  learn_columns (stmt);
  return TRUE;
}

static void
finalize (EtDbStmt *parent)
{
  EtMariadbStmt *stmt = (EtMariadbStmt *) parent;

  drop_handle (stmt);
  g_free (stmt->text);
  g_free (stmt->values);
  g_free (stmt);
}

static EtMariadbStmt *
new_stmt (const EtDbSql *sql)
{
  EtMariadbStmt *stmt = g_new0 (EtMariadbStmt, 1);

  stmt->sql = sql;
  stmt->values = g_new0 (MYSQL_BIND, sql->places->len);
  stmt->text = et_mariadb_write_sql (sql->text, &stmt->passes_duplicates, &stmt->is_upsert);
  return stmt;
}

static EtDbStmt *
prepare (EtDb *db, const EtDbSql *sql, GError **error)
{
  EtMariadbDb *self = (EtMariadbDb *) db;
  EtMariadbStmt *stmt = new_stmt (sql);
  g_autoptr (GError) failure = NULL;
  gboolean is_parsed;

  is_parsed = et_mariadb_prepare_session (self, &failure) && parse (self, stmt, &failure);
  if (!is_parsed && et_mariadb_can_repeat (self))
    {
      g_clear_error (&failure);
      is_parsed = et_mariadb_restore (self, &failure) && parse (self, stmt, &failure);
    }
  if (is_parsed)
    return &stmt->parent;
  g_propagate_error (error, g_steal_pointer (&failure));
  finalize (&stmt->parent);
  return NULL;
}

/* The values stay where they are until the statement has run. */
static void
bind_value (MYSQL_BIND *bind, EtDbValue *value)
{
  static const enum enum_field_types types[] = {
    [ET_DB_NULL] = MYSQL_TYPE_NULL,
    [ET_DB_INT64] = MYSQL_TYPE_LONGLONG,
    [ET_DB_TEXT] = MYSQL_TYPE_STRING,
    [ET_DB_BYTES] = MYSQL_TYPE_BLOB,
  };

  *bind = (MYSQL_BIND){ .buffer_type = types[value->type] };
  if (value->type == ET_DB_INT64)
    bind->buffer = &value->number;
  else
    {
      bind->buffer = value->data;
      bind->buffer_length = value->length;
    }
}

static gboolean
send_values (EtMariadbStmt *stmt)
{
  const GArray *places = stmt->sql->places;

  for (guint i = 0; i < places->len; i++)
    bind_value (&stmt->values[i], &stmt->parent.values[g_array_index (places, guint, i)]);
  return (places->len == 0 || mysql_stmt_bind_param (stmt->handle, stmt->values) == 0) &&
         mysql_stmt_execute (stmt->handle) == 0;
}

/* Makes room for the longest value of each column, and has them put there as text. */
static gboolean
bind_columns (EtMariadbStmt *stmt)
{
  MYSQL_BIND *binds = g_newa0 (MYSQL_BIND, stmt->n_columns + 1);

  for (guint i = 0; i < stmt->n_columns; i++)
    {
      EtMariadbColumn *column = &stmt->columns[i];
      gsize room = MAX (MIN_ROOM, mysql_fetch_field_direct (stmt->metadata, i)->max_length);

      if (column->room < room)
        {
          column->data = g_realloc (column->data, room + 1);
          column->room = room;
        }
      binds[i].buffer_type = MYSQL_TYPE_STRING;
      binds[i].buffer = column->data;
      binds[i].buffer_length = column->room;
      binds[i].length = &column->length;
      binds[i].is_null = &column->is_null;
    }
  return mysql_stmt_bind_result (stmt->handle, binds) == 0;
}

/* The columns of a prepared * may have changed since. */
static gboolean
fetch_all (EtMariadbStmt *stmt)
{
  if (mysql_stmt_field_count (stmt->handle) == 0)
    return TRUE;
  if (mysql_stmt_store_result (stmt->handle) != 0)
    return FALSE;
  g_clear_pointer (&stmt->metadata, mysql_free_result);
  stmt->metadata = mysql_stmt_result_metadata (stmt->handle);
  if (mysql_num_fields (stmt->metadata) != stmt->n_columns)
    learn_columns (stmt);
  return bind_columns (stmt);
}

/* Whether the server no longer knows the statement as it is now: its tables were changed, or
 * something between us and the server dropped it. It did nothing then. */
static gboolean
is_stale (EtMariadbStmt *stmt)
{
  guint code = mysql_stmt_errno (stmt->handle);

  return code == CR_NEW_STMT_METADATA || code == ER_NEED_REPREPARE ||
         code == ER_UNKNOWN_STMT_HANDLER;
}

static gboolean
execute (EtMariadbStmt *stmt, GError **error)
{
  EtMariadbDb *self = db_of (stmt);
  gboolean is_done;

  stmt->was_duplicate = FALSE;
  if (stmt->generation != self->generation && !parse (self, stmt, error))
    return FALSE;
  is_done = send_values (stmt) && fetch_all (stmt);
  if (!is_done && is_stale (stmt))
    {
      if (!parse (self, stmt, error))
        return FALSE;
      is_done = send_values (stmt) && fetch_all (stmt);
    }
  if (is_done)
    return TRUE;
  stmt->was_duplicate = stmt->passes_duplicates && mysql_stmt_errno (stmt->handle) == ER_DUP_ENTRY;
  return stmt->was_duplicate || fail (self, stmt, error);
}

static gboolean
start (EtMariadbStmt *stmt, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!et_mariadb_prepare_session (db_of (stmt), error))
    return FALSE;
  if (execute (stmt, &failure))
    return TRUE;
  if (et_mariadb_can_repeat (db_of (stmt)))
    return et_mariadb_restore (db_of (stmt), error) && execute (stmt, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
step (EtDbStmt *parent, gboolean *ret_has_row, GError **error)
{
  EtMariadbStmt *stmt = (EtMariadbStmt *) parent;
  int code;

  stmt->sql = parent->sql;
  if (!parent->is_running && !start (stmt, error))
    return FALSE;
  *ret_has_row = FALSE;
  if (stmt->was_duplicate || mysql_stmt_field_count (stmt->handle) == 0)
    return TRUE;
  code = mysql_stmt_fetch (stmt->handle);
  if (code == MYSQL_NO_DATA)
    return TRUE;
  if (code != 0)
    return fail (db_of (stmt), stmt, error);
  for (guint i = 0; i < stmt->n_columns; i++)
    if (!stmt->columns[i].is_null)
      stmt->columns[i].data[stmt->columns[i].length] = '\0';
  *ret_has_row = TRUE;
  return TRUE;
}

static void
reset (EtDbStmt *parent)
{
  EtMariadbStmt *stmt = (EtMariadbStmt *) parent;

  if (stmt->handle != NULL && stmt->generation == db_of (stmt)->generation &&
      db_of (stmt)->conn != NULL)
    mysql_stmt_free_result (stmt->handle);
}

static int64_t
get_changes (EtDbStmt *parent)
{
  EtMariadbStmt *stmt = (EtMariadbStmt *) parent;

  int64_t n;

  if (stmt->was_duplicate || mysql_stmt_field_count (stmt->handle) > 0)
    return 0;
  n = (int64_t) mysql_stmt_affected_rows (stmt->handle);
  return stmt->is_upsert ? MIN (n, 1) : n;
}

static gboolean
get_insert_id (EtDbStmt *parent, int64_t *ret_id, GError **error)
{
  *ret_id = (int64_t) mysql_stmt_insert_id (((EtMariadbStmt *) parent)->handle);
  return TRUE;
}

static int
get_n_columns (EtDbStmt *parent)
{
  return (int) ((EtMariadbStmt *) parent)->n_columns;
}

static const char *
get_name (EtDbStmt *parent, int column)
{
  return mysql_fetch_field_direct (((EtMariadbStmt *) parent)->metadata, (guint) column)->name;
}

static gboolean
is_null (EtDbStmt *parent, int column)
{
  return ((EtMariadbStmt *) parent)->columns[column].is_null;
}

static const char *
get_text (EtDbStmt *parent, int column)
{
  return is_null (parent, column) ? NULL : ((EtMariadbStmt *) parent)->columns[column].data;
}

static int64_t
get_int64 (EtDbStmt *parent, int column)
{
  const char *text = get_text (parent, column);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static const void *
get_bytes (EtDbStmt *parent, int column, gsize *ret_length)
{
  const char *bytes = get_text (parent, column);

  *ret_length = bytes != NULL ? ((EtMariadbStmt *) parent)->columns[column].length : 0;
  return bytes;
}

static const char *const schemes[] = { "mariadb", "mysql", NULL };

const EtDbDriver et_mariadb_driver = {
  .name = "mariadb",
  .schemes = schemes,
  .placeholder = ET_DB_PLACEHOLDER_QUESTION,
  .find_table_sql = ET_MARIADB_FIND_TABLE,
  .migrations_sql = ET_MARIADB_MIGRATIONS,
  .schema_words = et_mariadb_words,
  .hold_sql = "SELECT GET_LOCK(" PRESENCE ", 0)",
  .is_held_sql = "SELECT 1 - IS_FREE_LOCK(" PRESENCE ")",
  .schema_commits = TRUE,

  .open = et_mariadb_open,
  .close = et_mariadb_close,
  .begin = et_mariadb_begin,
  .is_in_transaction = et_mariadb_is_in_transaction,
  .exec = et_mariadb_exec,
  .lock_schema = et_mariadb_lock_schema,
  .unlock_schema = et_mariadb_unlock_schema,
  .get_generation = et_mariadb_get_generation,

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

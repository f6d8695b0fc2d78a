/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/db/et-postgres.h"

/* pg_type.dat; libpq has no header of them. */
#define BOOL_OID 16
#define BYTEA_OID 17
#define INT8_OID 20

/* The advisory locks of numbers that connections hold: "etic" in ASCII. */
#define PRESENCE "1702127971"

/* An int64 in decimal digits. */
#define NUMBER_SIZE 24

typedef struct
{
  EtDbStmt parent;
  const EtDbSql *sql; /* borrowed; the parent's, which it gets only after prepare */
  char name[16]; /* on the server */
  guint generation; /* of the connection that knows the name; 0 for none */
  Oid *types; /* owned; one a parameter */
  PGresult *description; /* owned; the columns */
  PGresult *result; /* owned, nullable */
  int row;
  GPtrArray *decoded; /* owned, of char; bytes of the current row that were asked for */
} EtPostgresStmt;

static EtPostgresDb *
db_of (EtPostgresStmt *stmt)
{
  return (EtPostgresDb *) stmt->parent.db;
}

/* Learns the types that the server has found for the parameters, and the columns. */
static gboolean
describe (EtPostgresDb *self, EtPostgresStmt *stmt, GError **error)
{
  PGresult *description = et_postgres_await (self, PQsendDescribePrepared (self->conn, stmt->name));

  g_clear_pointer (&stmt->description, PQclear);
  stmt->description = description;
  if (!et_postgres_check (self, description, error))
    return FALSE;
  if (PQnparams (description) != (int) stmt->sql->names->len)
    {
      et_db_set_bad_sql (error);
      return FALSE;
    }
  for (guint i = 0; i < stmt->sql->names->len; i++)
    stmt->types[i] = PQparamtype (description, (int) i);
  return TRUE;
}

/* Has the server parse the statement under a name of its own. */
static gboolean
parse (EtPostgresDb *self, EtPostgresStmt *stmt, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  g_snprintf (stmt->name, sizeof stmt->name, "s%u", self->n_names++);
  result = et_postgres_await (self, PQsendPrepare (self->conn, stmt->name, stmt->sql->text,
                                                   (int) stmt->sql->names->len, stmt->types));
  if (!et_postgres_check (self, result, error) || !describe (self, stmt, error))
    return FALSE;
  stmt->generation = self->generation;
  return TRUE;
}

static void
finalize (EtDbStmt *parent)
{
  EtPostgresStmt *stmt = (EtPostgresStmt *) parent;

  g_clear_pointer (&stmt->description, PQclear);
  g_clear_pointer (&stmt->result, PQclear);
  g_ptr_array_unref (stmt->decoded);
  g_free (stmt->types);
  g_free (stmt);
}

static EtDbStmt *
prepare (EtDb *db, const EtDbSql *sql, GError **error)
{
  EtPostgresDb *self = (EtPostgresDb *) db;
  g_autoptr (GError) failure = NULL;
  EtPostgresStmt *stmt;
  gboolean is_parsed;

  stmt = g_new0 (EtPostgresStmt, 1);
  stmt->sql = sql;
  stmt->types = g_new0 (Oid, sql->names->len);
  stmt->decoded = g_ptr_array_new_with_free_func (g_free);
  is_parsed = et_postgres_prepare_session (self, &failure) && parse (self, stmt, &failure);
  if (!is_parsed && et_postgres_can_repeat (self))
    {
      g_clear_error (&failure);
      is_parsed = et_postgres_restore (self, &failure) && parse (self, stmt, &failure);
    }
  if (is_parsed)
    return &stmt->parent;
  g_propagate_error (error, g_steal_pointer (&failure));
  finalize (&stmt->parent);
  return NULL;
}

/* A number is sent as int8 wherever it stands: beside a literal the server takes a parameter for
 * an int4. */
static gboolean
has_other_types (EtPostgresStmt *stmt)
{
  gboolean has_other = FALSE;

  for (guint i = 0; i < stmt->sql->names->len; i++)
    if (stmt->parent.values[i].type == ET_DB_INT64 && stmt->types[i] != INT8_OID)
      {
        stmt->types[i] = INT8_OID;
        has_other = TRUE;
      }
  return has_other;
}

static gboolean
ensure_parsed (EtPostgresStmt *stmt, GError **error)
{
  gboolean has_other = has_other_types (stmt);

  return (stmt->generation == db_of (stmt)->generation && !has_other) ||
         parse (db_of (stmt), stmt, error);
}

/* Sends the values: text as it is, numbers as digits, bytes as bytes. */
static int
send_values (EtPostgresStmt *stmt)
{
  guint n = stmt->sql->names->len;
  const char **values = g_newa0 (const char *, n + 1);
  int *lengths = g_newa0 (int, n + 1);
  int *formats = g_newa0 (int, n + 1);
  char (*digits)[NUMBER_SIZE] = g_alloca ((n + 1) * NUMBER_SIZE);

  for (guint i = 0; i < n; i++)
    {
      const EtDbValue *value = &stmt->parent.values[i];

      lengths[i] = (int) value->length;
      formats[i] = value->type == ET_DB_BYTES;
      values[i] = value->type == ET_DB_NULL ? NULL : value->data;
      if (value->type == ET_DB_INT64)
        {
          g_snprintf (digits[i], NUMBER_SIZE, "%" G_GINT64_FORMAT, value->number);
          values[i] = digits[i];
        }
    }
  return PQsendQueryPrepared (db_of (stmt)->conn, stmt->name, (int) n, values, lengths, formats, 0);
}

/* COMMIT of a transaction with an error rolls back, and says so only in its tag. */
static gboolean
is_kept (EtPostgresStmt *stmt, GError **error)
{
  if (!g_str_equal (PQcmdStatus (stmt->result), "ROLLBACK") ||
      !g_str_equal (stmt->sql->text, "COMMIT"))
    return TRUE;
  g_set_error_literal (error, ET_ERROR, ET_ERROR_INTERNAL,
                       "A transaction went on after an error and was rolled back");
  return FALSE;
}

static gboolean
execute (EtPostgresStmt *stmt, GError **error)
{
  EtPostgresDb *self = db_of (stmt);

  g_clear_pointer (&stmt->result, PQclear);
  if (!ensure_parsed (stmt, error))
    return FALSE;
  stmt->result = et_postgres_await (self, send_values (stmt));
  if (et_postgres_is_stale (stmt->result))
    {
      stmt->generation = 0;
      return et_postgres_refuse_stale (self, error);
    }
  stmt->row = -1;
  return et_postgres_check (self, stmt->result, error) && is_kept (stmt, error);
}

/* Whether a statement that failed can be done once more at once: outside a transaction, when the
 * server no longer knew it, or when a read lost its connection. */
static gboolean
can_repeat (EtPostgresStmt *stmt)
{
  EtPostgresDb *self = db_of (stmt);

  return et_postgres_can_repeat (self) ||
         (stmt->generation == 0 && self->conn != NULL && !self->parent.has_begun);
}

static gboolean
start (EtPostgresStmt *stmt, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!et_postgres_prepare_session (db_of (stmt), error))
    return FALSE;
  if (execute (stmt, &failure))
    return TRUE;
  if (can_repeat (stmt))
    return et_postgres_restore (db_of (stmt), error) && execute (stmt, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
step (EtDbStmt *parent, gboolean *ret_has_row, GError **error)
{
  EtPostgresStmt *stmt = (EtPostgresStmt *) parent;

  stmt->sql = parent->sql;
  g_ptr_array_set_size (stmt->decoded, 0);
  if (!parent->is_running && !start (stmt, error))
    return FALSE;
  stmt->row++;
  *ret_has_row = stmt->row < PQntuples (stmt->result);
  return TRUE;
}

static void
reset (EtDbStmt *parent)
{
  EtPostgresStmt *stmt = (EtPostgresStmt *) parent;

  g_clear_pointer (&stmt->result, PQclear);
  g_ptr_array_set_size (stmt->decoded, 0);
}

static guint
get_generation (EtDb *db)
{
  return ((EtPostgresDb *) db)->generation;
}

static int64_t
get_changes (EtDbStmt *parent)
{
  PGresult *result = ((EtPostgresStmt *) parent)->result;

  return g_str_has_prefix (PQcmdStatus (result), "SELECT")
             ? 0
             : g_ascii_strtoll (PQcmdTuples (result), NULL, 10);
}

static gboolean
get_insert_id (EtDbStmt *parent, int64_t *ret_id, GError **error)
{
  *ret_id = g_ascii_strtoll (PQgetvalue (((EtPostgresStmt *) parent)->result, 0, 0), NULL, 10);
  return TRUE;
}

/* Before the first step the columns are those that the server described. */
static PGresult *
columns_of (EtDbStmt *parent)
{
  EtPostgresStmt *stmt = (EtPostgresStmt *) parent;

  return stmt->result != NULL ? stmt->result : stmt->description;
}

static int
get_n_columns (EtDbStmt *parent)
{
  return PQnfields (columns_of (parent));
}

static const char *
get_name (EtDbStmt *parent, int column)
{
  return PQfname (columns_of (parent), column);
}

static gboolean
is_null (EtDbStmt *parent, int column)
{
  EtPostgresStmt *stmt = (EtPostgresStmt *) parent;

  return PQgetisnull (stmt->result, stmt->row, column);
}

static const char *
get_text (EtDbStmt *parent, int column)
{
  EtPostgresStmt *stmt = (EtPostgresStmt *) parent;

  return is_null (parent, column) ? NULL : PQgetvalue (stmt->result, stmt->row, column);
}

static int64_t
get_int64 (EtDbStmt *parent, int column)
{
  const char *text = get_text (parent, column);

  if (text == NULL)
    return 0;
  if (PQftype (((EtPostgresStmt *) parent)->result, column) == BOOL_OID)
    return *text == 't';
  return g_ascii_strtoll (text, NULL, 10);
}

static const void *
get_bytes (EtDbStmt *parent, int column, gsize *ret_length)
{
  EtPostgresStmt *stmt = (EtPostgresStmt *) parent;
  const char *text = get_text (parent, column);
  guchar *bytes;
  char *copy;

  *ret_length = text != NULL ? PQgetlength (stmt->result, stmt->row, column) : 0;
  if (text == NULL || PQftype (stmt->result, column) != BYTEA_OID)
    return text;
  bytes = PQunescapeBytea ((const guchar *) text, ret_length);
  g_assert (bytes != NULL); /* only without memory */
  copy = g_malloc (*ret_length + 1);
  memcpy (copy, bytes, *ret_length);
  PQfreemem (bytes);
  g_ptr_array_add (stmt->decoded, copy);
  return copy;
}

static const char *const schemes[] = { "postgresql", "postgres", NULL };

/* The C collation compares bytes, as SQLite does. */
static const EtDbWord words[] = {
  { "id INTEGER PRIMARY KEY AUTOINCREMENT",
    "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" },
  { "id INTEGER PRIMARY KEY", "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" },
  { "INTEGER", "BIGINT" },
  { "TEXT", "TEXT COLLATE \"C\"" },
  { "BLOB", "BYTEA" },
  { "STRICT, WITHOUT ROWID", "" },
  { "STRICT", "" },
  { NULL },
};

const EtDbDriver et_postgres_driver = {
  .name = "postgres",
  .schemes = schemes,
  .placeholder = ET_DB_PLACEHOLDER_DOLLAR_NUMBER,
  .find_table_sql = "SELECT 1 FROM pg_catalog.pg_tables "
                    "WHERE schemaname = current_schema() AND tablename = :name",
  .migrations_sql = "CREATE TABLE IF NOT EXISTS migrations ("
                    "number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
                    "checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)",
  .schema_words = words,
  .insert_end = " RETURNING id",
  .hold_sql = "SELECT CASE WHEN pg_try_advisory_lock(" PRESENCE ", CAST(:number AS INTEGER)) "
              "THEN 1 ELSE 0 END",
  .is_held_sql = "SELECT COUNT(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory' "
                 "AND database = (SELECT oid FROM pg_catalog.pg_database "
                 "WHERE datname = current_database()) AND classid = " PRESENCE
                 " AND objid = CAST(:number AS INTEGER) AND objsubid = 2",

  .open = et_postgres_open,
  .close = et_postgres_close,
  .begin = et_postgres_begin,
  .is_in_transaction = et_postgres_is_in_transaction,
  .exec = et_postgres_exec,
  .lock_schema = et_postgres_lock_schema,
  .unlock_schema = et_postgres_unlock_schema,
  .get_generation = get_generation,
  .notify = et_postgres_notify,
  .wait = et_postgres_wait,

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

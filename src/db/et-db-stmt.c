/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "db/et-db-internal.h"

static void
free_stmt (EtDbStmt *stmt)
{
  guint n_values = stmt->sql->names->len;

  for (guint i = 0; i < n_values; i++)
    g_free (stmt->values[i].data);
  g_free (stmt->values);
  g_free (stmt->columns);
  g_clear_error (&stmt->misuse);
  et_db_sql_free (stmt->sql);
  stmt->db->driver->finalize (stmt);
}

/* Ends a round: the database lets go of the rows, the values are to be bound anew. */
static void
end_round (EtDbStmt *stmt)
{
  if (stmt->is_running)
    stmt->db->driver->reset (stmt);
  stmt->is_running = FALSE;
  stmt->record_type = 0;
  for (guint i = 0; i < stmt->sql->names->len; i++)
    stmt->values[i].is_bound = FALSE;
  g_clear_error (&stmt->misuse);
}

static void
set_misuse (EtDbStmt *stmt, const char *fault, const char *name)
{
  if (stmt->misuse == NULL)
    g_set_error (&stmt->misuse, ET_ERROR, ET_ERROR_INTERNAL, "SQL parameter :%s is %s", name,
                 fault);
}

/* Returns: (nullable): the value to fill in for a parameter. */
static EtDbValue *
bind (EtDbStmt *stmt, const char *name, EtDbType type)
{
  guint index;

  stmt->is_used = TRUE;
  if (stmt->is_running)
    end_round (stmt);
  if (!et_db_sql_find (stmt->sql, name, &index))
    {
      set_misuse (stmt, "unknown", name);
      return NULL;
    }
  if (stmt->values[index].is_bound)
    {
      set_misuse (stmt, "bound twice", name);
      return NULL;
    }
  stmt->values[index].is_bound = TRUE;
  stmt->values[index].type = type;
  return &stmt->values[index];
}

static void
bind_data (EtDbStmt *stmt, const char *name, EtDbType type, const void *data, gsize length)
{
  EtDbValue *value = bind (stmt, name, type);

  if (value == NULL)
    return;
  if (value->capacity < length + 1)
    {
      value->capacity = length + 1;
      value->data = g_realloc (value->data, value->capacity);
    }
  memcpy (value->data, data, length);
  value->data[length] = '\0';
  value->length = length;
}

static gboolean
check_values (EtDbStmt *stmt, GError **error)
{
  for (guint i = 0; i < stmt->sql->names->len; i++)
    if (!stmt->values[i].is_bound)
      set_misuse (stmt, "missing", g_ptr_array_index (stmt->sql->names, i));
  if (stmt->misuse == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&stmt->misuse));
  return FALSE;
}

static gboolean
step (EtDbStmt *stmt, gboolean *ret_has_row, GError **error)
{
  gboolean is_done = FALSE;

  stmt->is_used = TRUE;
  if (stmt->is_running || (check_values (stmt, error) && et_db_is_usable (stmt->db, error)))
    {
      is_done = stmt->db->driver->step (stmt, ret_has_row, error);
      stmt->is_running = TRUE;
    }
  if (!is_done)
    {
      stmt->db->n_effects++;
      end_round (stmt);
    }
  return is_done;
}

/* Steps to the end of the rows, and leaves the round open so that its outcome can be asked.
 * @ret_changes: (out): rows that it wrote. */
static gboolean
run (EtDbStmt *stmt, int64_t *ret_changes, GError **error)
{
  gboolean has_row = TRUE;

  while (has_row)
    if (!step (stmt, &has_row, error))
      return FALSE;
  *ret_changes = stmt->db->driver->get_changes (stmt);
  stmt->db->n_effects += (guint64) *ret_changes;
  return TRUE;
}

static EtDbStmt *
new_stmt (EtDb *db, const char *sql, GError **error)
{
  g_autoptr (GPtrArray) statements = et_db_sql_split (sql);
  g_autoptr (EtDbSql) rewritten = et_db_sql_new (sql, db->driver->placeholder);
  EtDbStmt *stmt = NULL;

  if (statements->len == 1)
    stmt = db->driver->prepare (db, rewritten, error);
  else
    et_db_set_bad_sql (error);
  if (stmt == NULL)
    return NULL;
  stmt->db = db;
  stmt->values = g_new0 (EtDbValue, rewritten->names->len);
  stmt->sql = g_steal_pointer (&rewritten);
  return stmt;
}

void
et_db_set_bad_sql (GError **error)
{
  g_set_error_literal (error, ET_ERROR, ET_ERROR_INTERNAL,
                       "SQL must be one statement whose parameters are written :name");
}

/* Frees a statement and those of the same SQL behind it. */
void
et_db_stmt_free_chain (gpointer first)
{
  for (EtDbStmt *stmt = first, *next; stmt != NULL; stmt = next)
    {
      next = stmt->next;
      free_stmt (stmt);
    }
}

/* The SQL of most calls is a constant: where it stands finds its statement sooner than what it
 * says, which is compared all the same. */
static EtDbStmt *
find_first (EtDb *db, const char *sql)
{
  EtDbStmt **recent = &db->recent[(GPOINTER_TO_SIZE (sql) >> 3) % ET_DB_N_RECENT];
  EtDbStmt *first = *recent;

  if (first != NULL && first->address == sql && strcmp (first->text, sql) == 0)
    return first;
  first = g_hash_table_lookup (db->statements, sql);
  if (first != NULL)
    {
      first->address = sql;
      *recent = first;
    }
  return first;
}

static void
keep (EtDb *db, EtDbStmt *first, EtDbStmt *stmt, const char *sql)
{
  if (first != NULL)
    {
      stmt->text = first->text;
      stmt->next = first->next;
      first->next = stmt;
      return;
    }
  stmt->text = g_strdup (sql);
  g_hash_table_insert (db->statements, (gpointer) stmt->text, stmt);
}

/* Prepares one SQL statement with :name parameters, or takes the connection's idle one of the
 * same text. The text comes from the program, never from a user: each is kept until the connection
 * is closed.
 * Returns: (transfer none): reset it (g_autoptr does) when it is no longer needed. */
EtDbStmt *
et_db_prepare (EtDb *db, const char *sql, GError **error)
{
  EtDbStmt *first = find_first (db, sql);
  EtDbStmt *stmt = first;

  while (stmt != NULL && stmt->is_used)
    stmt = stmt->next;
  if (stmt == NULL)
    {
      stmt = new_stmt (db, sql, error);
      if (stmt == NULL)
        return NULL;
      keep (db, first, stmt, sql);
    }
  stmt->is_used = TRUE;
  return stmt;
}

/* The same for an INSERT of one row whose key id the database chooses: for
 * et_db_stmt_run_insert(). */
EtDbStmt *
et_db_prepare_insert (EtDb *db, const char *sql, GError **error)
{
  const char *end = db->driver->insert_end;
  g_autofree char *text = end != NULL ? g_strconcat (sql, end, NULL) : NULL;
  EtDbStmt *stmt = et_db_prepare (db, text != NULL ? text : sql, error);

  if (stmt != NULL)
    stmt->gives_id = TRUE;
  return stmt;
}

void
et_db_stmt_bind_int64 (EtDbStmt *stmt, const char *name, int64_t value)
{
  EtDbValue *slot = bind (stmt, name, ET_DB_INT64);

  if (slot != NULL)
    slot->number = value;
}

/* Binds NULL for ET_NULL_INT64 (the smallest int64), else the number. */
void
et_db_stmt_bind_nullable (EtDbStmt *stmt, const char *name, int64_t value)
{
  if (value == G_MININT64)
    et_db_stmt_bind_null (stmt, name);
  else
    et_db_stmt_bind_int64 (stmt, name, value);
}

/* Binds a copy of @value, UTF-8; NULL stays NULL. */
void
et_db_stmt_bind_text (EtDbStmt *stmt, const char *name, const char *value)
{
  if (value == NULL)
    et_db_stmt_bind_null (stmt, name);
  else if (g_utf8_validate (value, -1, NULL))
    bind_data (stmt, name, ET_DB_TEXT, value, strlen (value));
  else
    set_misuse (stmt, "not UTF-8", name);
}

/* Binds a copy of @length bytes; NULL stays NULL, and no bytes at an address are an empty value. */
void
et_db_stmt_bind_bytes (EtDbStmt *stmt, const char *name, const void *data, gsize length)
{
  if (data == NULL)
    et_db_stmt_bind_null (stmt, name);
  else
    bind_data (stmt, name, ET_DB_BYTES, data, length);
}

void
et_db_stmt_bind_null (EtDbStmt *stmt, const char *name)
{
  bind (stmt, name, ET_DB_NULL);
}

/* Goes to the first or next row; @ret_has_row is FALSE after the last one. Sets ET_ERROR_CONFLICT
 * for a broken constraint, ET_ERROR_UNAVAILABLE for a full disk or a busy database,
 * ET_ERROR_CORRUPT, or ET_ERROR_INTERNAL for wrong SQL or parameters. */
gboolean
et_db_stmt_step (EtDbStmt *stmt, gboolean *ret_has_row, GError **error)
{
  gboolean has_row;

  if (!step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    end_round (stmt);
  *ret_has_row = has_row;
  return TRUE;
}

/* Runs a statement to its end.
 * @ret_changes: (nullable): rows that it inserted, updated or deleted: the decision of a guarded
 * statement. Errors as et_db_stmt_step(). */
gboolean
et_db_stmt_run (EtDbStmt *stmt, int64_t *ret_changes, GError **error)
{
  int64_t n;

  if (!run (stmt, &n, error))
    return FALSE;
  if (ret_changes != NULL)
    *ret_changes = n;
  end_round (stmt);
  return TRUE;
}

/* Runs what et_db_prepare_insert() prepared and tells the key it got. Not for an upsert. Sets ET_ERROR_CONFLICT also when no row was inserted; else as et_db_stmt_step(). */
gboolean
et_db_stmt_run_insert (EtDbStmt *stmt, int64_t *ret_id, GError **error)
{
  gboolean is_inserted;
  int64_t n;

  if (!stmt->gives_id && stmt->misuse == NULL)
    g_set_error_literal (&stmt->misuse, ET_ERROR, ET_ERROR_INTERNAL,
                         "The INSERT was not prepared to tell its key");
  if (!run (stmt, &n, error))
    return FALSE;
  is_inserted = n == 1;
  if (!is_inserted)
    et_error_set (error, ET_ERROR_CONFLICT);
  else
    is_inserted = stmt->db->driver->get_insert_id (stmt, ret_id, error);
  end_round (stmt);
  return is_inserted;
}

/* Gives the statement back to its connection. Harmless when that was done already. */
void
et_db_stmt_reset (EtDbStmt *stmt)
{
  if (stmt == NULL)
    return;
  end_round (stmt);
  stmt->is_used = FALSE;
}

int
et_db_stmt_get_n_columns (EtDbStmt *stmt)
{
  return stmt->db->driver->get_n_columns (stmt);
}

const char *
et_db_stmt_get_name (EtDbStmt *stmt, int column)
{
  return stmt->db->driver->get_name (stmt, column);
}

gboolean
et_db_stmt_is_null (EtDbStmt *stmt, int column)
{
  return stmt->db->driver->is_null (stmt, column);
}

/* Returns: the integer of a column, 0 for NULL. */
int64_t
et_db_stmt_get_int64 (EtDbStmt *stmt, int column)
{
  return stmt->db->driver->get_int64 (stmt, column);
}

/* Returns: the integer of a column, ET_NULL_INT64 for NULL. */
int64_t
et_db_stmt_get_nullable (EtDbStmt *stmt, int column)
{
  return et_db_stmt_is_null (stmt, column) ? G_MININT64 : et_db_stmt_get_int64 (stmt, column);
}

/* Returns: (nullable): the text of a column, NULL for NULL; valid until the next step. */
const char *
et_db_stmt_get_text (EtDbStmt *stmt, int column)
{
  return stmt->db->driver->get_text (stmt, column);
}

/* Returns: (nullable): the bytes of a column, NULL for NULL; valid until the next step. */
const void *
et_db_stmt_get_bytes (EtDbStmt *stmt, int column, gsize *ret_length)
{
  return stmt->db->driver->get_bytes (stmt, column, ret_length);
}

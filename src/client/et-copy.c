/* SPDX-License-Identifier: MIT */
#include "client/et-copy.h"

#include "db/et-db-record.h"

/* @extra: (nullable): a column that is no member. */
static char *
write_insert (const char *table, const EtField *fields, const char *extra)
{
  g_autoptr (GString) columns = g_string_new (extra);
  g_autoptr (GString) values = g_string_new (NULL);

  if (extra != NULL)
    g_string_append_printf (values, ":%s", extra);
  for (const EtField *field = fields; field->name != NULL; field++)
    if (field->type != ET_FIELD_LIST)
      {
        const char *comma = columns->len > 0 ? ", " : "";

        g_string_append_printf (columns, "%s%s", comma, field->name);
        g_string_append_printf (values, "%s:%s", comma, field->name);
      }
  return g_strdup_printf ("INSERT OR REPLACE INTO %s (%s) VALUES (%s)", table, columns->str,
                          values->str);
}

/* Inserts @record, or replaces the row of its id, with one more column of text. */
gboolean
et_copy_put_with (EtDb *db,
                  const char *table,
                  gpointer record,
                  const char *extra,
                  const char *text,
                  GError **error)
{
  g_autofree char *sql = write_insert (table, et_record_get_fields (record), extra);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  if (extra != NULL)
    et_db_stmt_bind_text (stmt, extra, text);
  et_db_stmt_bind_record (stmt, record);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Inserts @record, or replaces the row of its id. */
gboolean
et_copy_put (EtDb *db, const char *table, gpointer record, GError **error)
{
  return et_copy_put_with (db, table, record, NULL, NULL, error);
}

/* Runs one statement whose only parameter is a number, perhaps ET_NULL_INT64. */
gboolean
et_copy_run (EtDb *db, const char *sql, const char *name, int64_t value, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_nullable (stmt, name, value);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_copy_delete (EtDb *db, const char *table, int64_t id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE id = :id", table);

  return et_copy_run (db, sql, "id", id, error);
}

/* Runs one statement without parameters. */
gboolean
et_copy_exec (EtDb *db, const char *sql, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  return stmt != NULL && et_db_stmt_run (stmt, NULL, error);
}

/* @sql takes :id. Returns: (transfer full): the record; NULL with ET_ERROR_NOT_FOUND when there is
 * no such row. */
gpointer
et_copy_find (EtDb *db, GType type, const char *sql, int64_t id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_int64 (stmt, "id", id);
  return et_db_stmt_read_one (stmt, type, error);
}

/* Returns: (transfer full): the rows of @sql as records. */
GListStore *
et_copy_list (EtDb *db, GType type, const char *sql, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);
  g_autoptr (GPtrArray) records = stmt != NULL ? et_db_stmt_read_all (stmt, type, error) : NULL;
  GListStore *list;

  if (records == NULL)
    return NULL;
  list = g_list_store_new (type);
  g_list_store_splice (list, 0, 0, records->pdata, records->len);
  return list;
}

/* Returns: (transfer full): the numbers (int64_t) in the first column of a query without
 * parameters, in its order. */
GArray *
et_copy_list_ids (EtDb *db, const char *sql, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  gboolean has_row = stmt != NULL;

  while (has_row && et_db_stmt_step (stmt, &has_row, error))
    {
      int64_t id;

      if (!has_row)
        return g_steal_pointer (&ids);
      id = et_db_stmt_get_int64 (stmt, 0);
      g_array_append_val (ids, id);
    }
  return NULL;
}

/* Runs a query for one document. Returns: (transfer full): the bytes in the first column of its
 * first row; NULL with ET_ERROR_NOT_FOUND when there is none. */
GBytes *
et_copy_read_document (EtDbStmt *stmt, GError **error)
{
  gboolean has_row = FALSE;
  const void *bytes;
  gsize length;

  if (!et_db_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  bytes = et_db_stmt_get_bytes (stmt, 0, &length);
  return g_bytes_new (bytes, length);
}

/* The first column of the first row of @sql, @fallback when there is none or it is null. */
gboolean
et_copy_get_number (
    EtDb *db, const char *sql, int64_t fallback, int64_t *ret_number, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);
  gboolean has_row = FALSE;

  if (stmt == NULL || !et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_number = has_row && !et_db_stmt_is_null (stmt, 0) ? et_db_stmt_get_int64 (stmt, 0)
                                                         : fallback;
  return TRUE;
}

/* A number kept by name; @fallback when there is none. */
int64_t
et_copy_get_setting (EtDb *db, const char *name, int64_t fallback)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT value FROM settings WHERE name = :name", NULL);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return fallback;
  et_db_stmt_bind_text (stmt, "name", name);
  return et_db_stmt_step (stmt, &has_row, NULL) && has_row ? et_db_stmt_get_int64 (stmt, 0)
                                                           : fallback;
}

gboolean
et_copy_set_setting (EtDb *db, const char *name, int64_t value, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "INSERT OR REPLACE INTO settings (name, value) VALUES (:name, :value)", error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_text (stmt, "name", name);
  et_db_stmt_bind_int64 (stmt, "value", value);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Whether the copy belongs to an account; a guest's does not. */
gboolean
et_copy_is_accounts (EtDb *db)
{
  int64_t count = 0;

  return et_copy_get_number (db, "SELECT count(*) FROM accounts", 0, &count, NULL) && count > 0;
}

static gboolean
clear_tables (EtDb *db, const char *const *tables, GError **error)
{
  for (const char *const *table = tables; *table != NULL; table++)
    {
      g_autofree char *sql = g_strconcat ("DELETE FROM ", *table, NULL);

      if (!et_copy_exec (db, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* Empties what the server will send again; the cart, what waits for the server and tickets that
 * were imported stay. */
gboolean
et_copy_clear_synced (EtDb *db, GError **error)
{
  static const char *const tables[] = { "offers",          "orders",
                                        "order_lines",     "invoices",
                                        "credit_notes",    "credit_note_documents",
                                        "credited_orders", NULL };

  return clear_tables (db, tables, error) &&
         et_copy_exec (db, "DELETE FROM tickets WHERE order_id <> 0", error);
}

/* Empties everything: nothing of its account stays in the file. */
gboolean
et_copy_clear_all (EtDb *db, GError **error)
{
  static const char *const tables[] = { "settings",   "accounts", "cart_lines", "cart_differences",
                                        "outbox",     "refusals", "checkouts",  "public_keys",
                                        "open_scans", "prints",   "tickets",    NULL };

  return et_copy_clear_synced (db, error) && clear_tables (db, tables, error);
}

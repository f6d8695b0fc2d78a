/* SPDX-License-Identifier: MIT */
#include "db/et-db-record.h"

#include "db/et-db-internal.h"

static const EtField *
find_field (const EtField *fields, const char *name)
{
  for (const EtField *field = fields; field->name != NULL; field++)
    if (field->type != ET_FIELD_LIST && g_str_equal (field->name, name))
      return field;
  return NULL;
}

/* The names are compared once for a statement and a type, not once a row. */
static void
map_columns (EtDbStmt *stmt, GType type)
{
  const EtField *fields = et_record_type_get_fields (type);
  int n_columns = et_db_stmt_get_n_columns (stmt);

  g_free (stmt->columns);
  stmt->columns = g_new (const void *, n_columns);
  for (int i = 0; i < n_columns; i++)
    stmt->columns[i] = find_field (fields, et_db_stmt_get_name (stmt, i));
  stmt->record_type = type;
}

static void
read_value (EtDbStmt *stmt, int column, const EtField *field, gpointer record)
{
  gpointer member = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case ET_FIELD_INT64:
    case ET_FIELD_TIME:
      *(int64_t *) member = et_db_stmt_get_int64 (stmt, column);
      break;
    case ET_FIELD_BOOL:
      *(gboolean *) member = et_db_stmt_get_int64 (stmt, column) != 0;
      break;
    case ET_FIELD_TEXT:
      et_record_set_text (member, et_db_stmt_get_text (stmt, column));
      break;
    case ET_FIELD_LIST:
      g_assert_not_reached ();
    }
}

static void
bind_value (EtDbStmt *stmt, const EtField *field, gpointer record)
{
  gpointer member = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case ET_FIELD_INT64:
    case ET_FIELD_TIME:
      et_db_stmt_bind_nullable (stmt, field->name, *(int64_t *) member);
      break;
    case ET_FIELD_BOOL:
      et_db_stmt_bind_int64 (stmt, field->name, *(gboolean *) member != FALSE);
      break;
    case ET_FIELD_TEXT:
      et_db_stmt_bind_text (stmt, field->name, *(char **) member);
      break;
    case ET_FIELD_LIST:
      g_assert_not_reached ();
    }
}

/* Makes a record of the current row. A column whose name is no field's is passed over; a NULL
 * leaves the field's empty value, and is ET_ERROR_CORRUPT where the field is required.
 * Returns: (transfer full): the record. */
gpointer
et_db_stmt_get_record (EtDbStmt *stmt, GType type, GError **error)
{
  g_autoptr (EtRecord) record = g_object_new (type, NULL);

  if (stmt->record_type != type)
    map_columns (stmt, type);
  for (int i = 0; i < et_db_stmt_get_n_columns (stmt); i++)
    {
      const EtField *field = stmt->columns[i];

      if (field == NULL)
        continue;
      if (!et_db_stmt_is_null (stmt, i))
        read_value (stmt, i, field, record);
      else if ((field->flags & ET_FIELD_REQUIRED) != 0)
        {
          g_set_error (error, ET_ERROR, ET_ERROR_CORRUPT, "The column %s is NULL", field->name);
          return NULL;
        }
    }
  return g_steal_pointer (&record);
}

/* Binds each parameter that is named as a field of @record and was not bound before: bind the
 * ones that differ from the record first. */
void
et_db_stmt_bind_record (EtDbStmt *stmt, gpointer record)
{
  const EtField *fields = et_record_get_fields (record);

  for (guint i = 0; i < stmt->sql->names->len; i++)
    {
      const EtField *field = find_field (fields, g_ptr_array_index (stmt->sql->names, i));

      if (field != NULL && (stmt->is_running || !stmt->values[i].is_bound))
        bind_value (stmt, field, record);
    }
}

/* Runs a query for one record and resets it. Sets ET_ERROR_NOT_FOUND when there is no row.
 * Returns: (transfer full): the record of the first row. */
gpointer
et_db_stmt_read_one (EtDbStmt *stmt, GType type, GError **error)
{
  gboolean has_row;
  gpointer record = NULL;

  if (et_db_stmt_step (stmt, &has_row, error))
    {
      if (has_row)
        record = et_db_stmt_get_record (stmt, type, error);
      else
        et_error_set (error, ET_ERROR_NOT_FOUND);
    }
  et_db_stmt_reset (stmt);
  return record;
}

/* Runs a query and resets it. The query says how many rows there may be.
 * Returns: (transfer full) (element-type EtRecord): a record for each row, perhaps none. */
GPtrArray *
et_db_stmt_read_all (EtDbStmt *stmt, GType type, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean has_row = FALSE;
  gboolean is_done;

  while ((is_done = et_db_stmt_step (stmt, &has_row, error)) && has_row)
    {
      gpointer record = et_db_stmt_get_record (stmt, type, error);

      if (record == NULL)
        {
          is_done = FALSE;
          break;
        }
      g_ptr_array_add (records, record);
    }
  et_db_stmt_reset (stmt);
  return is_done ? g_steal_pointer (&records) : NULL;
}

/* SPDX-License-Identifier: MIT */
#include "core/et-error.h"
#include "core/et-record.h"
#include "core/et-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
refuse (GError **error, const EtField *field, const char *msgid)
{
  et_error_set_field (error, field->name, msgid);
  return FALSE;
}

static gboolean
read_list (gpointer member, const EtField *field, JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, field, N_ ("“{field}” must be an array"));
  list = et_record_list_from_json (field->item_type (), json_node_get_array (node), error);
  if (list == NULL)
    return FALSE;
  g_ptr_array_unref (*(GPtrArray **) member);
  *(GPtrArray **) member = g_steal_pointer (&list);
  return TRUE;
}

static gboolean
read_value (gpointer member, const EtField *field, JsonNode *node, GError **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  switch (field->type)
    {
    case ET_FIELD_INT64:
      if (type != G_TYPE_INT64)
        return refuse (error, field, N_ ("“{field}” must be a whole number"));
      *(int64_t *) member = json_node_get_int (node);
      return TRUE;
    case ET_FIELD_BOOL:
      if (type != G_TYPE_BOOLEAN)
        return refuse (error, field, N_ ("“{field}” must be true or false"));
      *(gboolean *) member = json_node_get_boolean (node);
      return TRUE;
    case ET_FIELD_TEXT:
      if (type != G_TYPE_STRING)
        return refuse (error, field, N_ ("“{field}” must be text"));
      et_record_set_text (member, json_node_get_string (node));
      return TRUE;
    case ET_FIELD_TIME:
      if (type != G_TYPE_STRING || !et_time_from_iso (json_node_get_string (node), member))
        return refuse (error, field, N_ ("“{field}” must be a time such as 2025-09-20T14:30:00Z"));
      return TRUE;
    case ET_FIELD_LIST:
      return read_list (member, field, node, error);
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
read_field (gpointer record, const EtField *field, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, field->name);

  if ((field->flags & ET_FIELD_PRIVATE) != 0)
    return TRUE;
  if (node == NULL)
    return (field->flags & ET_FIELD_REQUIRED) == 0 ||
           refuse (error, field, N_ ("“{field}” is missing"));
  if (JSON_NODE_HOLDS_NULL (node))
    return (field->flags & ET_FIELD_NULLABLE) != 0 ||
           refuse (error, field, N_ ("“{field}” must not be null"));
  return read_value (G_STRUCT_MEMBER_P (record, field->offset), field, node, error);
}

/* Whether @member is price for the field price_cents: written for people, not read. */
static gboolean
is_decimal_of (const EtField *field, const char *member)
{
  gsize length = strlen (member);

  return (field->flags & ET_FIELD_MONEY) != 0 && strncmp (field->name, member, length) == 0 &&
         g_str_equal (field->name + length, "_cents");
}

static gboolean
is_known (const EtField *fields, const char *member)
{
  for (const EtField *field = fields; field->name != NULL; field++)
    if ((field->flags & ET_FIELD_PRIVATE) == 0 &&
        (g_str_equal (field->name, member) || is_decimal_of (field, member)))
      return TRUE;
  return FALSE;
}

static gboolean
refuse_unknown (const EtField *fields, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, NULL))
    if (!is_known (fields, member))
      {
        et_error_set_field (error, member, N_ ("“{field}” is not a member of this request"));
        return FALSE;
      }
  return TRUE;
}

static void
write_list (GPtrArray *list, const char *name, EtJsonWriter *writer)
{
  et_json_writer_begin_array (writer, name);
  for (guint i = 0; i < list->len; i++)
    et_record_write_json (g_ptr_array_index (list, i), NULL, writer);
  et_json_writer_end_array (writer);
}

/* 5000 under price_cents is also 50.00 under price. */
static void
write_decimal (const EtField *field, int64_t cents, EtJsonWriter *writer)
{
  char name[64];

  g_assert (g_str_has_suffix (field->name, "_cents") && strlen (field->name) < sizeof name);

  g_strlcpy (name, field->name, strlen (field->name) - strlen ("_cents") + 1);
  et_json_writer_money (writer, name, cents);
}

static void
write_field (gpointer record, const EtField *field, EtJsonWriter *writer)
{
  gpointer member = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case ET_FIELD_INT64:
      if (*(int64_t *) member == ET_NULL_INT64)
        et_json_writer_null (writer, field->name);
      else
        et_json_writer_int64 (writer, field->name, *(int64_t *) member);
      if ((field->flags & ET_FIELD_MONEY) != 0)
        write_decimal (field, *(int64_t *) member, writer);
      break;
    case ET_FIELD_BOOL:
      et_json_writer_bool (writer, field->name, *(gboolean *) member);
      break;
    case ET_FIELD_TEXT:
      et_json_writer_text (writer, field->name, *(char **) member);
      break;
    case ET_FIELD_TIME:
      et_json_writer_time (writer, field->name, *(int64_t *) member);
      break;
    case ET_FIELD_LIST:
      write_list (*(GPtrArray **) member, field->name, writer);
      break;
    }
}

/* Makes a record of @type from a JSON object that passed et_json_scan().
 * Returns: (transfer full): the record; NULL with ET_ERROR_INVALID that names the member. */
gpointer
et_record_from_json (GType type, JsonObject *object, EtJsonMode mode, GError **error)
{
  g_autoptr (GObject) record = g_object_new (type, NULL);
  const EtField *fields = et_record_get_fields (record);

  if (mode == ET_JSON_STRICT && !refuse_unknown (fields, object, error))
    return NULL;
  for (const EtField *field = fields; field->name != NULL; field++)
    if (!read_field (record, field, object, error))
      return NULL;
  return g_steal_pointer (&record);
}

/* Returns: (transfer full): an array that owns records of @type, members they do not know passed
 * over; NULL with ET_ERROR_INVALID. */
GPtrArray *
et_record_list_from_json (GType type, JsonArray *array, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gpointer record;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          et_error_set_sentence (error, ET_ERROR_INVALID, N_ ("An array must hold objects only"));
          return NULL;
        }
      record = et_record_from_json (type, json_node_get_object (node), ET_JSON_LENIENT, error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (list, record);
    }
  return g_steal_pointer (&list);
}

/* Writes the fields into the object that is open in @writer, so that a caller can add members. */
void
et_record_write_json_members (gpointer record, EtJsonWriter *writer)
{
  for (const EtField *field = et_record_get_fields (record); field->name != NULL; field++)
    if ((field->flags & ET_FIELD_PRIVATE) == 0)
      write_field (record, field, writer);
}

/* Writes the record as an object; @name is NULL inside an array. */
void
et_record_write_json (gpointer record, const char *name, EtJsonWriter *writer)
{
  et_json_writer_begin_object (writer, name);
  et_record_write_json_members (record, writer);
  et_json_writer_end_object (writer);
}

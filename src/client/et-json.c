/* SPDX-License-Identifier: MIT */
#include "client/et-json.h"

#include "core/et-json-writer.h"

#include "core/et-error.h"

static gboolean
refuse (GError **error)
{
  et_error_set (error, ET_ERROR_BAD_ANSWER);
  return FALSE;
}

static gboolean
has_type (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static JsonNode *
get_value (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = json_object_get_member (object, member);

  return has_type (node, type) ? node : NULL;
}

/* @ret_text: (out) (transfer none): lives as long as @object. */
gboolean
et_json_read_text (JsonObject *object, const char *member, const char **ret_text, GError **error)
{
  JsonNode *node = get_value (object, member, G_TYPE_STRING);

  if (node == NULL)
    return refuse (error);
  *ret_text = json_node_get_string (node);
  return TRUE;
}

gboolean
et_json_read_int64 (JsonObject *object, const char *member, int64_t *ret_number, GError **error)
{
  JsonNode *node = get_value (object, member, G_TYPE_INT64);

  if (node == NULL)
    return refuse (error);
  *ret_number = json_node_get_int (node);
  return TRUE;
}

gboolean
et_json_read_bool (JsonObject *object, const char *member, gboolean *ret_flag, GError **error)
{
  JsonNode *node = get_value (object, member, G_TYPE_BOOLEAN);

  if (node == NULL)
    return refuse (error);
  *ret_flag = json_node_get_boolean (node);
  return TRUE;
}

/* @ret_array: (out) (transfer none). */
gboolean
et_json_read_array (JsonObject *object, const char *member, JsonArray **ret_array, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error);
  *ret_array = json_node_get_array (node);
  return TRUE;
}

/* Returns: (transfer none): the object at @index of @array. */
JsonObject *
et_json_read_element (JsonArray *array, guint index, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  refuse (error);
  return NULL;
}

gboolean
et_json_read_int64_element (JsonArray *array, guint index, int64_t *ret_number, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!has_type (node, G_TYPE_INT64))
    return refuse (error);
  *ret_number = json_node_get_int (node);
  return TRUE;
}

/* Returns: (transfer full): a record; members that it does not know are passed over. */
gpointer
et_json_read_record (GType type, JsonObject *object, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gpointer record = et_record_from_json (type, object, ET_JSON_LENIENT, &fault);

  if (record != NULL)
    return record;
  refuse (error);
  et_error_add_text (error, "field", et_error_get_detail (fault, "field"));
  return NULL;
}

/* Returns: (transfer full): the array's objects as records. */
GListStore *
et_json_read_list (GType type, JsonArray *array, GError **error)
{
  g_autoptr (GListStore) list = g_list_store_new (type);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = et_json_read_element (array, i, error);
      g_autoptr (GObject) record = object != NULL ? et_json_read_record (type, object, error)
                                                  : NULL;

      if (record == NULL)
        return NULL;
      g_list_store_append (list, record);
    }
  return g_steal_pointer (&list);
}

/* Returns: (transfer full): an object of texts. @pairs: names and texts, NULL-ended. */
GBytes *
et_json_write_texts (const char *const *pairs)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  for (guint i = 0; pairs[i] != NULL; i += 2)
    et_json_writer_text (writer, pairs[i], pairs[i + 1]);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

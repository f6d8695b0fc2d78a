/* SPDX-License-Identifier: MIT */
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Every operation of the description has examples, and they are what its schemas say. */

static JsonObject *description;
static guint n_examples;

static gboolean validate (JsonObject *schema, JsonNode *value, GString *where);

/* Says what is wrong, and where. */
static gboolean
fail (GString *where, const char *what)
{
  g_test_message ("%s: %s", where->str, what);
  return FALSE;
}

static JsonObject *
follow (const char *reference)
{
  g_auto (GStrv) words = g_strsplit (reference, "/", -1);
  JsonObject *object = description;

  for (guint i = 1; words[i] != NULL; i++)
    object = json_object_get_object_member (object, words[i]);
  g_assert_nonnull (object);
  return object;
}

static gboolean
is_of_type (JsonNode *value, const char *type)
{
  GType own = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  if (g_str_equal (type, "object"))
    return JSON_NODE_HOLDS_OBJECT (value);
  if (g_str_equal (type, "array"))
    return JSON_NODE_HOLDS_ARRAY (value);
  if (g_str_equal (type, "null"))
    return JSON_NODE_HOLDS_NULL (value);
  if (g_str_equal (type, "string"))
    return own == G_TYPE_STRING;
  if (g_str_equal (type, "boolean"))
    return own == G_TYPE_BOOLEAN;
  if (g_str_equal (type, "integer"))
    return own == G_TYPE_INT64;
  g_assert_cmpstr (type, ==, "number");
  return own == G_TYPE_INT64 || own == G_TYPE_DOUBLE;
}

static gboolean
check_type (JsonNode *types, JsonNode *value)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (types))
    return is_of_type (value, json_node_get_string (types));
  array = json_node_get_array (types);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (is_of_type (value, json_array_get_string_element (array, i)))
      return TRUE;
  return FALSE;
}

static gboolean
check_enum (JsonArray *words, JsonNode *value)
{
  for (guint i = 0; i < json_array_get_length (words); i++)
    if (json_node_equal (json_array_get_element (words, i), value))
      return TRUE;
  return FALSE;
}

static gboolean
check_format (const char *format, const char *text)
{
  if (g_str_equal (format, "date-time"))
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

      return time != NULL && g_str_has_suffix (text, "Z");
    }
  if (g_str_equal (format, "date"))
    return g_regex_match_simple ("^\\d{4}-\\d{2}-\\d{2}$", text, 0, 0);
  if (g_str_equal (format, "email"))
    return strchr (text, '@') != NULL;
  return TRUE;
}

static gboolean
validate_text (JsonObject *schema, const char *text, GString *where)
{
  glong length = g_utf8_strlen (text, -1);
  const char *pattern = json_object_get_string_member_with_default (schema, "pattern", NULL);
  const char *format = json_object_get_string_member_with_default (schema, "format", NULL);

  if (length < json_object_get_int_member_with_default (schema, "minLength", 0) ||
      length > json_object_get_int_member_with_default (schema, "maxLength", G_MAXINT))
    return fail (where, "its length");
  if (pattern != NULL && !g_regex_match_simple (pattern, text, 0, 0))
    return fail (where, pattern);
  return format == NULL || check_format (format, text) || fail (where, format);
}

static gboolean
validate_number (JsonObject *schema, double number, GString *where)
{
  if (number < json_object_get_double_member_with_default (schema, "minimum", -INFINITY) ||
      number > json_object_get_double_member_with_default (schema, "maximum", INFINITY))
    return fail (where, "its range");
  return TRUE;
}

static gboolean
validate_array (JsonObject *schema, JsonArray *array, GString *where)
{
  guint n = json_array_get_length (array);
  gsize length = where->len;

  if (n < json_object_get_int_member_with_default (schema, "minItems", 0) ||
      n > json_object_get_int_member_with_default (schema, "maxItems", G_MAXINT))
    return fail (where, "the number of its items");
  for (guint i = 0; json_object_has_member (schema, "items") && i < n; i++)
    {
      g_string_append_printf (where, "/%u", i);
      if (!validate (json_object_get_object_member (schema, "items"),
                     json_array_get_element (array, i), where))
        return FALSE;
      g_string_truncate (where, length);
    }
  return TRUE;
}

/* A member that the schema does not name is a mistake, too, unless it says that there may be any. */
static gboolean
validate_member (JsonObject *schema, const char *name, JsonNode *value, GString *where)
{
  JsonObject *properties = json_object_has_member (schema, "properties")
                               ? json_object_get_object_member (schema, "properties")
                               : NULL;
  JsonNode *others = json_object_get_member (schema, "additionalProperties");
  gsize length = where->len;
  gboolean is_valid;

  g_string_append_printf (where, "/%s", name);
  if (properties != NULL && json_object_has_member (properties, name))
    is_valid = validate (json_object_get_object_member (properties, name), value, where);
  else if (others != NULL && JSON_NODE_HOLDS_OBJECT (others))
    is_valid = validate (json_node_get_object (others), value, where);
  else
    is_valid = properties == NULL || (others != NULL && json_node_get_boolean (others)) ||
               fail (where, "is not described");
  g_string_truncate (where, length);
  return is_valid;
}

static gboolean
validate_object (JsonObject *schema, JsonObject *object, GString *where)
{
  JsonArray *required = json_object_has_member (schema, "required")
                            ? json_object_get_array_member (schema, "required")
                            : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    if (!json_object_has_member (object, json_array_get_string_element (required, i)))
      return fail (where, json_array_get_string_element (required, i));
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    if (!validate_member (schema, name, value, where))
      return FALSE;
  return TRUE;
}

static guint
count_valid (JsonArray *schemas, JsonNode *value, GString *where)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (schemas); i++)
    n += validate (json_array_get_object_element (schemas, i), value, where) ? 1 : 0;
  return n;
}

static void
add_member_cb (JsonObject *object, const char *name, JsonNode *node, gpointer properties)
{
  json_object_set_member (properties, name, json_node_copy (node));
}

/* Objects whose members are those of all schemas together. */
static gboolean
validate_all (JsonArray *schemas, JsonNode *value, GString *where)
{
  g_autoptr (JsonObject) whole = json_object_new ();
  JsonObject *properties = json_object_new ();
  JsonArray *required = json_array_new ();

  for (guint i = 0; i < json_array_get_length (schemas); i++)
    {
      JsonObject *part = json_array_get_object_element (schemas, i);

      if (json_object_has_member (part, "$ref"))
        part = follow (json_object_get_string_member (part, "$ref"));
      json_object_foreach_member (json_object_get_object_member (part, "properties"), add_member_cb,
                                  properties);
      for (guint j = 0; json_object_has_member (part, "required") &&
                        j < json_array_get_length (json_object_get_array_member (part, "required"));
           j++)
        json_array_add_string_element (
            required,
            json_array_get_string_element (json_object_get_array_member (part, "required"), j));
    }
  json_object_set_string_member (whole, "type", "object");
  json_object_set_object_member (whole, "properties", properties);
  json_object_set_array_member (whole, "required", required);
  return validate (whole, value, where);
}

/* The keywords of JSON Schema 2020-12 that the description uses. */
static gboolean
validate (JsonObject *schema, JsonNode *value, GString *where)
{
  if (json_object_has_member (schema, "$ref"))
    return validate (follow (json_object_get_string_member (schema, "$ref")), value, where);
  if (json_object_has_member (schema, "oneOf"))
    return count_valid (json_object_get_array_member (schema, "oneOf"), value, where) == 1;
  if (json_object_has_member (schema, "allOf"))
    return validate_all (json_object_get_array_member (schema, "allOf"), value, where);
  if (json_object_has_member (schema, "const"))
    return json_node_equal (json_object_get_member (schema, "const"), value) ||
           fail (where, "is another constant");
  if (json_object_has_member (schema, "enum") &&
      !check_enum (json_object_get_array_member (schema, "enum"), value))
    return fail (where, "is none of its words");
  if (json_object_has_member (schema, "type") &&
      !check_type (json_object_get_member (schema, "type"), value))
    return fail (where, "is of another type");
  if (JSON_NODE_HOLDS_OBJECT (value))
    return validate_object (schema, json_node_get_object (value), where);
  if (JSON_NODE_HOLDS_ARRAY (value))
    return validate_array (schema, json_node_get_array (value), where);
  if (is_of_type (value, "string"))
    return validate_text (schema, json_node_get_string (value), where);
  return !is_of_type (value, "number") ||
         validate_number (schema, json_node_get_double (value), where);
}

/* What is no JSON is drawn, and has none. */
static gboolean
validate_content (JsonObject *owner, GString *where)
{
  JsonObject *content = json_object_has_member (owner, "content")
                            ? json_object_get_object_member (owner, "content")
                            : NULL;
  JsonObject *media;
  JsonNode *example;

  if (content == NULL || !json_object_has_member (content, "application/json"))
    return TRUE;
  media = json_object_get_object_member (content, "application/json");
  example = json_object_get_member (media, "example");
  if (example == NULL)
    return fail (where, "has no example");
  n_examples++;
  return validate (json_object_get_object_member (media, "schema"), example, where);
}

static gboolean
validate_answers (JsonObject *answers, GString *where)
{
  gsize length = where->len;
  JsonObjectIter iter;
  const char *status;
  JsonNode *node;
  guint n_wrong = 0;

  json_object_iter_init (&iter, answers);
  while (json_object_iter_next (&iter, &status, &node))
    {
      g_string_append_printf (where, " %s", status);
      if (!json_object_has_member (json_node_get_object (node), "$ref") &&
          !validate_content (json_node_get_object (node), where))
        n_wrong++;
      g_string_truncate (where, length);
    }
  return n_wrong == 0;
}

static gboolean
validate_operation (JsonObject *operation, GString *where)
{
  gboolean is_valid = TRUE;

  if (json_object_has_member (operation, "requestBody"))
    is_valid = validate_content (json_object_get_object_member (operation, "requestBody"), where);
  return validate_answers (json_object_get_object_member (operation, "responses"), where) &&
         is_valid;
}

static void
test_operations (void)
{
  JsonObjectIter paths, verbs;
  const char *path, *verb;
  JsonNode *node;
  guint n_wrong = 0;

  json_object_iter_init (&paths, json_object_get_object_member (description, "paths"));
  while (json_object_iter_next (&paths, &path, &node))
    {
      json_object_iter_init (&verbs, json_node_get_object (node));
      while (json_object_iter_next (&verbs, &verb, &node))
        {
          g_autoptr (GString) where = g_string_new (verb);

          g_string_append_printf (where, " %s", path);
          n_wrong += validate_operation (json_node_get_object (node), where) ? 0 : 1;
        }
    }
  g_assert_cmpuint (n_wrong, ==, 0);
  g_assert_cmpuint (n_examples, >, 80);
}

static void
test_refusals (void)
{
  JsonObject *components = json_object_get_object_member (description, "components");
  g_autoptr (GString) where = g_string_new ("responses");

  g_assert_true (validate_answers (json_object_get_object_member (components, "responses"), where));
}

/* Each value, and whether the schema takes it. */
static void
test_validator (void)
{
  static const struct
  {
    const char *schema, *value;
    gboolean is_valid;
  } cases[] = {
    { "{\"type\":\"integer\"}", "1", TRUE },
    { "{\"type\":\"integer\"}", "\"1\"", FALSE },
    { "{\"type\":[\"integer\",\"null\"]}", "null", TRUE },
    { "{\"type\":\"integer\",\"minimum\":2}", "1", FALSE },
    { "{\"type\":\"string\",\"maxLength\":2}", "\"abc\"", FALSE },
    { "{\"type\":\"string\",\"format\":\"date-time\"}", "\"2031-01-01T10:00:00Z\"", TRUE },
    { "{\"type\":\"string\",\"format\":\"date-time\"}", "\"tomorrow\"", FALSE },
    { "{\"type\":\"string\",\"pattern\":\"^a\"}", "\"b\"", FALSE },
    { "{\"enum\":[\"a\",\"b\"]}", "\"c\"", FALSE },
    { "{\"const\":true}", "false", FALSE },
    { "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", "[1,\"2\"]", FALSE },
    { "{\"type\":\"object\",\"properties\":{\"a\":{}},\"required\":[\"a\"]}", "{}", FALSE },
    { "{\"type\":\"object\",\"properties\":{\"a\":{}}}", "{\"b\":1}", FALSE },
    { "{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"number\"}]}", "1", FALSE },
    { "{\"$ref\":\"#/components/schemas/Ok\"}", "{\"ok\":true}", TRUE },
    { "{\"$ref\":\"#/components/schemas/Ok\"}", "{\"ok\":false}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) schema = json_from_string (cases[i].schema, NULL);
      g_autoptr (JsonNode) value = json_from_string (cases[i].value, NULL);
      g_autoptr (GString) where = g_string_new (cases[i].schema);

      g_assert_cmpint (validate (json_node_get_object (schema), value, where), ==,
                       cases[i].is_valid);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_test_init (&argc, &argv, NULL);
  g_assert_true (json_parser_load_from_file (parser, OPENAPI_FILE, NULL));
  description = json_node_get_object (json_parser_get_root (parser));
  g_test_add_func ("/openapi-examples/validator", test_validator);
  g_test_add_func ("/openapi-examples/operations", test_operations);
  g_test_add_func ("/openapi-examples/refusals", test_refusals);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-record.h"
#include "core/et-time.h"
#include "server/http/et-request-private.h"

/* The longest name of a member that an error repeats. */
#define MAX_ECHO 64

static gboolean
fail (GError **error, const char *member, const char *msgid)
{
  et_error_set_field (error, member, msgid);
  return FALSE;
}

/* Returns: (nullable): the member; NULL with an error when it is missing or null. */
static JsonNode *
require_member (EtRequest *req, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (et_request_get_json (req), member);

  if (node == NULL)
    fail (error, member, N_ ("“{field}” is missing"));
  else if (JSON_NODE_HOLDS_NULL (node))
    {
      fail (error, member, N_ ("“{field}” must not be null"));
      node = NULL;
    }
  return node;
}

static gboolean
fail_range (GError **error, const char *member, int64_t min, int64_t max)
{
  if (max >= G_MAXINT64 - 1)
    fail (error, member, N_ ("“{field}” must be {min} or more"));
  else
    fail (error, member, N_ ("“{field}” must be from {min} to {max}"));
  et_error_add_int64 (error, "min", min);
  if (max < G_MAXINT64 - 1)
    et_error_add_int64 (error, "max", max);
  return FALSE;
}

static gboolean
read_int64 (JsonNode *node,
            const char *member,
            int64_t min,
            int64_t max,
            int64_t *ret_value,
            GError **error)
{
  int64_t value;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return fail (error, member, N_ ("“{field}” must be a whole number"));

  value = json_node_get_int (node);
  if (value < min || value > max)
    return fail_range (error, member, min, max);
  *ret_value = value;
  return TRUE;
}

/* Whether the body has the member, be it null. */
gboolean
et_request_has (EtRequest *req, const char *member)
{
  return json_object_has_member (et_request_get_json (req), member);
}

/* Reads a whole number from @min to @max. */
gboolean
et_request_read_int64 (EtRequest *req,
                       const char *member,
                       int64_t min,
                       int64_t max,
                       int64_t *ret_value,
                       GError **error)
{
  JsonNode *node = require_member (req, member, error);

  return node != NULL && read_int64 (node, member, min, max, ret_value, error);
}

/* Like et_request_read_int64(), but a missing member is @fallback. */
gboolean
et_request_read_int64_or (EtRequest *req,
                          const char *member,
                          int64_t min,
                          int64_t max,
                          int64_t fallback,
                          int64_t *ret_value,
                          GError **error)
{
  if (et_request_has (req, member))
    return et_request_read_int64 (req, member, min, max, ret_value, error);

  *ret_value = fallback;
  return TRUE;
}

/* Like et_request_read_int64(), but null is a value: ET_NULL_INT64. The member must stand there. */
gboolean
et_request_read_nullable_int64 (EtRequest *req,
                                const char *member,
                                int64_t min,
                                int64_t max,
                                int64_t *ret_value,
                                GError **error)
{
  JsonNode *node = json_object_get_member (et_request_get_json (req), member);

  if (node == NULL || !JSON_NODE_HOLDS_NULL (node))
    return et_request_read_int64 (req, member, min, max, ret_value, error);

  *ret_value = ET_NULL_INT64;
  return TRUE;
}

/* Reads true or false; nothing else counts as either. */
gboolean
et_request_read_bool (EtRequest *req, const char *member, gboolean *ret_value, GError **error)
{
  JsonNode *node = require_member (req, member, error);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fail (error, member, N_ ("“{field}” must be true or false"));
  *ret_value = json_node_get_boolean (node);
  return TRUE;
}

/* Like et_request_read_bool(), but a missing member is @fallback. */
gboolean
et_request_read_bool_or (
    EtRequest *req, const char *member, gboolean fallback, gboolean *ret_value, GError **error)
{
  if (et_request_has (req, member))
    return et_request_read_bool (req, member, ret_value, error);

  *ret_value = fallback;
  return TRUE;
}

static gboolean
has_control_characters (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (*p != '\n' && g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static const char *
compose (EtRequest *req, const char *text)
{
  char *composed;

  if (g_str_is_ascii (text))
    return text;
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  return composed != NULL ? et_request_keep_string (req, composed) : NULL;
}

static gboolean
check_text_length (const char *text, const char *member, gsize min, gsize max, GError **error)
{
  gsize length = (gsize) g_utf8_strlen (text, -1);

  if (length >= min && length <= max)
    return TRUE;
  if (length < min)
    fail (error, member,
          min == 1 ? N_ ("“{field}” must not be empty") : N_ ("“{field}” is too short"));
  else
    fail (error, member, N_ ("“{field}” must not be longer than {max} characters"));
  et_error_add_int64 (error, "min", (int64_t) min);
  et_error_add_int64 (error, "max", (int64_t) max);
  return FALSE;
}

/* Reads a text of @min to @max characters, brought into NFC. */
gboolean
et_request_read_text (EtRequest *req,
                      const char *member,
                      gsize min,
                      gsize max,
                      const char **ret_value,
                      GError **error)
{
  JsonNode *node = require_member (req, member, error);
  const char *text;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return fail (error, member, N_ ("“{field}” must be text"));

  text = json_node_get_string (node);
  if (!g_utf8_validate (text, -1, NULL) || has_control_characters (text))
    return fail (error, member, N_ ("“{field}” must not have control characters"));
  text = compose (req, text);
  if (!check_text_length (text, member, min, max, error))
    return FALSE;
  *ret_value = text;
  return TRUE;
}

/* Like et_request_read_text(), but a missing member is @fallback, which may be NULL. */
gboolean
et_request_read_text_or (EtRequest *req,
                         const char *member,
                         gsize min,
                         gsize max,
                         const char *fallback,
                         const char **ret_value,
                         GError **error)
{
  if (et_request_has (req, member))
    return et_request_read_text (req, member, min, max, ret_value, error);

  *ret_value = fallback;
  return TRUE;
}

/* Reads a time such as 2025-09-20T14:30:00Z (RFC 3339) as milliseconds since 1970. */
gboolean
et_request_read_time (EtRequest *req, const char *member, int64_t *ret_time_ms, GError **error)
{
  const char *text;

  if (!et_request_read_text (req, member, 1, 40, &text, error))
    return FALSE;
  if (!et_time_from_iso (text, ret_time_ms))
    return fail (error, member, N_ ("“{field}” must be a time such as 2025-09-20T14:30:00Z"));
  return TRUE;
}

/* Like et_request_read_time(), but what is missing or null is a value: ET_NULL_INT64. */
gboolean
et_request_read_nullable_time (EtRequest *req,
                               const char *member,
                               int64_t *ret_time_ms,
                               GError **error)
{
  JsonNode *node = json_object_get_member (et_request_get_json (req), member);

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    return et_request_read_time (req, member, ret_time_ms, error);

  *ret_time_ms = ET_NULL_INT64;
  return TRUE;
}

static gboolean
refuse_name (const char *name, const char *msgid, GError **error)
{
  g_autofree char *shown = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), MAX_ECHO));

  return fail (error, shown, msgid);
}

/* Refuses a member that is not among @known (NULL-ended). */
gboolean
et_request_refuse_unknown (EtRequest *req, const char *const *known, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, et_request_get_json (req));
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      return refuse_name (name, N_ ("“{field}” is not a member of this request"), error);
  return TRUE;
}

static char *
decode_query_part (const char *text, gsize length)
{
  g_autofree char *part = g_strndup (text, length);

  g_strdelimit (part, "+", ' ');
  return g_uri_unescape_string (part, NULL); /* framing checked that it is sound UTF-8 */
}

static GHashTable *
read_query (const char *query)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *p = query;

  while (p != NULL && *p != '\0')
    {
      gsize length = strcspn (p, "&");
      const char *equals = memchr (p, '=', length);
      gsize name_length = equals != NULL ? (gsize) (equals - p) : length;
      char *name = decode_query_part (p, name_length);
      char *value = equals != NULL ? decode_query_part (equals + 1, length - name_length - 1)
                                   : g_strdup ("");

      g_hash_table_replace (values, name, value);
      p += length;
      p += strspn (p, "&");
    }
  return values;
}

static GHashTable *
get_query (EtRequest *req)
{
  if (req->query == NULL)
    req->query = read_query (req->head->query);
  return req->query;
}

/* Returns: (nullable): the decoded value of a parameter of the address, the last of that name. */
const char *
et_request_get_query (EtRequest *req, const char *name)
{
  return req->head->query != NULL ? g_hash_table_lookup (get_query (req), name) : NULL;
}

/* Refuses a parameter of the address that is not among @known (NULL-ended): a filter that nobody
 * applies would show more than was asked for. */
gboolean
et_request_refuse_unknown_query (EtRequest *req, const char *const *known, GError **error)
{
  GHashTableIter iter;
  gpointer name;

  if (req->head->query == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, get_query (req));
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      return refuse_name (name, N_ ("“{field}” is not a filter of this address"), error);
  return TRUE;
}

/* Reads a whole number from the address; a missing parameter is @fallback. */
gboolean
et_request_query_int64 (EtRequest *req,
                        const char *name,
                        int64_t min,
                        int64_t max,
                        int64_t fallback,
                        int64_t *ret_value,
                        GError **error)
{
  const char *text = et_request_get_query (req, name);
  gint64 value;

  if (text == NULL)
    {
      *ret_value = fallback;
      return TRUE;
    }
  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return fail (error, name, N_ ("“{field}” must be a whole number"));
  if (value < min || value > max)
    return fail_range (error, name, min, max);
  *ret_value = value;
  return TRUE;
}

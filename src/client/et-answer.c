/* SPDX-License-Identifier: MIT */
#include "client/et-answer.h"

#include <glib/gi18n-lib.h>

#include "core/et-error.h"
#include "core/et-json-scan.h"

static gboolean
is_of_type (SoupMessage *message, const char *type)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), type) == 0;
}

static gboolean
is_success (SoupMessage *message)
{
  return SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message));
}

/* A JSON object of the server; NULL when something else answered. */
static JsonObject *
read_object (SoupMessage *message, GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return is_of_type (message, "application/json")
             ? et_json_parse_object (text, length, &et_json_answer_limits, NULL)
             : NULL;
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* A word that this version does not know still has its status. */
static EtErrorCode
get_code (JsonObject *object, guint status)
{
  EtErrorCode code;

  if (et_error_code_from_word (get_text (object, "code"), &code))
    return code;
  if (status >= 500)
    return ET_ERROR_UNAVAILABLE;
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return ET_ERROR_UNAUTHENTICATED;
    case SOUP_STATUS_FORBIDDEN:
      return ET_ERROR_FORBIDDEN;
    case SOUP_STATUS_NOT_FOUND:
      return ET_ERROR_NOT_FOUND;
    case SOUP_STATUS_CONFLICT:
      return ET_ERROR_CONFLICT;
    case 429:
      return ET_ERROR_RATE_LIMITED;
    default:
      return ET_ERROR_INVALID;
    }
}

static void
add_detail_cb (JsonObject *object, const char *member, JsonNode *node, gpointer data)
{
  GError **error = data;
  static const char *const own[] = { "ok", "error", "code", NULL };

  if (g_strv_contains (own, member) || !JSON_NODE_HOLDS_VALUE (node))
    return;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    et_error_add_text (error, member, json_node_get_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    et_error_add_int64 (error, member, json_node_get_int (node));
}

static void
add_retry_after (SoupMessage *message, GError **error)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                   "Retry-After");
  guint64 seconds;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 86400, &seconds, NULL))
    et_error_add_int64 (error, "retry_after", (int64_t) seconds);
}

/* The server's own refusal with its sentence; a proxy's word that there is no server behind it;
 * or somebody else altogether, such as the sign-in page of a hotel's network. */
static void
set_refusal (SoupMessage *message, GBytes *body, GError **error)
{
  guint status = soup_message_get_status (message);
  g_autoptr (JsonObject) object = read_object (message, body);
  const char *sentence = object != NULL ? get_text (object, "error") : NULL;

  if (sentence != NULL)
    {
      et_error_set_sentence (error, get_code (object, status), sentence);
      json_object_foreach_member (object, add_detail_cb, error);
      add_retry_after (message, error);
    }
  else
    et_error_set (error, status >= 500 ? ET_ERROR_UNAVAILABLE : ET_ERROR_BAD_ANSWER);
}

/* Returns: (transfer full): the JSON of a successful answer, an empty object for an empty one;
 * NULL with the server's error or ET_ERROR_BAD_ANSWER. */
JsonNode *
et_answer_read_json (SoupMessage *message, GBytes *body, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  JsonNode *node = NULL;

  if (!is_success (message))
    {
      set_refusal (message, body, error);
      return NULL;
    }
  if (soup_message_get_status (message) == SOUP_STATUS_NO_CONTENT)
    return json_node_init_object (json_node_alloc (), json_object_new ());
  if (is_of_type (message, "application/json"))
    node = et_json_parse (text, length, &et_json_answer_limits, NULL);
  if (node == NULL)
    et_error_set (error, ET_ERROR_BAD_ANSWER);
  return node;
}

/* Whether @body is a document that was asked for; a web page never is one. */
gboolean
et_answer_check_file (SoupMessage *message, GBytes *body, GError **error)
{
  if (is_success (message) && !is_of_type (message, "text/html") && g_bytes_get_size (body) > 0)
    return TRUE;
  if (is_success (message))
    et_error_set (error, ET_ERROR_BAD_ANSWER);
  else
    set_refusal (message, body, error);
  return FALSE;
}

/* Makes an ET_ERROR of what GIO and libsoup say when no answer came; takes @failure over. A
 * cancellation stays what it is. */
void
et_answer_set_transport_error (GError **error, GError *failure)
{
  g_autoptr (GError) owned = failure;

  if (failure->domain == ET_ERROR || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&owned));
  else if (g_error_matches (failure, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    et_error_set_sentence (error, ET_ERROR_BAD_ANSWER,
                           N_ ("The certificate of the server is not valid"));
  else if (failure->domain == SOUP_SESSION_ERROR ||
           g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    et_error_set (error, ET_ERROR_BAD_ANSWER);
  else
    et_error_set (error, ET_ERROR_OFFLINE);
}

/* SPDX-License-Identifier: MIT */
#include "server/http/et-answer-fields.h"

#include "server/http/et-request-private.h"

static void
append_field (GString *head, const char *name, const char *value)
{
  g_string_append (head, name);
  g_string_append_len (head, ": ", 2);
  g_string_append (head, value);
  g_string_append_len (head, "\r\n", 2);
}

static const EtAnswerField *
find_last (GArray *fields, const char *name)
{
  for (guint i = fields != NULL ? fields->len : 0; i > 0; i--)
    {
      const EtAnswerField *field = &g_array_index (fields, EtAnswerField, i - 1);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        return field;
    }
  return NULL;
}

/* The last field of a name counts; cookies add up. */
static void
append_fields (GString *head, GArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const EtAnswerField *field = &g_array_index (fields, EtAnswerField, i);

      if (g_str_equal (field->name, "Set-Cookie") || field == find_last (fields, field->name))
        append_field (head, field->name, field->value);
    }
}

/* Returns: the words after a status in an answer's first line; libsoup lacks some. */
const char *
et_status_phrase (int status)
{
  switch (status)
    {
    case 421:
      return "Misdirected Request";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    default:
      return soup_status_get_phrase ((guint) status);
    }
}

/* The fields that stand in every answer's head and are always the same. */
char *
et_common_fields_new (guint hsts_seconds)
{
  GString *head = g_string_new (NULL);

  append_field (head, "Server", "etickets");
  append_field (head, "X-Content-Type-Options", "nosniff");
  append_field (head, "X-Frame-Options", "DENY");
  append_field (head, "Referrer-Policy", "no-referrer");
  append_field (head, "Cross-Origin-Resource-Policy", "same-origin");
  if (hsts_seconds > 0)
    g_string_append_printf (head, "Strict-Transport-Security: max-age=%u; includeSubDomains\r\n",
                            hsts_seconds);
  return g_string_free (head, FALSE);
}

/* What an answer's head has besides date, length and connection.
 *
 * @content_type: (nullable): NULL without a body.
 * @fields: (nullable): EtAnswerFields, which win over the defaults.
 *
 * Returns: (transfer full): lines. */
GString *
et_answer_fields_new (EtHttpServer *server,
                      const char *request_id,
                      const char *content_type,
                      GArray *fields,
                      int64_t took_us)
{
  GString *head = g_string_sized_new (640);

  g_string_append (head, server->common_fields);
  if (content_type != NULL)
    append_field (head, "Content-Type", content_type);
  if (find_last (fields, "Cache-Control") == NULL)
    append_field (head, "Cache-Control", "no-store");
  if (find_last (fields, "Content-Security-Policy") == NULL)
    append_field (head, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  g_string_append_printf (head, "X-Response-Time: %" G_GINT64_FORMAT ".%02dms\r\n", took_us / 1000,
                          (int) (took_us % 1000 / 10));
  append_field (head, "X-Request-Id", request_id);
  if (fields != NULL)
    append_fields (head, fields);
  return head;
}

/* Makes the whole answer to what is refused before it becomes a request.
 * @head: (nullable): NULL when it could not be read. Returns: (transfer full). */
GBytes *
et_refusal_new (EtHttpServer *server, const EtHead *head, EtErrorCode code)
{
  const char *accepted = head != NULL ? et_head_get (head, "Accept-Language") : NULL;
  const char *language = et_accept_language_choose (accepted, server->config.default_language);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  int status = et_error_code_get_status (code);
  GString *text = g_string_sized_new (1024);
  GString *fields;
  char id[ET_REQUEST_ID_LENGTH + 1];

  et_http_server_make_request_id (server, id);
  et_error_set (&error, code);
  body = et_error_answer_new (error, &server->hooks, language, id);
  fields = et_answer_fields_new (server, id, "application/json", NULL, 0);

  g_string_append_printf (text, "HTTP/1.1 %d %s\r\n", status, et_status_phrase (status));
  append_field (text, "Date", date);
  g_string_append_printf (text, "Content-Length: %zu\r\n", g_bytes_get_size (body));
  append_field (text, "Connection", "close");
  if (status == 429 || status == 503)
    append_field (text, "Retry-After", "1");
  g_string_append_len (text, fields->str, (gssize) fields->len);
  g_string_append (text, "\r\n");
  if (head == NULL || !g_str_equal (head->method, "HEAD"))
    g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  g_string_free (fields, TRUE);
  return g_string_free_to_bytes (text);
}

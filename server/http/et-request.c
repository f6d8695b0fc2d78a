/* SPDX-License-Identifier: MIT */
#include "server/http/et-request.h"

#include <string.h>

#include "core/et-json-scan.h"
#include "server/http/et-request-private.h"

static void
clear_field (gpointer data)
{
  EtAnswerField *field = data;

  g_free (field->name);
  g_free (field->value);
}

static void
clear_event (gpointer data)
{
  g_free (((EtRequestEvent *) data)->line);
}

/* @head: (transfer full). @body: (transfer full) (nullable). */
EtRequest *
et_request_new (const EtHttpConfig *config,
                const EtHttpHooks *hooks,
                EtHead *head,
                GBytes *body,
                const EtPeer *client)
{
  EtRequest *req = g_new0 (EtRequest, 1);

  req->config = config;
  req->hooks = hooks;
  req->head = head;
  req->body = body;
  req->client = *client;
  req->is_secure = client->is_tls;
  req->status = 200;
  req->content_type = "application/json";
  req->strings = g_ptr_array_new_with_free_func (g_free);
  req->fields = g_array_new (FALSE, FALSE, sizeof (EtAnswerField));
  g_array_set_clear_func (req->fields, clear_field);
  req->after_commit = g_array_new (FALSE, FALSE, sizeof (EtAfterCommit));
  req->events = g_array_new (FALSE, FALSE, sizeof (EtRequestEvent));
  g_array_set_clear_func (req->events, clear_event);
  return req;
}

static void
clear_parsed (EtRequest *req)
{
  if (req->parsed != NULL && req->clear_parsed != NULL)
    req->clear_parsed (req->parsed);
  g_clear_pointer (&req->parsed, g_free);
}

/* Frees the request with everything that was read from it. */
void
et_request_free (EtRequest *req)
{
  clear_parsed (req);
  et_head_free (req->head);
  g_clear_pointer (&req->body, g_bytes_unref);
  g_clear_pointer (&req->json, json_object_unref);
  g_clear_pointer (&req->query, g_hash_table_unref);
  g_clear_pointer (&req->answer, g_bytes_unref);
  g_clear_pointer (&req->writer, et_json_writer_free);
  g_ptr_array_unref (req->strings);
  g_array_unref (req->fields);
  g_array_unref (req->after_commit);
  g_array_unref (req->events);
  g_free (req);
}

/* Keeps @text (transfer full) as long as the request lives. */
const char *
et_request_keep_string (EtRequest *req, char *text)
{
  g_ptr_array_add (req->strings, text);
  return text;
}

/* Reads the body as a JSON object; an empty one counts as {}. Sets the errors of
 * et_json_parse_object(). */
gboolean
et_request_read_body (EtRequest *req, GError **error)
{
  gsize length = 0;
  const char *text = req->body != NULL ? g_bytes_get_data (req->body, &length) : NULL;

  g_clear_pointer (&req->json, json_object_unref);
  req->json = length == 0 ? json_object_new ()
                          : et_json_parse_object (text, length, &et_json_request_limits, error);
  return req->json != NULL;
}

/* The line of the table that answers the request; NULL before it is found. */
const EtRoute *
et_request_get_route (EtRequest *req)
{
  return req->route;
}

/* Who is calling; role ET_ROLE_ANYONE and no account for a guest, also no session for nobody. */
const EtCaller *
et_request_get_caller (EtRequest *req)
{
  return &req->caller;
}

/* The {id} of the route's path; 0 when it has none. */
int64_t
et_request_get_id (EtRequest *req)
{
  return req->path_id;
}

/* The method as the client wrote it: GET and HEAD are different here. */
const char *
et_request_get_method (EtRequest *req)
{
  return req->head->method;
}

/* The path as the client wrote it, without the query. */
const char *
et_request_get_path (EtRequest *req)
{
  return req->head->path;
}

/* Returns: (nullable): the value of a field of the request's head. */
const char *
et_request_get_header (EtRequest *req, const char *name)
{
  return et_head_get (req->head, name);
}

/* The address of the client as text; the one that our proxy forwarded, when it came through one. */
const char *
et_request_get_address (EtRequest *req)
{
  return req->client.text;
}

/* The language for sentences: what Accept-Language likes best, else the configured one. */
const char *
et_request_get_language (EtRequest *req)
{
  if (req->language == NULL)
    req->language = et_accept_language_choose (et_head_get (req->head, "Accept-Language"),
                                               req->config->default_language);
  return req->language;
}

/* Returns: (nullable): the value of a cookie of the request (RFC 6265, section 4.2). */
const char *
et_request_get_cookie (EtRequest *req, const char *name)
{
  const char *p = et_head_get (req->head, "Cookie");
  gsize name_length = strlen (name);

  while (p != NULL && *p != '\0')
    {
      gsize length;

      p += strspn (p, " \t;");
      length = strcspn (p, ";");
      if (strncmp (p, name, name_length) == 0 && p[name_length] == '=')
        return et_request_keep_string (
            req, g_strchomp (g_strndup (p + name_length + 1, length - name_length - 1)));
      p += length;
    }
  return NULL;
}

/* Returns: (transfer none) (nullable): NULL when the body is empty. */
GBytes *
et_request_get_body (EtRequest *req)
{
  return req->body;
}

/* Returns: (transfer none): the body; an empty one is an empty object. */
JsonObject *
et_request_get_json (EtRequest *req)
{
  if (req->json == NULL)
    req->json = json_object_new ();
  return req->json;
}

/* Whether the client reached us over HTTPS, by its own connection or by our proxy's word. */
gboolean
et_request_is_secure (EtRequest *req)
{
  return req->is_secure;
}

/* Makes room for what the reader finds, of @size zeroed bytes. @clear: (nullable): called with it
 * before it is freed, with the request. */
gpointer
et_request_new_body_sized (EtRequest *req, gsize size, GDestroyNotify clear)
{
  clear_parsed (req);
  req->parsed = g_malloc0 (size);
  req->clear_parsed = clear;
  return req->parsed;
}

/* Returns: (nullable): what the reader made by et_request_new_parsed(). */
gpointer
et_request_get_parsed (EtRequest *req)
{
  return req->parsed;
}

/* What main gave to every hook. */
gpointer
et_request_get_app (EtRequest *req)
{
  return req->hooks->app;
}

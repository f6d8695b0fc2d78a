/* SPDX-License-Identifier: MIT */
#include "client/et-remote.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "client/et-answer.h"
#include "client/et-call.h"
#include "client/et-http-client.h"
#include "core/et-translation.h"

/* Far above what a first page of the change feed or a printed order needs. */
#define MAX_SIZE (64 * 1024 * 1024)

/* The first page of the change feed and printed documents may be large and the line slow. */
#define READ_DEADLINE_MS 120000
#define WRITE_DEADLINE_MS 30000

#define KEY_BYTES 16

struct _EtRemote
{
  GObject parent_instance;

  char *url; /* owned; without a slash at its end */
  EtHttpClient *client; /* owned */
  EtNetworkLeave *leave; /* owned */

  GMutex lock;
  char *token; /* owned, nullable; guarded by lock */
  const char *language; /* of et_languages; guarded by lock */
};

G_DEFINE_FINAL_TYPE (EtRemote, et_remote, G_TYPE_OBJECT)

typedef struct
{
  char *method; /* owned */
  char *path; /* owned */
  GBytes *body; /* owned, nullable */
  char *key; /* owned, nullable */
  char *etag; /* owned, nullable */
} Request;

typedef struct
{
  JsonNode *json; /* owned, nullable */
  char *etag; /* owned, nullable */
} Answer;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->method);
  g_free (request->path);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request->key);
  g_free (request->etag);
  g_free (request);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->json, json_node_unref);
  g_free (answer->etag);
  g_free (answer);
}

static void
set_header (SoupMessage *message, const char *name, const char *value)
{
  if (value != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), name, value);
}

/* The token goes to the server whose address the person chose and nowhere else: redirects are
 * answers like others. A request with a key may be repeated on a new connection when an idle one
 * turns out to be dead. */
static SoupMessage *
new_message (EtRemote *self, const char *method, const char *path, const char *key, GError **error)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  g_autofree char *token = et_remote_dup_token (self);
  g_autofree char *authorization = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  SoupMessage *message = soup_message_new (method, url);

  if (message == NULL)
    {
      et_error_set (error, ET_ERROR_BAD_REQUEST);
      return NULL;
    }
  if (!et_network_leave_check (self->leave, error))
    {
      g_object_unref (message);
      return NULL;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (key != NULL)
    soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  set_header (message, "Authorization", authorization);
  set_header (message, "Accept-Language", self->language);
  set_header (message, "Idempotency-Key", key);
  return message;
}

static guint
get_deadline (const char *method)
{
  return g_str_equal (method, "GET") ? READ_DEADLINE_MS : WRITE_DEADLINE_MS;
}

static gpointer
send_request (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  Request *request = args;
  Answer *answer = g_new0 (Answer, 1);

  answer->json = et_remote_send (source, request->method, request->path, request->body,
                                 request->key, request->etag, &answer->etag, cancellable, error);
  if (answer->json != NULL)
    return answer;
  free_answer (answer);
  return NULL;
}

static gpointer
fetch_file (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return et_remote_fetch (source, args, cancellable, error);
}

static void
et_remote_finalize (GObject *object)
{
  EtRemote *self = ET_REMOTE (object);

  g_clear_pointer (&self->client, et_http_client_free);
  g_clear_object (&self->leave);
  g_free (self->url);
  g_free (self->token);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (et_remote_parent_class)->finalize (object);
}

static void
et_remote_class_init (EtRemoteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_remote_finalize;
}

static void
et_remote_init (EtRemote *self)
{
  g_mutex_init (&self->lock);
  self->language = et_languages[0];
  self->client = et_http_client_new ();
  self->leave = et_network_leave_new ();
}

/* @url: such as https://tickets.example.org, a path allowed. Sets ET_ERROR_CONFIGURATION for
 * something that is no address of an HTTP server. */
EtRemote *
et_remote_new (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  EtRemote *self;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "https") != 0))
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("“{url}” is not the address of a server"));
      et_error_add_text (error, "url", url);
      return NULL;
    }
  self = g_object_new (ET_TYPE_REMOTE, NULL);
  self->url = g_uri_to_string (uri);
  while (g_str_has_suffix (self->url, "/"))
    self->url[strlen (self->url) - 1] = '\0';
  return self;
}

/* Blocking: see the asynchronous form. */
JsonNode *
et_remote_send (EtRemote *self,
                const char *method,
                const char *path,
                GBytes *body,
                const char *key,
                const char *etag,
                char **ret_etag,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, method, path, key, error);
  g_autoptr (GBytes) answer = NULL;
  GError *failure = NULL;
  JsonNode *json;

  if (message == NULL)
    return NULL;
  set_header (message, "Accept", "application/json");
  set_header (message, "If-Match", etag);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  answer = et_http_client_send (self->client, message, MAX_SIZE, get_deadline (method), cancellable,
                                &failure);
  if (answer == NULL)
    {
      et_answer_set_transport_error (error, failure);
      return NULL;
    }
  json = et_answer_read_json (message, answer, error);
  if (json != NULL && ret_etag != NULL)
    *ret_etag = g_strdup (
        soup_message_headers_get_one (soup_message_get_response_headers (message), "ETag"));
  return json;
}

/* Like et_remote_send() for an answer that must be a JSON object. Blocks.
 * Returns: (transfer full). */
JsonObject *
et_remote_call (EtRemote *self,
                const char *method,
                const char *path,
                GBytes *body,
                const char *key,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (JsonNode)
      node = et_remote_send (self, method, path, body, key, NULL, NULL, cancellable, error);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);
  et_error_set (error, ET_ERROR_BAD_ANSWER);
  return NULL;
}

void
et_remote_send_async (EtRemote *self,
                      const char *method,
                      const char *path,
                      GBytes *body,
                      const char *key,
                      const char *etag,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  Request *request = g_new0 (Request, 1);

  request->method = g_strdup (method);
  request->path = g_strdup (path);
  request->body = body != NULL ? g_bytes_ref (body) : NULL;
  request->key = g_strdup (key);
  request->etag = g_strdup (etag);
  et_call_async (self, send_request, request, free_request, free_answer, cancellable, callback,
                 data);
}

JsonNode *
et_remote_send_finish (EtRemote *self, GAsyncResult *result, char **ret_etag, GError **error)
{
  Answer *answer = et_call_finish (self, result, error);
  JsonNode *json;

  if (answer == NULL)
    return NULL;
  json = g_steal_pointer (&answer->json);
  if (ret_etag != NULL)
    *ret_etag = g_steal_pointer (&answer->etag);
  free_answer (answer);
  return json;
}

/* Blocking: see the asynchronous form. */
GBytes *
et_remote_fetch (EtRemote *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = new_message (self, "GET", path, NULL, error);
  g_autoptr (GBytes) body = NULL;
  GError *failure = NULL;

  if (message == NULL)
    return NULL;
  body = et_http_client_send (self->client, message, MAX_SIZE, READ_DEADLINE_MS, cancellable,
                              &failure);
  if (body == NULL)
    {
      et_answer_set_transport_error (error, failure);
      return NULL;
    }
  return et_answer_check_file (message, body, error) ? g_steal_pointer (&body) : NULL;
}

void
et_remote_fetch_async (EtRemote *self,
                       const char *path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  et_call_async (self, fetch_file, g_strdup (path), g_free, (GDestroyNotify) g_bytes_unref,
                 cancellable, callback, data);
}

GBytes *
et_remote_fetch_finish (EtRemote *self, GAsyncResult *result, GError **error)
{
  return et_call_finish (self, result, error);
}

/* Returns: the server's address without a slash at its end. */
const char *
et_remote_get_url (EtRemote *self)
{
  return self->url;
}

/* Returns: (transfer none): whether the requests may use the network. */
EtNetworkLeave *
et_remote_get_leave (EtRemote *self)
{
  return self->leave;
}

/* @token: (nullable): the bearer token of the requests from now on. From any thread. */
void
et_remote_set_token (EtRemote *self, const char *token)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_free (self->token);
  self->token = g_strdup (token);
}

/* Returns: (transfer full) (nullable). From any thread. */
char *
et_remote_dup_token (EtRemote *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->token);
}

/* How long the server may be silent; 15 seconds unless told. No request may be under way. */
void
et_remote_set_patience (EtRemote *self, guint seconds)
{
  et_http_client_set_patience (self->client, seconds);
}

/* @language: a word of et_languages, of the server's sentences and documents. From any thread. */
void
et_remote_set_language (EtRemote *self, const char *language)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->language = et_language_match (language, et_languages[0]);
}

/* Returns: a word of et_languages, static. From any thread. */
const char *
et_remote_get_language (EtRemote *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->language;
}

/* Returns: (transfer full): 128 random bits in hexadecimal. */
char *
et_remote_new_key (void)
{
  guint8 bytes[KEY_BYTES];
  char text[2 * KEY_BYTES + 1];

  randombytes_buf (bytes, sizeof bytes);
  return g_strdup (sodium_bin2hex (text, sizeof text, bytes, sizeof bytes));
}

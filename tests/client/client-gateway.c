/* SPDX-License-Identifier: MIT */
#include "client-gateway.h"

#include <libsoup/soup.h>
#include <string.h>

#include "core/et-time.h"

#define WEB_PAGE "<!DOCTYPE html><html><body>Please accept our terms</body></html>"

typedef struct
{
  char *path; /* owned */
  ClientFault fault;
  guint times;
} Plan;

typedef struct
{
  int status;
  char *content_type; /* owned */
  GBytes *body; /* owned */
} Answer;

struct _ClientGateway
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server; /* the thread's */
  SoupSession *session; /* the thread's */
  guint port;
  ClientRequestLog *log;

  GMutex lock;
  GCond started;
  guint server_port; /* 0: answers by itself */
  GPtrArray *plans; /* of Plan */
  GHashTable *answers; /* path to Answer */
};

static void
free_plan (gpointer data)
{
  Plan *plan = data;

  g_free (plan->path);
  g_free (plan);
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_free (answer->content_type);
  g_bytes_unref (answer->body);
  g_free (answer);
}

static Answer *
new_answer (int status, const char *content_type, GBytes *body)
{
  Answer *answer = g_new (Answer, 1);

  answer->status = status;
  answer->content_type = g_strdup (content_type != NULL ? content_type : "");
  answer->body = g_bytes_ref (body);
  return answer;
}

static ClientFault
take_fault (ClientGateway *gateway, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gateway->lock);

  for (guint i = 0; i < gateway->plans->len; i++)
    {
      Plan *plan = g_ptr_array_index (gateway->plans, i);
      ClientFault fault = plan->fault;

      if (!g_str_has_prefix (path, plan->path))
        continue;
      if (--plan->times == 0)
        g_ptr_array_remove_index (gateway->plans, i);
      return fault;
    }
  return CLIENT_FAULT_NONE;
}

/* Returns: (transfer full) (nullable): what it says by itself, without or before its server. */
static Answer *
answer_alone (ClientGateway *gateway, const char *path, guint *ret_port)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gateway->lock);
  Answer *known = g_hash_table_lookup (gateway->answers, path);
  g_autoptr (GBytes) ok = g_bytes_new_static ("{\"ok\":true}", 11);

  *ret_port = gateway->server_port;
  if (known != NULL)
    return new_answer (known->status, known->content_type, known->body);
  return gateway->server_port == 0 ? new_answer (200, "application/json", ok) : NULL;
}

static void
copy_field (const char *name, const char *value, gpointer message)
{
  static const char *const kept[] = { "Authorization", "Accept-Language", "Idempotency-Key",
                                      "If-Match",      "Accept",          NULL };

  if (g_strv_contains (kept, name))
    soup_message_headers_append (soup_message_get_request_headers (message), name, value);
}

static Answer *
ask_server (ClientGateway *gateway, SoupServerMessage *request, guint port)
{
  g_autofree char *path = g_uri_to_string_partial (soup_server_message_get_uri (request),
                                                   G_URI_HIDE_AUTH_PARAMS);
  const char *tail = strchr (path + strlen ("http://"), '/');
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", port, tail);
  g_autoptr (SoupMessage)
      message = soup_message_new (soup_server_message_get_method (request), url);
  SoupMessageBody *body = soup_server_message_get_request_body (request);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (GBytes) answer = NULL;

  soup_message_headers_foreach (soup_server_message_get_request_headers (request), copy_field,
                                message);
  if (g_bytes_get_size (bytes) > 0)
    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  answer = soup_session_send_and_read (gateway->session, message, NULL, NULL);
  if (answer == NULL)
    return NULL;
  return new_answer (
      (int) soup_message_get_status (message),
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL),
      answer);
}

static Answer *
get_answer (ClientGateway *gateway, SoupServerMessage *message, const char *path)
{
  guint port;
  Answer *answer = answer_alone (gateway, path, &port);

  return answer != NULL ? answer : ask_server (gateway, message, port);
}

static void
cut (SoupServerMessage *message, const char *last_words)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  if (last_words != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), last_words,
                               strlen (last_words), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static void
send_half (SoupServerMessage *message, Answer *answer)
{
  gsize length = g_bytes_get_size (answer->body);
  g_autofree char *text = g_strdup_printf (
      "HTTP/1.1 %d Half\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%.*s", answer->status,
      answer->content_type, length, (int) (length / 2),
      (const char *) g_bytes_get_data (answer->body, NULL));

  cut (message, text);
}

static void
reply (SoupServerMessage *message, int status, const char *type, const char *body, gsize length)
{
  soup_server_message_set_status (message, (guint) status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, length);
}

static void
send_answer (SoupServerMessage *message, Answer *answer, gsize length)
{
  if (answer == NULL)
    reply (message, 502, "text/html", WEB_PAGE, strlen (WEB_PAGE));
  else
    reply (message, answer->status, answer->content_type, g_bytes_get_data (answer->body, NULL),
           length);
}

static gboolean
answer_badly (SoupServerMessage *message, ClientFault fault)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  static const char busy[] =
      "{\"ok\":false,\"error\":\"Come back later\",\"code\":\"unavailable\"}";

  switch (fault)
    {
    case CLIENT_FAULT_CUT_BEFORE:
      cut (message, NULL);
      return TRUE;
    case CLIENT_FAULT_WEB_PAGE:
      reply (message, 200, "text/html", WEB_PAGE, strlen (WEB_PAGE));
      return TRUE;
    case CLIENT_FAULT_REDIRECT:
      soup_message_headers_append (headers, "Location", "http://127.0.0.1:1/portal");
      reply (message, 302, "text/html", WEB_PAGE, strlen (WEB_PAGE));
      return TRUE;
    case CLIENT_FAULT_500:
      reply (message, 500, "text/html", WEB_PAGE, strlen (WEB_PAGE));
      return TRUE;
    case CLIENT_FAULT_503:
      soup_message_headers_append (headers, "Retry-After", "1");
      reply (message, 503, "application/json", busy, strlen (busy));
      return TRUE;
    case CLIENT_FAULT_SILENCE:
      soup_server_message_pause (message);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  ClientGateway *gateway = data;
  ClientFault fault = take_fault (gateway, path);
  Answer *answer;
  gsize length;

  client_request_log_add (gateway->log, message, path);
  if (answer_badly (message, fault))
    return;
  if (fault == CLIENT_FAULT_DELAY)
    g_usleep (G_USEC_PER_SEC / 2);
  answer = get_answer (gateway, message, path);
  if (fault == CLIENT_FAULT_TWICE && answer != NULL)
    {
      free_answer (answer);
      answer = get_answer (gateway, message, path);
    }
  length = answer != NULL ? g_bytes_get_size (answer->body) : 0;
  if (fault == CLIENT_FAULT_CUT_AFTER)
    cut (message, NULL);
  else if (fault == CLIENT_FAULT_HALF && answer != NULL)
    send_half (message, answer);
  else
    send_answer (message, answer, fault == CLIENT_FAULT_CUT_JSON ? length / 2 : length);
  g_clear_pointer (&answer, free_answer);
}

static gpointer
serve (gpointer data)
{
  ClientGateway *gateway = data;
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  g_main_context_push_thread_default (gateway->context);
  gateway->session = soup_session_new ();
  gateway->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (gateway->server, NULL, handle_cb, gateway, NULL);
  soup_server_listen_local (gateway->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (gateway->server);
  g_mutex_lock (&gateway->lock);
  gateway->port = (guint) g_uri_get_port (uris->data);
  g_cond_signal (&gateway->started);
  g_mutex_unlock (&gateway->lock);

  g_main_loop_run (gateway->loop);
  soup_server_disconnect (gateway->server);
  g_object_unref (gateway->server);
  g_object_unref (gateway->session);
  g_main_context_pop_thread_default (gateway->context);
  return NULL;
}

/* @server_port: of the server behind it on 127.0.0.1, 0 for none. */
ClientGateway *
client_gateway_new (guint server_port)
{
  ClientGateway *gateway = g_new0 (ClientGateway, 1);

  g_mutex_init (&gateway->lock);
  g_cond_init (&gateway->started);
  gateway->server_port = server_port;
  gateway->log = client_request_log_new ();
  gateway->plans = g_ptr_array_new_with_free_func (free_plan);
  gateway->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_answer);
  gateway->context = g_main_context_new ();
  gateway->loop = g_main_loop_new (gateway->context, FALSE);
  gateway->thread = g_thread_new ("gateway", serve, gateway);
  g_mutex_lock (&gateway->lock);
  while (gateway->port == 0)
    g_cond_wait (&gateway->started, &gateway->lock);
  g_mutex_unlock (&gateway->lock);
  return gateway;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
client_gateway_free (ClientGateway *gateway)
{
  g_main_context_invoke (gateway->context, quit_cb, gateway->loop);
  g_thread_join (gateway->thread);
  g_main_loop_unref (gateway->loop);
  g_main_context_unref (gateway->context);
  client_request_log_free (gateway->log);
  g_ptr_array_unref (gateway->plans);
  g_hash_table_unref (gateway->answers);
  g_cond_clear (&gateway->started);
  g_mutex_clear (&gateway->lock);
  g_free (gateway);
}

char *
client_gateway_get_url (ClientGateway *gateway)
{
  return g_strdup_printf ("http://127.0.0.1:%u", gateway->port);
}

/* The server came back on another port, or is away (a port nobody listens on). */
void
client_gateway_set_server (ClientGateway *gateway, guint server_port)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gateway->lock);

  gateway->server_port = server_port;
}

/* All goes well again. */
void
client_gateway_mend (ClientGateway *gateway)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gateway->lock);

  g_ptr_array_set_size (gateway->plans, 0);
  g_hash_table_remove_all (gateway->answers);
}

/* The next @times requests whose path begins with @path go wrong. */
void
client_gateway_fail (ClientGateway *gateway, const char *path, ClientFault fault, guint times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gateway->lock);
  Plan *plan = g_new (Plan, 1);

  *plan = (Plan){ g_strdup (path), fault, times };
  g_ptr_array_add (gateway->plans, plan);
}

/* What it says by itself at @path, until it is mended. */
void
client_gateway_set_answer (ClientGateway *gateway,
                           const char *path,
                           int status,
                           const char *content_type,
                           const char *body)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&gateway->lock);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  g_hash_table_replace (gateway->answers, g_strdup (path),
                        new_answer (status, content_type, bytes));
}

/* Its syncs bring nothing but the time of the server, until it is mended. */
void
client_gateway_set_clock (ClientGateway *gateway, int64_t now_ms)
{
  g_autofree char *time = et_time_to_iso (now_ms);
  g_autofree char *answer = g_strdup_printf (
      "{\"changes\":[],\"next\":9999999,\"more\":false,\"reset\":false,\"server_time\":\"%s\"}",
      time);

  client_gateway_set_answer (gateway, "/api/sync/", 200, "application/json", answer);
}

/* What came, also while it failed. */
ClientRequestLog *
client_gateway_get_log (ClientGateway *gateway)
{
  return gateway->log;
}

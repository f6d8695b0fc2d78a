/* SPDX-License-Identifier: MIT */
#include "client/et-http-client.h"

#include "client/et-call.h"
#include "core/et-blocking.h"
#include "core/et-error.h"

#define CHUNK_SIZE 65536

/* Seconds without a byte, in either direction, after which a connection counts as dead. */
#define SILENCE_SECONDS 15

struct _EtHttpClient
{
  GMainContext *context; /* owned */
  GMainLoop *loop; /* owned */
  SoupSession *session; /* owned; the thread's alone */
  GThread *thread; /* owned */
};

/* One message on its way; everything but the lower half belongs to the client's thread. */
typedef struct
{
  EtHttpClient *client; /* borrowed */
  SoupMessage *message; /* borrowed, of the waiter */
  gsize max_size;
  GByteArray *body; /* owned */
  GInputStream *stream; /* owned, nullable */
  GCancellable *cancellable; /* owned; ends by the caller's and by the deadline */
  GSource *deadline; /* owned */
  gboolean is_late;

  GMutex lock;
  GCond cond;
  gboolean is_done; /* guarded by lock */
  GError *error; /* owned, nullable */
} Exchange;

static void
finish (Exchange *exchange, GError *error)
{
  g_source_destroy (exchange->deadline);
  g_clear_object (&exchange->stream);

  g_mutex_lock (&exchange->lock);
  exchange->error = error;
  exchange->is_done = TRUE;
  g_cond_signal (&exchange->cond);
  g_mutex_unlock (&exchange->lock);
}

static void read_more (Exchange *exchange);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *exchange = data;
  GError *error = NULL;
  g_autoptr (GBytes)
      chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL || g_bytes_get_size (chunk) == 0)
    {
      finish (exchange, error);
      return;
    }
  g_byte_array_append (exchange->body, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  if (exchange->body->len <= exchange->max_size)
    {
      read_more (exchange);
      return;
    }
  et_error_set (&error, ET_ERROR_BAD_ANSWER);
  finish (exchange, error);
}

static void
read_more (Exchange *exchange)
{
  g_input_stream_read_bytes_async (exchange->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                   exchange->cancellable, read_cb, exchange);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *exchange = data;
  GError *error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream != NULL)
    read_more (exchange);
  else
    finish (exchange, error);
}

static gboolean
deadline_cb (gpointer data)
{
  Exchange *exchange = data;

  exchange->is_late = TRUE;
  g_cancellable_cancel (exchange->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
send_cb (gpointer data)
{
  Exchange *exchange = data;

  g_source_attach (exchange->deadline, exchange->client->context);
  soup_session_send_async (exchange->client->session, exchange->message, G_PRIORITY_DEFAULT,
                           exchange->cancellable, sent_cb, exchange);
  return G_SOURCE_REMOVE;
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* A cancellable's handlers run on whatever thread cancels; the exchange is to be ended on its
 * own. */
static void
cancelled_cb (GCancellable *cancellable, Exchange *exchange)
{
  et_call_later (exchange->client->context, cancel_cb, g_object_ref (exchange->cancellable),
                 g_object_unref);
}

static gpointer
serve (gpointer data)
{
  EtHttpClient *client = data;

  g_main_context_push_thread_default (client->context);
  client->session = soup_session_new_with_options ("timeout", SILENCE_SECONDS, "max-conns-per-host",
                                                   6, "user-agent", "eTickets/" ET_VERSION, NULL);
  soup_session_remove_feature_by_type (client->session, SOUP_TYPE_AUTH_MANAGER);
  g_main_loop_run (client->loop);
  soup_session_abort (client->session);
  g_clear_object (&client->session);
  g_main_context_pop_thread_default (client->context);
  return NULL;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

EtHttpClient *
et_http_client_new (void)
{
  EtHttpClient *client = g_new0 (EtHttpClient, 1);

  client->context = g_main_context_new ();
  client->loop = g_main_loop_new (client->context, FALSE);
  client->thread = g_thread_new ("et-http", serve, client);
  return client;
}

/* No exchange may be under way. */
void
et_http_client_free (EtHttpClient *client)
{
  et_call_later (client->context, quit_cb, client->loop, NULL);
  g_thread_join (client->thread);
  g_main_loop_unref (client->loop);
  g_main_context_unref (client->context);
  g_free (client);
}

typedef struct
{
  EtHttpClient *client; /* borrowed */
  guint seconds;
} Patience;

static gboolean
set_patience_cb (gpointer data)
{
  Patience *patience = data;

  soup_session_abort (patience->client->session); /* idle connections have the old one */
  g_object_set (patience->client->session, "timeout", patience->seconds, NULL);
  return G_SOURCE_REMOVE;
}

/* How long the other side may be silent; 15 seconds unless told. */
void
et_http_client_set_patience (EtHttpClient *client, guint seconds)
{
  Patience patience = { client, seconds };

  et_call_later (client->context, set_patience_cb, g_memdup2 (&patience, sizeof patience), g_free);
}

static void
wait_for (Exchange *exchange, GCancellable *cancellable)
{
  gulong handler = cancellable != NULL ? g_cancellable_connect (
                                             cancellable, G_CALLBACK (cancelled_cb), exchange, NULL)
                                       : 0;

  et_call_later (exchange->client->context, send_cb, exchange, NULL);
  g_mutex_lock (&exchange->lock);
  while (!exchange->is_done)
    g_cond_wait (&exchange->cond, &exchange->lock);
  g_mutex_unlock (&exchange->lock);
  g_cancellable_disconnect (cancellable, handler);
}

/* Sends @message, which nobody else may touch meanwhile, and waits for the whole body: @max_size
 * bytes at most, within @deadline_ms. Blocks.
 * Returns: (transfer full): the body of whatever status; NULL with an error of GIO or libsoup,
 * G_IO_ERROR_TIMED_OUT after the deadline, ET_ERROR_BAD_ANSWER for a body that is too long. */
GBytes *
et_http_client_send (EtHttpClient *client,
                     SoupMessage *message,
                     gsize max_size,
                     guint deadline_ms,
                     GCancellable *cancellable,
                     GError **error)
{
  Exchange exchange = { .client = client, .message = message, .max_size = max_size };
  GBytes *body;

  ET_BLOCKS ();
  g_mutex_init (&exchange.lock);
  g_cond_init (&exchange.cond);
  exchange.body = g_byte_array_new ();
  exchange.cancellable = g_cancellable_new ();
  exchange.deadline = g_timeout_source_new (deadline_ms);
  g_source_set_callback (exchange.deadline, deadline_cb, &exchange, NULL);

  wait_for (&exchange, cancellable);

  g_source_unref (exchange.deadline);
  g_object_unref (exchange.cancellable);
  g_cond_clear (&exchange.cond);
  g_mutex_clear (&exchange.lock);
  body = g_byte_array_free_to_bytes (exchange.body);
  if (exchange.error == NULL)
    return body;

  g_bytes_unref (body);
  if (exchange.is_late)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The deadline has passed");
  else
    g_propagate_error (error, g_steal_pointer (&exchange.error));
  g_clear_error (&exchange.error);
  return NULL;
}

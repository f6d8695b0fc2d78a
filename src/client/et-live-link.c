/* SPDX-License-Identifier: MIT */
#include "client/et-live-link.h"

#include <libsoup/soup.h>
#include <string.h>

#include "client/et-backoff.h"
#include "client/et-json.h"
#include "client/et-session-state.h"
#include "client/et-timer.h"
#include "core/et-json-scan.h"
#include "core/et-json-writer.h"

#define PATH "/api/sync/live/"
#define MAX_HINT 256
#define PING_SECONDS 30 /* so that a dead network shows */

struct _EtLiveLink
{
  GObject parent_instance;

  EtSession *session; /* owned */
  GFunc hinted;
  gpointer data; /* borrowed */

  gboolean is_started;
  gboolean is_up; /* the server has answered on this socket */
  SoupSession *soup; /* owned, nullable while stopped */
  GCancellable *cancellable; /* owned, nullable; of the opening under way */
  SoupWebsocketConnection *socket; /* owned, nullable */
  guint n_failures; /* since the server last said something */
  EtTimer *timer; /* owned; to the next try */
};

G_DEFINE_FINAL_TYPE (EtLiveLink, et_live_link, G_TYPE_OBJECT)

static void
drop_socket (EtLiveLink *self)
{
  self->is_up = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->socket == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->socket, self);
  if (soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  g_clear_object (&self->socket);
}

static void
try_later (EtLiveLink *self)
{
  drop_socket (self);
  self->n_failures++;
  et_timer_set (self->timer, et_backoff_get_wait (self->n_failures, 0, NULL));
}

static void
closed_cb (SoupWebsocketConnection *socket, EtLiveLink *self)
{
  g_debug ("The server ended the live connection: %u",
           soup_websocket_connection_get_close_code (socket));
  try_later (self);
}

/* Says the hint back: then the server may send the next one. */
static void
message_cb (SoupWebsocketConnection *socket, int type, GBytes *message, EtLiveLink *self)
{
  gsize length;
  const char *text = g_bytes_get_data (message, &length);
  g_autoptr (JsonObject) hint = NULL;
  g_autofree char *answer = NULL;
  int64_t version;

  if (type == SOUP_WEBSOCKET_DATA_TEXT && length <= MAX_HINT)
    hint = et_json_parse_object (text, length, &et_json_request_limits, NULL);
  if (hint == NULL || !et_json_read_int64 (hint, "version", &version, NULL))
    {
      try_later (self);
      return;
    }
  self->n_failures = 0;
  self->is_up = TRUE;
  answer = g_strdup_printf ("{\"version\":%" G_GINT64_FORMAT "}", version);
  soup_websocket_connection_send_text (socket, answer);
  self->hinted (self->data, NULL);
}

static void
say_who (EtLiveLink *self)
{
  g_autofree char *token = et_remote_dup_token (self->session->remote);
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;

  et_json_writer_begin_object (writer, NULL);
  if (token != NULL)
    et_json_writer_text (writer, "token", token);
  et_json_writer_end_object (writer);
  json = et_json_writer_finish (writer);
  soup_websocket_connection_send_message (self->socket, SOUP_WEBSOCKET_DATA_TEXT, json);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtLiveLink) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection)
      socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (socket == NULL)
    {
      g_debug ("There is no live connection: %s", error->message);
      try_later (self);
      return;
    }
  g_clear_object (&self->cancellable);
  self->socket = g_steal_pointer (&socket);
  soup_websocket_connection_set_keepalive_interval (self->socket, PING_SECONDS);
  g_signal_connect (self->socket, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (self->socket, "closed", G_CALLBACK (closed_cb), self);
  say_who (self);
}

/* The token goes where the person chose and nowhere else: see et-remote.c. */
static void
open_socket (EtLiveLink *self)
{
  const char *url = et_remote_get_url (self->session->remote);
  g_autofree char *address = g_strconcat ("ws", url + strlen ("http"), PATH, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);

  drop_socket (self);
  if (message == NULL)
    return;
  if (!et_network_leave_check_quietly (et_remote_get_leave (self->session->remote), NULL))
    {
      try_later (self);
      return;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  self->cancellable = g_cancellable_new ();
  soup_session_websocket_connect_async (self->soup, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        self->cancellable, opened_cb, g_object_ref (self));
}

static void
timer_cb (gpointer data, gpointer nothing)
{
  open_socket (data);
}

/* Another person, or nobody, listens now. */
static void
session_changed_cb (EtLiveLink *self)
{
  if (!self->is_started)
    return;
  self->n_failures = 0;
  et_timer_set (self->timer, 0);
}

static void
et_live_link_dispose (GObject *object)
{
  et_live_link_stop (ET_LIVE_LINK (object));

  G_OBJECT_CLASS (et_live_link_parent_class)->dispose (object);
}

static void
et_live_link_finalize (GObject *object)
{
  EtLiveLink *self = ET_LIVE_LINK (object);

  g_clear_object (&self->session);
  et_timer_free (self->timer);

  G_OBJECT_CLASS (et_live_link_parent_class)->finalize (object);
}

static void
et_live_link_class_init (EtLiveLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = et_live_link_dispose;
  object_class->finalize = et_live_link_finalize;
}

static void
et_live_link_init (EtLiveLink *self)
{
  self->timer = et_timer_new (timer_cb, self);
}

/* @hinted: called with @data first, on this thread, when there may be something new: after each
 * hint, and once the link stands. */
EtLiveLink *
et_live_link_new (EtSession *session, GFunc hinted, gpointer data)
{
  EtLiveLink *self = g_object_new (ET_TYPE_LIVE_LINK, NULL);

  self->session = g_object_ref (session);
  self->hinted = hinted;
  self->data = data;
  g_signal_connect_object (session, "notify::is-signed-in", G_CALLBACK (session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* Opens the link and keeps it open. */
void
et_live_link_start (EtLiveLink *self)
{
  if (self->is_started)
    return;
  self->is_started = TRUE;
  self->n_failures = 0;
  self->soup = soup_session_new_with_options ("user-agent", "eTickets/" ET_VERSION, NULL);
  soup_session_remove_feature_by_type (self->soup, SOUP_TYPE_AUTH_MANAGER);
  et_timer_set (self->timer, 0);
}

/* Ends it; @hinted is not called any more. */
void
et_live_link_stop (EtLiveLink *self)
{
  if (!self->is_started)
    return;
  self->is_started = FALSE;
  et_timer_stop (self->timer);
  drop_socket (self);
  soup_session_abort (self->soup);
  g_clear_object (&self->soup);
}

/* Whether the server will say what is new. */
gboolean
et_live_link_is_up (EtLiveLink *self)
{
  return self->is_up;
}

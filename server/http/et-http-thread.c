/* SPDX-License-Identifier: MIT */
#include "server/http/et-http-thread.h"

#include <unistd.h>

#include "server/http/et-answer-fields.h"
#include "server/http/et-dispatch.h"
#include "server/http/et-inbox.h"
#include "server/http/et-live.h"
#include "server/http/et-lobby.h"
#include "server/http/et-soup.h"

struct _EtHttpThread
{
  EtHttpServer *server; /* borrowed */
  guint number; /* among the server's threads */
  GThread *thread;
  GMainContext *context; /* owned */
  GMainLoop *loop; /* owned */
  EtInbox *inbox; /* owned */

  /* Of the thread itself */
  SoupServer *soup; /* owned */
  GSocketAddress *local_address; /* owned */
  EtLobby *lobby; /* owned */
  GQueue connections;
  EtLiveRoom *live_room; /* owned */
  int pretended_fd; /* the far end of what libsoup takes for its listener */
};

typedef struct
{
  EtMail mail;
  int fd;
  EtPeer peer;
} Arrival;

/* Where the connection of a message is found: at the remote address, which libsoup hands on. */
static GQuark
connection_quark (void)
{
  static GQuark quark;

  return quark != 0 ? quark : (quark = g_quark_from_static_string ("et-connection"));
}

static GBytes *
refuse_cb (gpointer owner, EtConnection *connection, const EtHead *head, EtErrorCode code)
{
  EtHttpThread *thread = owner;

  et_metrics_count_refusal (thread->server->metrics, et_error_code_get_status (code));
  if (et_http_config_logs (&thread->server->config, G_LOG_LEVEL_INFO))
    g_info ("%s %s %d from %s", head != NULL ? head->method : "-", head != NULL ? head->path : "-",
            et_error_code_get_status (code), et_connection_get_peer (connection)->text);
  return et_refusal_new (thread->server, head, code);
}

static void
closed_cb (gpointer owner, EtConnection *connection)
{
  EtHttpThread *thread = owner;

  g_queue_unlink (&thread->connections, et_connection_get_link (connection));
  et_http_server_release (thread->server, et_connection_get_peer (connection));
}

static void
request_cb (
    SoupServer *soup, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer data)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (msg);
  EtConnection *connection = g_object_get_qdata (G_OBJECT (remote), connection_quark ());

  et_dispatch_request (data, msg, connection);
}

static gboolean
sweep_cb (gpointer data)
{
  EtHttpThread *thread = data;
  int64_t now_us = g_get_monotonic_time ();

  for (GList *link = thread->connections.head; link != NULL; link = link->next)
    et_connection_check_deadline (link->data, now_us);
  et_live_room_sweep (thread->live_room, now_us);
  et_lobby_sweep (thread->lobby, now_us);
  return G_SOURCE_CONTINUE;
}

static void
end_idle_connections (EtHttpThread *thread)
{
  for (GList *link = thread->connections.head; link != NULL; link = link->next)
    if (et_connection_is_idle (link->data))
      et_connection_shut_down (link->data);
}

/* One look at every connection a few times in the shortest deadline costs less than a timer for
 * each phase of each request. */
static void
attach_sweep (EtHttpThread *thread)
{
  const EtDeadlines *deadlines = &thread->server->deadlines;
  guint shortest = MIN (MIN (deadlines->header_ms, deadlines->body_ms),
                        MIN (deadlines->idle_ms, deadlines->write_ms));
  GSource *sweep = g_timeout_source_new (CLAMP (shortest / 10, 10, 250));

  g_source_set_callback (sweep, sweep_cb, thread, NULL);
  g_source_attach (sweep, thread->context);
  g_source_unref (sweep);
}

/* To be called by the one thread that starts all the others: in GLib 2.74 two threads wait for each
 * other for ever, when one initialises a class that mentions GSocket while the other has GSocket
 * registered. */
static void
make_soup (EtHttpThread *thread)
{
  g_main_context_push_thread_default (thread->context);
  thread->soup = et_soup_new (&thread->pretended_fd);
  soup_server_add_handler (thread->soup, NULL, request_cb, thread, NULL);
  g_main_context_pop_thread_default (thread->context);
}

static gpointer
run (gpointer data)
{
  EtHttpThread *thread = data;

  g_main_context_push_thread_default (thread->context);
  g_main_loop_run (thread->loop);

  soup_server_disconnect (thread->soup);
  g_clear_object (&thread->soup);
  close (thread->pretended_fd);
  g_main_context_pop_thread_default (thread->context);
  return NULL;
}

/* A client says something for the first time. */
static void
admit_cb (gpointer data, int fd, const EtPeer *peer)
{
  static const EtConnectionFuncs funcs = { refuse_cb, closed_cb };
  EtHttpThread *thread = data;
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (peer->text, 0);
  g_autoptr (EtConnection)
      connection = et_connection_new (fd, peer, &thread->server->deadlines, &funcs, thread);

  g_object_set_qdata (G_OBJECT (remote), connection_quark (), connection);
  g_queue_push_tail_link (&thread->connections, et_connection_get_link (connection));
  soup_server_accept_iostream (thread->soup, G_IO_STREAM (connection), thread->local_address,
                               remote, NULL);
}

static void
leave_cb (gpointer data, const EtPeer *peer)
{
  EtHttpThread *thread = data;

  et_http_server_release (thread->server, peer);
}

static void
deliver_arrival (EtMail *mail, EtHttpThread *thread)
{
  Arrival *arrival = (Arrival *) mail;

  et_lobby_take (thread->lobby, arrival->fd, &arrival->peer, thread->server->deadlines.header_ms);
  g_free (arrival);
}

static void
discard_arrival (EtMail *mail)
{
  close (((Arrival *) mail)->fd);
  g_free (mail);
}

static void
discard_plain (EtMail *mail)
{
  g_free (mail);
}

static void
deliver_drain (EtMail *mail, EtHttpThread *thread)
{
  et_lobby_sweep (thread->lobby, G_MAXINT64);
  end_idle_connections (thread);
  et_live_room_end_all (thread->live_room);
  g_free (mail);
}

static void
deliver_quit (EtMail *mail, EtHttpThread *thread)
{
  g_main_loop_quit (thread->loop);
  g_free (mail);
}

static void
post_new (EtHttpThread *thread, void (*deliver) (EtMail *mail, EtHttpThread *thread))
{
  EtMail *mail = g_new0 (EtMail, 1);

  mail->deliver = deliver;
  mail->discard = discard_plain;
  et_http_thread_post (thread, mail);
  et_http_thread_wake (thread);
}

/* Starts a thread that serves the connections it is given, with a SoupServer of its own. */
EtHttpThread *
et_http_thread_new (EtHttpServer *server, guint number)
{
  static const EtLobbyFuncs lobby = { admit_cb, leave_cb };
  EtHttpThread *thread = g_new0 (EtHttpThread, 1);

  thread->server = server;
  thread->number = number;
  thread->context = g_main_context_new ();
  thread->loop = g_main_loop_new (thread->context, FALSE);
  thread->local_address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_queue_init (&thread->connections);

  thread->inbox = et_inbox_new (thread->context, thread);
  thread->lobby = et_lobby_new (thread->context, &lobby, thread);
  thread->live_room = et_live_room_new (thread, thread->context);
  make_soup (thread);
  attach_sweep (thread);
  thread->thread = g_thread_new ("http", run, thread);
  return thread;
}

/* Ends the thread and its connections; what is still posted to it is kept until it is freed. */
void
et_http_thread_join (EtHttpThread *thread)
{
  if (thread->thread == NULL)
    return;
  post_new (thread, deliver_quit);
  g_thread_join (g_steal_pointer (&thread->thread));
}

/* To be called when nobody can post any more. */
void
et_http_thread_free (EtHttpThread *thread)
{
  et_http_thread_join (thread);
  et_inbox_free (thread->inbox);
  et_lobby_free (thread->lobby);
  et_live_room_free (thread->live_room);
  g_object_unref (thread->local_address);
  g_main_loop_unref (thread->loop);
  g_main_context_unref (thread->context);
  g_free (thread);
}

/* Leaves @mail (transfer full) for the thread, which takes it when it is awake. From any thread. */
void
et_http_thread_post (EtHttpThread *thread, EtMail *mail)
{
  et_inbox_post (thread->inbox, mail);
}

/* Has the thread take what was posted. From any thread. */
void
et_http_thread_wake (EtHttpThread *thread)
{
  if (et_inbox_has_mail (thread->inbox))
    g_main_context_wakeup (thread->context);
}

/* Hands a connected socket on. From any thread. */
void
et_http_thread_accept (EtHttpThread *thread, int fd, const EtPeer *peer)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->mail.deliver = deliver_arrival;
  arrival->mail.discard = discard_arrival;
  arrival->fd = fd;
  arrival->peer = *peer;
  et_http_thread_post (thread, &arrival->mail);
  et_http_thread_wake (thread);
}

/* Ends the connections on which nothing is under way. From any thread. */
void
et_http_thread_drain (EtHttpThread *thread)
{
  post_new (thread, deliver_drain);
}

/* Makes a WebSocket, counted already, of a connection, whose request is answered by @accept. To be called on the
 * thread itself, when libsoup has let go of the connection. @client: who is behind a proxy. */
void
et_http_thread_upgrade (EtHttpThread *thread,
                        EtConnection *connection,
                        const EtPeer *client,
                        const char *accept)
{
  g_autoptr (GByteArray) received = NULL;
  int fd = et_connection_steal (connection, &received);

  if (fd < 0)
    {
      et_address_count_release (thread->server->live_count, &client->key);
      return;
    }
  g_queue_unlink (&thread->connections, et_connection_get_link (connection));
  et_live_room_add (thread->live_room, fd, et_connection_get_peer (connection), &client->key,
                    accept, received);
}

/* The WebSockets that the thread serves. */
EtLiveRoom *
et_http_thread_get_live_room (EtHttpThread *thread)
{
  return thread->live_room;
}

/* The server that the thread works for. */
EtHttpServer *
et_http_thread_get_server (EtHttpThread *thread)
{
  return thread->server;
}

/* The thread's place among those of the server, from 0. */
guint
et_http_thread_get_number (EtHttpThread *thread)
{
  return thread->number;
}

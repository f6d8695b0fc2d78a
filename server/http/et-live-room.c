/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <glib-unix.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/http/et-live-private.h"

#define MAX_EVENTS 64
#define SWEEP_US (G_USEC_PER_SEC / 4)

struct _EtLiveRoom
{
  EtHttpThread *thread; /* borrowed */
  int epoll_fd;
  GSource *source; /* owned; of the epoll descriptor */
  GQueue clients;
  GHashTable *by_account; /* owned: queues of EtLive by account */
  GHashTable *asking; /* owned: borrowed EtLive by its number */
  guint64 last_number;
  int64_t swept_us;
};

/* A word for the clients of a thread. */
typedef struct
{
  EtMail mail;
  int64_t number; /* of the change, or of the session that is over */
  int64_t account_id;
} Word;

/* Lists a client under its account, so that a word for one account does not look at all. */
void
et_live_room_enter (EtLive *live)
{
  GHashTable *by_account = live->room->by_account;
  GQueue *clients = g_hash_table_lookup (by_account, &live->account_id);

  if (clients == NULL)
    {
      clients = g_queue_new ();
      g_hash_table_insert (by_account, g_memdup2 (&live->account_id, sizeof live->account_id),
                           clients);
    }
  live->account_link.data = live;
  g_queue_push_tail_link (clients, &live->account_link);
}

static void
leave (EtLive *live)
{
  GHashTable *by_account = live->room->by_account;
  GQueue *clients = g_hash_table_lookup (by_account, &live->account_id);

  if (live->account_link.data == NULL)
    return;
  g_queue_unlink (clients, &live->account_link);
  if (clients->length == 0)
    g_hash_table_remove (by_account, &live->account_id);
}

static void
drop (EtLive *live)
{
  EtLiveRoom *room = live->room;
  EtHttpServer *server = et_live_room_get_server (room);

  close (live->fd);
  g_queue_unlink (&room->clients, &live->link);
  leave (live);
  if (live->number != 0)
    g_hash_table_remove (room->asking, &live->number);
  et_address_count_release (server->live_count, &live->client);
  et_http_server_release (server, &live->peer);
  g_clear_pointer (&live->received, g_byte_array_unref);
  g_clear_pointer (&live->message, g_byte_array_unref);
  g_free (live);
}

/* What is told to go is read until its end, so that the kernel does not take the word back. */
static void
receive (EtLive *live)
{
  guint8 bytes[ET_WEBSOCKET_MAX_CLIENT_FRAME];
  gssize n = recv (live->fd, bytes, sizeof bytes, MSG_DONTWAIT);

  if (n > 0)
    et_live_take (live, bytes, (gsize) n);
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    drop (live);
}

static gboolean
events_cb (int fd, GIOCondition condition, gpointer data)
{
  struct epoll_event events[MAX_EVENTS];
  int n = epoll_wait (fd, events, MAX_EVENTS, 0);

  for (int i = 0; i < n; i++)
    receive (events[i].data.ptr);
  return G_SOURCE_CONTINUE;
}

/* @thread: whose clients they are; @context: of it. */
EtLiveRoom *
et_live_room_new (EtHttpThread *thread, GMainContext *context)
{
  EtLiveRoom *room = g_new0 (EtLiveRoom, 1);

  room->thread = thread;
  room->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (room->epoll_fd < 0)
    g_error ("No epoll descriptor: %s", g_strerror (errno));
  room->by_account = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                            (GDestroyNotify) g_queue_free);
  room->asking = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_queue_init (&room->clients);
  room->source = g_unix_fd_source_new (room->epoll_fd, G_IO_IN);
  g_source_set_callback (room->source, (GSourceFunc) (void (*) (void)) events_cb, room, NULL);
  g_source_attach (room->source, context);
  return room;
}

/* Ends what is left without a word. To be called when the thread has ended. */
void
et_live_room_free (EtLiveRoom *room)
{
  while (room->clients.head != NULL)
    drop (room->clients.head->data);
  g_source_destroy (room->source);
  g_source_unref (room->source);
  g_hash_table_unref (room->asking);
  g_hash_table_unref (room->by_account);
  close (room->epoll_fd);
  g_free (room);
}

/* The server that the room's thread works for. */
EtHttpServer *
et_live_room_get_server (EtLiveRoom *room)
{
  return et_http_thread_get_server (room->thread);
}

/* Takes over @fd, whose request has been read, and answers it.
 * @peer: the other end; @client: who is counted as such, already.
 * @accept: for the answer. @received: what came after the request. */
void
et_live_room_add (EtLiveRoom *room,
                  int fd,
                  const EtPeer *peer,
                  const EtAddressKey *client,
                  const char *accept,
                  GByteArray *received)
{
  EtLive *live = g_new0 (EtLive, 1);
  struct epoll_event event = { .events = EPOLLIN, .data = { .ptr = live } };

  live->room = room;
  live->fd = fd;
  live->peer = *peer;
  live->client = *client;
  live->link.data = live;
  g_queue_push_tail_link (&room->clients, &live->link);
  if (epoll_ctl (room->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    {
      g_warning ("A WebSocket cannot be watched: %s", g_strerror (errno));
      drop (live);
      return;
    }
  et_live_greet (live, accept);
  if (received->len > 0)
    et_live_take (live, received->data, received->len);
}

/* Tells everybody that the server goes. */
void
et_live_room_end_all (EtLiveRoom *room)
{
  for (GList *link = room->clients.head; link != NULL; link = link->next)
    et_live_end (link->data, ET_WEBSOCKET_GOING_AWAY);
}

/* Looks at the deadlines, and at the hints that wait, now and then. */
void
et_live_room_sweep (EtLiveRoom *room, int64_t now_us)
{
  if (now_us - room->swept_us < SWEEP_US)
    return;
  room->swept_us = now_us;
  for (GList *link = room->clients.head; link != NULL; link = link->next)
    et_live_sweep (link->data, now_us);
}

static void
discard_word (EtMail *mail)
{
  g_free (mail);
}

static void
deliver_version (EtMail *mail, EtHttpThread *thread)
{
  g_autofree Word *word = (Word *) mail;
  EtLiveRoom *room = et_http_thread_get_live_room (thread);
  GQueue *clients = word->account_id == 0
                        ? &room->clients
                        : g_hash_table_lookup (room->by_account, &word->account_id);

  for (GList *link = clients != NULL ? clients->head : NULL; link != NULL; link = link->next)
    et_live_hint (link->data, word->number);
}

static void
deliver_end (EtMail *mail, EtHttpThread *thread)
{
  g_autofree Word *word = (Word *) mail;

  for (GList *link = et_http_thread_get_live_room (thread)->clients.head; link != NULL;
       link = link->next)
    {
      EtLive *live = link->data;

      if (live->session_id != 0 && (word->number != 0 ? word->number == live->session_id
                                                      : word->account_id == live->account_id))
        et_live_end (live, ET_WEBSOCKET_UNAUTHENTICATED);
    }
}

static void
post (EtHttpThread *thread,
      void (*deliver) (EtMail *mail, EtHttpThread *thread),
      int64_t number,
      int64_t account_id)
{
  Word *word = g_new0 (Word, 1);

  word->mail.deliver = deliver;
  word->mail.discard = discard_word;
  word->number = number;
  word->account_id = account_id;
  et_http_thread_post (thread, &word->mail);
}

/* Leaves a hint for the thread's clients of an account or, with 0, for all. */
void
et_live_post_version (EtHttpThread *thread, int64_t version, int64_t account_id)
{
  post (thread, deliver_version, version, account_id);
}

/* Has the thread end the WebSockets of a session or, with 0, of an account. */
void
et_live_post_end (EtHttpThread *thread, int64_t session_id, int64_t account_id)
{
  post (thread, deliver_end, session_id, account_id);
}

/* A look into the database goes the way of requests, as one of its own. */
static void
ask_database (EtLiveRoom *room, EtLive *live, const char *token)
{
  static const char head[] = "GET /api/sync/live HTTP/1.1\r\nHost: a\r\n\r\n";
  EtHttpServer *server = et_live_room_get_server (room);
  EtJob *job = g_new0 (EtJob, 1);

  live->number = ++room->last_number;
  g_hash_table_insert (room->asking, &live->number, live);
  job->thread = room->thread;
  job->server = server;
  job->live = live->number;
  job->req = et_request_new (&server->config, &server->hooks, et_head_new (head, sizeof head - 1),
                             NULL, &live->peer);
  job->token = et_request_keep_string (job->req, g_strdup (token));
  job->is_identifying = TRUE;
  if (!server->hooks.submit (server->hooks.app, job, &job->error))
    et_live_job_done (job);
}

/* Finds out who holds @token, by and by. */
void
et_live_room_ask (EtLiveRoom *room, EtLive *live, const char *token)
{
  const EtHttpHooks *hooks = &et_live_room_get_server (room)->hooks;
  EtCaller caller = { 0 };

  live->state = ET_LIVE_ASKING;
  switch (hooks->identify (hooks->app, token, FALSE, &caller))
    {
    case ET_KNOWN:
      et_live_identified (live, &caller);
      break;
    case ET_UNKNOWN:
      et_live_end (live, ET_WEBSOCKET_UNAUTHENTICATED);
      break;
    case ET_ASK:
      ask_database (room, live, token);
      break;
    }
}

/* The database has said who a client is; it may be gone meanwhile. Frees the job. */
void
et_live_job_done (EtJob *job)
{
  EtLiveRoom *room = et_http_thread_get_live_room (job->thread);
  EtLive *live = g_hash_table_lookup (room->asking, &job->live);

  if (live != NULL)
    {
      g_hash_table_remove (room->asking, &live->number);
      live->number = 0;
    }
  if (live != NULL && live->state == ET_LIVE_ASKING)
    {
      if (job->error != NULL)
        et_live_end (live, ET_WEBSOCKET_TRY_LATER);
      else if (job->req->caller.session_id == 0)
        et_live_end (live, ET_WEBSOCKET_UNAUTHENTICATED);
      else
        et_live_identified (live, &job->req->caller);
    }
  et_dispatch_free (job);
}

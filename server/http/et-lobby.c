/* SPDX-License-Identifier: MIT */
#include "server/http/et-lobby.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

#define MAX_EVENTS 64

struct _EtLobby
{
  const EtLobbyFuncs *funcs; /* borrowed */
  gpointer owner; /* borrowed */
  int epoll_fd;
  GSource *source; /* owned; of the epoll descriptor */
  GQueue visitors; /* who waits, about the first comer first */
};

typedef struct
{
  GList link;
  int fd; /* owned */
  EtPeer peer;
  int64_t deadline_us;
} Visitor;

static void
forget (EtLobby *lobby, Visitor *visitor)
{
  g_queue_unlink (&lobby->visitors, &visitor->link);
  g_free (visitor);
}

static void
send_away (EtLobby *lobby, Visitor *visitor)
{
  close (visitor->fd);
  lobby->funcs->leave (lobby->owner, &visitor->peer);
  forget (lobby, visitor);
}

static gboolean
has_said_something (int fd)
{
  char byte;

  return recv (fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || (errno != EAGAIN && errno != EINTR);
}

/* Also whoever left: that is seen by reading. */
static void
admit (EtLobby *lobby, Visitor *visitor)
{
  epoll_ctl (lobby->epoll_fd, EPOLL_CTL_DEL, visitor->fd, NULL);
  lobby->funcs->admit (lobby->owner, visitor->fd, &visitor->peer);
  forget (lobby, visitor);
}

static gboolean
events_cb (int fd, GIOCondition condition, gpointer data)
{
  struct epoll_event events[MAX_EVENTS];
  int n = epoll_wait (fd, events, MAX_EVENTS, 0);

  for (int i = 0; i < n; i++)
    admit (data, events[i].data.ptr);
  return G_SOURCE_CONTINUE;
}

/* @context: of the thread; @funcs and @owner are borrowed. */
EtLobby *
et_lobby_new (GMainContext *context, const EtLobbyFuncs *funcs, gpointer owner)
{
  EtLobby *lobby = g_new0 (EtLobby, 1);

  lobby->funcs = funcs;
  lobby->owner = owner;
  g_queue_init (&lobby->visitors);
  lobby->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (lobby->epoll_fd < 0)
    g_error ("No epoll descriptor: %s", g_strerror (errno));
  lobby->source = g_unix_fd_source_new (lobby->epoll_fd, G_IO_IN);
  g_source_set_callback (lobby->source, (GSourceFunc) (void (*) (void)) events_cb, lobby, NULL);
  g_source_attach (lobby->source, context);
  return lobby;
}

/* Sends away who still waits. */
void
et_lobby_free (EtLobby *lobby)
{
  et_lobby_sweep (lobby, G_MAXINT64);
  g_source_destroy (lobby->source);
  g_source_unref (lobby->source);
  close (lobby->epoll_fd);
  g_free (lobby);
}

/* Takes over @fd, a connected socket, and waits for its client's first byte. */
void
et_lobby_take (EtLobby *lobby, int fd, const EtPeer *peer, guint patience_ms)
{
  Visitor *visitor;
  struct epoll_event event = { .events = EPOLLIN };

  if (has_said_something (fd))
    {
      lobby->funcs->admit (lobby->owner, fd, peer);
      return;
    }
  visitor = g_new0 (Visitor, 1);
  visitor->link.data = visitor;
  visitor->fd = fd;
  visitor->peer = *peer;
  visitor->deadline_us = g_get_monotonic_time () + (int64_t) patience_ms * 1000;
  g_queue_push_tail_link (&lobby->visitors, &visitor->link);
  event.data.ptr = visitor;
  if (epoll_ctl (lobby->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    send_away (lobby, visitor);
}

/* Sends away, without a word, who has waited for too long: all have the same patience, so that the
 * first to wait is the first to go. */
void
et_lobby_sweep (EtLobby *lobby, int64_t now_us)
{
  while (lobby->visitors.head != NULL)
    {
      Visitor *visitor = lobby->visitors.head->data;

      if (now_us < visitor->deadline_us)
        return;
      send_away (lobby, visitor);
    }
}

/* SPDX-License-Identifier: MIT */
#include "server/http/et-tls-thread.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MAX_EVENTS 64
#define SWEEP_MS 250

/* The last bit of an event's data: it is about the client's side. */
#define OF_CLIENT G_GUINT64_CONSTANT (1)

struct _EtTlsThread
{
  const EtTlsRelayOptions *options; /* borrowed */
  EtAddressCount *count; /* borrowed: connections are released there */
  GThread *thread; /* owned */
  int epoll_fd;
  int wake_fd;
  GAsyncQueue *arrivals; /* owned, of Arrival */
  gint is_draining; /* atomic */
  gint is_stopping; /* atomic */

  GQueue relays; /* the thread's own */
};

typedef struct
{
  int fd; /* owned */
  EtPeer peer;
  EtTlsCredentials *credentials; /* owned */
} Arrival;

static void
drop (EtTlsThread *thread, EtTlsRelay *relay)
{
  g_queue_unlink (&thread->relays, et_tls_relay_get_link (relay));
  et_address_count_release (thread->count, &et_tls_relay_get_peer (relay)->key);
  et_tls_relay_free (relay);
}

static void
take_arrival (EtTlsThread *thread, Arrival *arrival)
{
  EtTlsRelay *relay = et_tls_relay_new (arrival->fd, &arrival->peer, arrival->credentials,
                                        thread->options, thread->epoll_fd);

  if (relay == NULL)
    et_address_count_release (thread->count, &arrival->peer.key);
  else
    {
      g_queue_push_tail_link (&thread->relays, et_tls_relay_get_link (relay));
      et_tls_relay_step (relay, FALSE);
    }
  et_tls_credentials_unref (arrival->credentials);
  g_free (arrival);
}

/* Ends what is over, and while draining what has not begun. */
static void
sweep (EtTlsThread *thread)
{
  gboolean is_draining = g_atomic_int_get (&thread->is_draining);
  int64_t now_us = g_get_monotonic_time ();
  GList *next;

  for (GList *link = thread->relays.head; link != NULL; link = next)
    {
      next = link->next;
      if (et_tls_relay_is_over (link->data, now_us) ||
          (is_draining && et_tls_relay_is_shaking_hands (link->data)))
        drop (thread, link->data);
    }
}

/* Both sides of a connection may have an event, so that none is freed before all were looked at. */
static void
handle_events (EtTlsThread *thread, const struct epoll_event *events, int n_events)
{
  eventfd_t value;

  for (int i = 0; i < n_events; i++)
    if (events[i].data.u64 == 0)
      eventfd_read (thread->wake_fd, &value);
    else
      {
        gboolean of_client = (events[i].data.u64 & OF_CLIENT) != 0;
        guintptr relay = (guintptr) (events[i].data.u64 & ~OF_CLIENT);

        et_tls_relay_step ((EtTlsRelay *) relay,
                           of_client && (events[i].events & (EPOLLERR | EPOLLHUP)) != 0);
      }
}

static void
drop_ended (EtTlsThread *thread, const struct epoll_event *events, int n_events)
{
  for (int i = 0; i < n_events; i++)
    {
      EtTlsRelay *relay = (EtTlsRelay *) (guintptr) (events[i].data.u64 & ~OF_CLIENT);
      gboolean is_known = FALSE;

      for (int j = 0; j < i && !is_known; j++)
        is_known = ((events[j].data.u64 ^ events[i].data.u64) & ~OF_CLIENT) == 0;
      if (relay != NULL && !is_known && et_tls_relay_is_over (relay, 0))
        drop (thread, relay);
    }
}

static gpointer
run (gpointer data)
{
  EtTlsThread *thread = data;
  int64_t swept_us = 0;

  while (!g_atomic_int_get (&thread->is_stopping))
    {
      struct epoll_event events[MAX_EVENTS];
      int n = epoll_wait (thread->epoll_fd, events, MAX_EVENTS, SWEEP_MS);
      Arrival *arrival;

      handle_events (thread, events, n);
      drop_ended (thread, events, n);
      while ((arrival = g_async_queue_try_pop (thread->arrivals)) != NULL)
        take_arrival (thread, arrival);
      if (g_get_monotonic_time () - swept_us < SWEEP_MS * 1000)
        continue;
      sweep (thread);
      swept_us = g_get_monotonic_time ();
    }
  while (thread->relays.head != NULL)
    drop (thread, thread->relays.head->data);
  return NULL;
}

/* Starts the thread. @options and @count must outlive it. */
EtTlsThread *
et_tls_thread_new (const EtTlsRelayOptions *options, EtAddressCount *count)
{
  EtTlsThread *thread = g_new0 (EtTlsThread, 1);
  struct epoll_event wake = { .events = EPOLLIN };

  thread->options = options;
  thread->count = count;
  thread->arrivals = g_async_queue_new ();
  g_queue_init (&thread->relays);
  thread->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  thread->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (thread->epoll_fd < 0 || thread->wake_fd < 0 ||
      epoll_ctl (thread->epoll_fd, EPOLL_CTL_ADD, thread->wake_fd, &wake) != 0)
    g_error ("No epoll descriptor: %s", g_strerror (errno));
  thread->thread = g_thread_new ("tls", run, thread);
  return thread;
}

/* Hands a connected socket on, which was counted. From any thread. */
void
et_tls_thread_accept (EtTlsThread *thread,
                      int fd,
                      const EtPeer *peer,
                      EtTlsCredentials *credentials)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->fd = fd;
  arrival->peer = *peer;
  arrival->credentials = et_tls_credentials_ref (credentials);
  g_async_queue_push (thread->arrivals, arrival);
  eventfd_write (thread->wake_fd, 1);
}

/* Ends handshakes; what was handed on ends with its far end. From any thread. */
void
et_tls_thread_drain (EtTlsThread *thread)
{
  g_atomic_int_set (&thread->is_draining, TRUE);
}

/* Ends the thread, and what it serves. Nobody may hand on any more. */
void
et_tls_thread_free (EtTlsThread *thread)
{
  Arrival *arrival;

  g_atomic_int_set (&thread->is_stopping, TRUE);
  eventfd_write (thread->wake_fd, 1);
  g_thread_join (thread->thread);
  while ((arrival = g_async_queue_try_pop (thread->arrivals)) != NULL)
    {
      close (arrival->fd);
      et_address_count_release (thread->count, &arrival->peer.key);
      et_tls_credentials_unref (arrival->credentials);
      g_free (arrival);
    }
  g_async_queue_unref (thread->arrivals);
  close (thread->epoll_fd);
  close (thread->wake_fd);
  g_free (thread);
}

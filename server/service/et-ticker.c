/* SPDX-License-Identifier: MIT */
#include "server/service/et-ticker.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _EtTicker
{
  EtTickFunc tick;
  EtTickWait wait; /* nullable: waits for nothing but the time */
  gpointer data; /* borrowed */
  int64_t interval; /* microseconds */
  int stop_fd; /* owned: can be read when the ticker stops */
  GThread *thread; /* owned */
};

static gboolean
is_stopping (EtTicker *ticker)
{
  struct pollfd stop = { ticker->stop_fd, POLLIN, 0 };

  return poll (&stop, 1, 0) > 0;
}

static void
wait_for_time (int stop_fd, guint ms)
{
  struct pollfd stop = { stop_fd, POLLIN, 0 };

  poll (&stop, 1, (int) ms);
}

/* Returns: FALSE when the ticker stops before @time, monotonic. */
static gboolean
wait_until (EtTicker *ticker, int64_t time)
{
  int64_t now;

  while ((now = g_get_monotonic_time ()) < time && !is_stopping (ticker))
    {
      guint ms = (guint) ((time - now + 999) / 1000);

      if (ticker->wait == NULL)
        wait_for_time (ticker->stop_fd, ms);
      else if (ticker->wait (ticker->data, ticker->stop_fd, ms))
        break;
    }
  return !is_stopping (ticker);
}

static gpointer
run (gpointer data)
{
  EtTicker *ticker = data;
  int64_t next;

  do
    {
      next = g_get_monotonic_time () + ticker->interval;
      ticker->tick (ticker->data);
    }
  while (wait_until (ticker, next));
  return NULL;
}

/* Calls @tick on a thread of its own, at once and then again each @interval (microseconds), or
 * later when it takes longer. */
EtTicker *
et_ticker_new (const char *name, int64_t interval, EtTickFunc tick, gpointer data)
{
  return et_ticker_new_waiting (name, interval, tick, NULL, data);
}

/* The same, and sooner when there is something to do.
 * @wait: (nullable): called on the thread, too. */
EtTicker *
et_ticker_new_waiting (
    const char *name, int64_t interval, EtTickFunc tick, EtTickWait wait, gpointer data)
{
  EtTicker *ticker = g_new0 (EtTicker, 1);

  ticker->interval = interval;
  ticker->tick = tick;
  ticker->wait = wait;
  ticker->data = data;
  ticker->stop_fd = eventfd (0, EFD_CLOEXEC);
  if (ticker->stop_fd < 0)
    g_error ("No descriptor is left for the thread %s: %s", name, g_strerror (errno));
  ticker->thread = g_thread_new (name, run, ticker);
  return ticker;
}

/* Waits for the call that is under way; there is none afterwards. */
void
et_ticker_free (EtTicker *ticker)
{
  eventfd_write (ticker->stop_fd, 1);
  g_thread_join (ticker->thread);
  close (ticker->stop_fd);
  g_free (ticker);
}

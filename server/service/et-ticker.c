/* SPDX-License-Identifier: MIT */
#include "server/service/et-ticker.h"

struct _EtTicker
{
  EtTickFunc tick;
  gpointer data; /* borrowed */
  int64_t interval; /* microseconds */
  GThread *thread; /* owned */

  GMutex mutex;
  GCond stop;
  gboolean is_stopping; /* guarded by mutex */
};

/* Returns: FALSE when the ticker stops before @time, monotonic. */
static gboolean
wait_until (EtTicker *ticker, int64_t time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&ticker->mutex);

  while (!ticker->is_stopping && g_cond_wait_until (&ticker->stop, &ticker->mutex, time))
    ;
  return !ticker->is_stopping;
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
  EtTicker *ticker = g_new0 (EtTicker, 1);

  g_mutex_init (&ticker->mutex);
  g_cond_init (&ticker->stop);
  ticker->interval = interval;
  ticker->tick = tick;
  ticker->data = data;
  ticker->thread = g_thread_new (name, run, ticker);
  return ticker;
}

/* Waits for the call that is under way; there is none afterwards. */
void
et_ticker_free (EtTicker *ticker)
{
  g_mutex_lock (&ticker->mutex);
  ticker->is_stopping = TRUE;
  g_cond_signal (&ticker->stop);
  g_mutex_unlock (&ticker->mutex);
  g_thread_join (ticker->thread);
  g_cond_clear (&ticker->stop);
  g_mutex_clear (&ticker->mutex);
  g_free (ticker);
}

/* SPDX-License-Identifier: MIT */
#include "tests/support/et-watchdog.h"

#include <time.h>

/* All of it belongs to the main loop's thread. */
static GPollFunc poll_really;
static EtTurnFunc tell;
static gpointer tell_data;
static gboolean is_in_turn;
static EtTurn start;

/* Returns: what this thread has computed so far. */
double
et_watchdog_get_cpu_ms (void)
{
  struct timespec used;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return (double) used.tv_sec * 1e3 + (double) used.tv_nsec / 1e6;
}

static EtTurn
get_time (void)
{
  return (EtTurn){ (double) g_get_monotonic_time () / 1e3, et_watchdog_get_cpu_ms () };
}

static int
poll_and_watch (GPollFD *fds, guint n_fds, int timeout)
{
  int n_ready;

  et_watchdog_end_turn ();
  n_ready = poll_really (fds, n_fds, timeout);
  start = get_time ();
  is_in_turn = TRUE;
  return n_ready;
}

/* A turn ends where the loop polls again. Called by a program that runs the loop by itself, after
 * each iteration, so that its own work in between does not count. */
void
et_watchdog_end_turn (void)
{
  EtTurn end = get_time ();
  EtTurn turn = { end.wall_ms - start.wall_ms, end.cpu_ms - start.cpu_ms };

  if (is_in_turn)
    tell (&turn, tell_data);
  is_in_turn = FALSE;
}

/* Watches the main loop of this thread from now on; @func is called after each turn. */
void
et_watchdog_start (EtTurnFunc func, gpointer data)
{
  tell = func;
  tell_data = data;
  poll_really = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_and_watch);
}

/* SPDX-License-Identifier: MIT */
#include "client/et-server-clock.h"

#include "core/et-time.h"

static GMutex mutex;
static int64_t ahead_ms; /* of this machine's clock; guarded by mutex */

/* Notes what the server's clock showed just now. */
void
et_server_clock_note (int64_t server_time_ms)
{
  int64_t ahead = server_time_ms - et_time_now ();

  g_mutex_lock (&mutex);
  ahead_ms = ahead;
  g_mutex_unlock (&mutex);
}

/* Until a server has said anything, this machine's clock. Returns: milliseconds since 1970, UTC. */
int64_t
et_server_clock_now (void)
{
  int64_t ahead;

  g_mutex_lock (&mutex);
  ahead = ahead_ms;
  g_mutex_unlock (&mutex);
  return et_time_now () + ahead;
}

/* Returns: (transfer full): the same time where the person is. */
GDateTime *
et_server_clock_now_local (void)
{
  return g_date_time_new_from_unix_local (et_server_clock_now () / 1000);
}

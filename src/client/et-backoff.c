/* SPDX-License-Identifier: MIT */
#include "client/et-backoff.h"

/* The wait doubles with each failure from the first to the second, or to the period when that is
 * longer. */
#define MIN_WAIT_MS 1000u
#define MAX_WAIT_MS 60000u

/* Milliseconds until the next try: the period while all is well; after failures (@n_failures in a
 * row, the last one @error) rarer and rarer, and not before the server allows. Up to a quarter
 * more or less, so that clients which lost the server together do not come back together. */
guint
et_backoff_get_wait (guint n_failures, guint period_ms, const GError *error)
{
  const char *asked = et_error_get_detail (error, "retry_after");
  guint max = MAX (MAX_WAIT_MS, period_ms);
  guint wait = n_failures == 0 ? period_ms : MIN (max, MIN_WAIT_MS << MIN (n_failures - 1, 16u));
  guint least = asked != NULL ? (guint) g_ascii_strtoull (asked, NULL, 10) * 1000 : 0;

  wait = wait / 4 * 3 + (guint) g_random_int_range (0, (gint32) (wait / 2) + 1);
  return MAX (wait, least);
}

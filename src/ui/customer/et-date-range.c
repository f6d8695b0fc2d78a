/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-date-range.h"

#include <glib/gi18n-lib.h>

#include "core/et-record.h"

#define SATURDAY 6

static int64_t
start_of_day (GDateTime *time, int days_later)
{
  g_autoptr (GDateTime) midnight = g_date_time_new (
      g_date_time_get_timezone (time), g_date_time_get_year (time), g_date_time_get_month (time),
      g_date_time_get_day_of_month (time), 0, 0, 0);
  g_autoptr (GDateTime) day = g_date_time_add_days (midnight, days_later);

  return g_date_time_to_unix (day) * 1000;
}

/* Returns: the name of a range, translated. */
const char *
et_date_range_get_name (EtDateRange range)
{
  static const char *const names[ET_DATE_RANGE_N] = {
    N_ ("Any date"), N_ ("Today"), N_ ("This week"), N_ ("This weekend"), N_ ("Next 30 days"),
  };

  g_return_val_if_fail (range < ET_DATE_RANGE_N, NULL);

  return _ (names[range]);
}

/* The times a range stands for on the day of @now, in its zone: an event is in it when it starts
 * at or after @ret_from and before @ret_until; ET_NULL_INT64 is no limit. A week ends on
 * Sunday. */
void
et_date_range_resolve (EtDateRange range, GDateTime *now, int64_t *ret_from, int64_t *ret_until)
{
  int weekday = g_date_time_get_day_of_week (now);
  int first = 0;
  int n_days = 0;

  switch (range)
    {
    case ET_DATE_RANGE_TODAY:
      n_days = 1;
      break;
    case ET_DATE_RANGE_THIS_WEEK:
      n_days = 8 - weekday;
      break;
    case ET_DATE_RANGE_THIS_WEEKEND:
      first = MAX (SATURDAY - weekday, 0);
      n_days = 8 - weekday - first;
      break;
    case ET_DATE_RANGE_THIRTY_DAYS:
      n_days = 30;
      break;
    case ET_DATE_RANGE_ANY:
    default:
      *ret_from = ET_NULL_INT64;
      *ret_until = ET_NULL_INT64;
      return;
    }

  *ret_from = start_of_day (now, first);
  *ret_until = start_of_day (now, first + n_days);
}

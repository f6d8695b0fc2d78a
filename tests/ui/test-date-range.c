/* SPDX-License-Identifier: MIT */
#include <gio/gio.h>

#include "core/et-record.h"
#include "ui/customer/et-date-range.h"

static GTimeZone *paris;

static int64_t
day (int year, int month, int day_of_month)
{
  g_autoptr (GDateTime) time = g_date_time_new (paris, year, month, day_of_month, 0, 0, 0);

  return g_date_time_to_unix (time) * 1000;
}

static void
assert_range (EtDateRange range, GDateTime *now, int64_t from, int64_t until)
{
  int64_t actual_from;
  int64_t actual_until;

  et_date_range_resolve (range, now, &actual_from, &actual_until);
  g_assert_cmpint (actual_from, ==, from);
  g_assert_cmpint (actual_until, ==, until);
}

static void
test_ranges_of_a_wednesday (void)
{
  g_autoptr (GDateTime) now = g_date_time_new (paris, 2026, 7, 22, 15, 30, 0);

  assert_range (ET_DATE_RANGE_ANY, now, ET_NULL_INT64, ET_NULL_INT64);
  assert_range (ET_DATE_RANGE_TODAY, now, day (2026, 7, 22), day (2026, 7, 23));
  assert_range (ET_DATE_RANGE_THIS_WEEK, now, day (2026, 7, 22), day (2026, 7, 27));
  assert_range (ET_DATE_RANGE_THIS_WEEKEND, now, day (2026, 7, 25), day (2026, 7, 27));
  assert_range (ET_DATE_RANGE_THIRTY_DAYS, now, day (2026, 7, 22), day (2026, 8, 21));
}

static void
test_a_weekend_has_begun_on_sunday (void)
{
  g_autoptr (GDateTime) now = g_date_time_new (paris, 2026, 7, 26, 1, 0, 0);

  assert_range (ET_DATE_RANGE_THIS_WEEK, now, day (2026, 7, 26), day (2026, 7, 27));
  assert_range (ET_DATE_RANGE_THIS_WEEKEND, now, day (2026, 7, 26), day (2026, 7, 27));
}

/* The clocks go back on 25 October 2026: that day has 25 hours. */
static void
test_a_day_of_25_hours_is_one_day (void)
{
  g_autoptr (GDateTime) now = g_date_time_new (paris, 2026, 10, 25, 12, 0, 0);

  assert_range (ET_DATE_RANGE_TODAY, now, day (2026, 10, 25), day (2026, 10, 26));
  g_assert_cmpint (day (2026, 10, 26) - day (2026, 10, 25), ==, 25 * 3600 * 1000);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  paris = g_time_zone_new_identifier ("Europe/Paris");
  g_assert_nonnull (paris);
  g_test_add_func ("/date-range/wednesday", test_ranges_of_a_wednesday);
  g_test_add_func ("/date-range/sunday", test_a_weekend_has_begun_on_sunday);
  g_test_add_func ("/date-range/long-day", test_a_day_of_25_hours_is_one_day);
  result = g_test_run ();
  g_time_zone_unref (paris);
  return result;
}

/* SPDX-License-Identifier: MIT */
#include "core/et-time.h"

#define SUNDAY INT64_C (1785080700000) /* 2026-07-26T15:45:00Z, 17:45 in Paris */

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_iso (void)
{
  int64_t time = 0;

  assert_text (et_time_to_iso (0), "1970-01-01T00:00:00Z");
  assert_text (et_time_to_iso (1758378600000), "2025-09-20T14:30:00Z");
  g_assert_true (et_time_from_iso ("2025-09-20T14:30:00Z", &time));
  g_assert_cmpint (time, ==, 1758378600000);
  g_assert_true (et_time_from_iso ("2025-09-20T16:30:00.250+02:00", &time));
  g_assert_cmpint (time, ==, 1758378600250);
}

static void
test_not_iso (void)
{
  static const char *const bad[] = { "",
                                     "2025-09-20",
                                     "20250920T143000Z",
                                     "2025-09-20T14:30:00",
                                     "2025-13-20T14:30:00Z",
                                     "1969-12-31T23:59:59Z",
                                     "2025-09-20T25:30:00Z",
                                     "tomorrow" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      int64_t time = 42;

      g_assert_false (et_time_from_iso (bad[i], &time));
      g_assert_cmpint (time, ==, 42);
    }
}

static void
test_for_people (void)
{
  assert_text (et_time_format_date (SUNDAY, "Europe/Paris", "en"), "Sunday 26 July 2026");
  assert_text (et_time_format_date_short (SUNDAY, "Europe/Paris", "en"), "Sun 26 Jul 2026");
  assert_text (et_time_format_clock (SUNDAY, "Europe/Paris", "en"), "17:45");
  assert_text (et_time_format_clock (SUNDAY, "UTC", "en"), "15:45");
  assert_text (et_time_format_day_and_clock (SUNDAY, "Pacific/Tahiti", "en"),
               "Sun 26 Jul 2026, 05:45");
  assert_text (et_time_format_date_short (1778000000000, "UTC", "en"), "Tue 5 May 2026");
}

static void
test_in_other_languages (void)
{
  assert_text (et_time_format_date (SUNDAY, "Europe/Paris", "fr"), "dimanche 26 juillet 2026");
  assert_text (et_time_format_date_short (SUNDAY, "Europe/Paris", "fr"), "dim. 26 juil. 2026");
  assert_text (et_time_format_date (SUNDAY, "Europe/Paris", "de"), "Sonntag, 26. Juli 2026");
  assert_text (et_time_format_date_short (SUNDAY, "Europe/Paris", "de"), "So, 26. Juli 2026");
  assert_text (et_time_format_day_and_clock (SUNDAY, "Europe/Paris", "de_DE.UTF-8"),
               "So, 26. Juli 2026, 17:45");
  assert_text (et_time_format_date (SUNDAY, "Europe/Paris", "es"), "domingo, 26 de julio de 2026");
  assert_text (et_time_format_date_short (SUNDAY, "Europe/Paris", "es"), "dom, 26 jul 2026");
  assert_text (et_time_format_date_short (1778000000000, "UTC", "de"), "Di, 5. Mai 2026");
  assert_text (et_time_format_date_short (1778000000000, "UTC", "es"), "mar, 5 may 2026");
}

static void
test_same_day (void)
{
  g_assert_true (et_time_is_same_day (SUNDAY, SUNDAY + 6 * ET_HOUR, "Europe/Paris"));
  g_assert_false (et_time_is_same_day (SUNDAY, SUNDAY + 7 * ET_HOUR, "Europe/Paris"));
  g_assert_true (et_time_is_same_day (SUNDAY, SUNDAY + 7 * ET_HOUR, "UTC"));
}

static void
test_zones (void)
{
  g_assert_true (et_time_zone_is_known ("Europe/Paris"));
  g_assert_true (et_time_zone_is_known ("UTC"));
  g_assert_false (et_time_zone_is_known ("Europe/Atlantis"));
}

static void
test_now (void)
{
  int64_t before = et_time_now ();

  g_assert_cmpint (before, >, 1758378600000);
  g_assert_cmpint (et_time_now (), >=, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/time/iso", test_iso);
  g_test_add_func ("/core/time/not-iso", test_not_iso);
  g_test_add_func ("/core/time/people", test_for_people);
  g_test_add_func ("/core/time/languages", test_in_other_languages);
  g_test_add_func ("/core/time/same-day", test_same_day);
  g_test_add_func ("/core/time/zones", test_zones);
  g_test_add_func ("/core/time/now", test_now);
  return g_test_run ();
}

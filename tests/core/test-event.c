/* SPDX-License-Identifier: MIT */
#include "core/et-event.h"

/* A sport is found by its word, and by its name in each language. */
static void
test_sports_are_found_by_name (void)
{
  g_assert_cmpstr (et_sport_find ("swimming"), ==, "swimming");
  g_assert_cmpstr (et_sport_find ("NATATION"), ==, "swimming");
  g_assert_cmpstr (et_sport_find ("athletisme"), ==, "athletics");
  g_assert_null (et_sport_find ("chess"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/event/sports", test_sports_are_found_by_name);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "server/api/et-etag.h"

static void
assert_holds (const char *list, gboolean strong, gboolean weak)
{
  g_assert_cmpint (et_etag_list_holds (list, "\"3\"", FALSE), ==, strong);
  g_assert_cmpint (et_etag_list_holds (list, "\"3\"", TRUE), ==, weak);
}

static void
test_lists (void)
{
  assert_holds ("\"3\"", TRUE, TRUE);
  assert_holds ("\"1\", \"3\"", TRUE, TRUE);
  assert_holds (" \"3\" ", TRUE, TRUE);
  assert_holds ("*", TRUE, TRUE);
  assert_holds ("W/\"3\"", FALSE, TRUE);
  assert_holds ("\"1\",W/\"3\"", FALSE, TRUE);
}

static void
test_others (void)
{
  assert_holds ("", FALSE, FALSE);
  assert_holds ("3", FALSE, FALSE);
  assert_holds ("\"33\"", FALSE, FALSE);
  assert_holds ("\"3", FALSE, FALSE);
  assert_holds (",,,", FALSE, FALSE);
}

static void
test_of_a_version (void)
{
  g_autofree char *etag = et_etag_of_version (42);

  g_assert_cmpstr (etag, ==, "\"42\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/etag/lists", test_lists);
  g_test_add_func ("/api/etag/others", test_others);
  g_test_add_func ("/api/etag/version", test_of_a_version);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "tests/server/test-http-server.h"

static void
assert_get (EtTestOffice *office, const char *path, int status, const char *code)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_http_call (et_test_office_get_port (office), "GET", path, NULL, NULL);

  et_test_answer_assert (answer, status, code);
}

static void
test_paths (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);

  assert_get (office, "/health", 200, NULL);
  assert_get (office, "/health/", 200, NULL);
  assert_get (office, "/", 200, NULL);
  assert_get (office, "/health//", 404, "not_found");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/router/paths", test_paths);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

/* One server for the whole file: it starts before the first test. */
static EtTestServer *server;

static void
test_sign_up_answers_as_promised (void)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (
      server, "POST", "/api/accounts/signup/", NULL,
      "{\"username\":\"Zoe\",\"password\":\"" ET_TEST_PASSWORD "\",\"email\":\"zoe@example.org\","
      "\"display_name\":\"Zoé Martin\"}");
  JsonObject *root = et_test_answer_get_json (answer);
  JsonObject *account;

  et_test_answer_assert (answer, 201, NULL);
  g_assert_true (json_object_get_boolean_member (root, "ok"));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (root, "token"), "tk_"));
  g_assert_true (g_str_has_suffix (json_object_get_string_member (root, "expires_at"), "Z"));
  account = json_object_get_object_member (root, "account");
  g_assert_cmpint (json_object_get_int_member (account, "id"), >, 0);
  g_assert_cmpstr (json_object_get_string_member (account, "username"), ==, "Zoe");
  g_assert_cmpstr (json_object_get_string_member (account, "email"), ==, "zoe@example.org");
  g_assert_cmpstr (json_object_get_string_member (account, "display_name"), ==, "Zoé Martin");
  g_assert_cmpstr (json_object_get_string_member (account, "role"), ==, "customer");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_test_add_func ("/accounts/sign-up/answer", test_sign_up_answers_as_promised);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/support/et-test-server.h"

#define SIGN_UP "/api/accounts/signup/"

/* Returns: (transfer full) (nullable): the code that the server printed. */
static char *
read_code (EtTestServer *server)
{
  g_autoptr (GRegex)
      regex = g_regex_new ("^  ((?:[2-9A-Z]{4}-){5}[2-9A-Z]{4})$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (regex, et_test_server_get_greeting (server), 0, &match);
  return g_match_info_matches (match) ? g_match_info_fetch (match, 1) : NULL;
}

static EtTestAnswer *
sign_up (EtTestServer *server, const char *username, const char *code)
{
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"" ET_TEST_PASSWORD
                                           "\",\"setup_code\":\"%s\"}",
                                           username, code);

  return et_test_server_call (server, "POST", SIGN_UP, NULL, body);
}

static int64_t
count_administrators (EtTestServer *server)
{
  return et_test_server_count (server, "SELECT COUNT(*) FROM accounts WHERE role = 'admin'");
}

static void
test_no_account_at_first (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (NULL);

  g_assert_cmpint (et_test_server_count (server, "SELECT COUNT(*) FROM accounts"), ==, 0);
  et_test_server_stop (server);
}

static void
test_printed_code_makes_one (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (NULL);
  g_autofree char *code = read_code (server);
  g_autoptr (EtTestAnswer) wrong = NULL, first = NULL, second = NULL;
  JsonObject *account;

  g_assert_nonnull (code);
  wrong = sign_up (server, "intruder", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA");
  et_test_answer_assert (wrong, 401, "wrong_code");
  first = sign_up (server, "founder", code);
  et_test_answer_assert (first, 201, NULL);
  account = json_object_get_object_member (et_test_answer_get_json (first), "account");
  g_assert_cmpstr (json_object_get_string_member (account, "role"), ==, "admin");
  second = sign_up (server, "latecomer", code);
  et_test_answer_assert (second, 401, "wrong_code");
  g_assert_cmpint (count_administrators (server), ==, 1);

  et_test_server_stop (server);
  et_test_server_start (server);
  g_assert_null (read_code (server));
  et_test_server_stop (server);
}

static void
test_code_is_over_when_there_is_one (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (NULL);
  g_autofree char *code = read_code (server);
  g_autofree char *token = et_test_server_make (server, "admin", "by-command");
  g_autoptr (EtTestAnswer) answer = sign_up (server, "latecomer", code);

  et_test_answer_assert (answer, 401, "wrong_code");
  et_test_server_stop (server);
}

static void
test_each_start_makes_a_new_code (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (NULL);
  g_autofree char *old = read_code (server);
  g_autoptr (EtTestAnswer) refused = NULL, answer = NULL;
  g_autofree char *code = NULL;

  et_test_server_stop (server);
  et_test_server_start (server);
  code = read_code (server);
  refused = sign_up (server, "founder", old);
  et_test_answer_assert (refused, 401, "wrong_code");
  answer = sign_up (server, "founder", code);
  et_test_answer_assert (answer, 201, NULL);
  et_test_server_stop (server);
}

/* Processes on one database print one code: whichever the operator reads is good. */
static void
test_processes_print_one_code (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (NULL);
  g_autoptr (EtTestServer) beside = et_test_server_new_beside (server);
  g_autofree char *code = read_code (server), *same = NULL, *next = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_server_start (beside);
  same = read_code (beside);
  g_assert_cmpstr (code, ==, same);
  et_test_server_stop (server);
  et_test_server_stop (beside);
  et_test_server_start (beside);
  next = read_code (beside);
  g_assert_cmpstr (next, !=, code);
  answer = sign_up (beside, "founder", next);
  et_test_answer_assert (answer, 201, NULL);
  et_test_server_stop (beside);
}

static void
test_settings_make_one (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new_stopped (NULL, NULL);
  g_autofree char *path = et_test_server_get_path (server, "password");
  g_autofree char *token = NULL;

  g_assert_true (g_file_set_contents (path, ET_TEST_PASSWORD "\n", -1, NULL));
  et_test_server_set (server, "ETICKETS_ADMIN_USERNAME", "automatic");
  et_test_server_set (server, "ETICKETS_ADMIN_PASSWORD_FILE", path);
  et_test_server_start (server);
  g_assert_null (read_code (server));
  token = et_test_server_sign_in (server, "automatic");
  et_test_server_expect (server, "GET", "/api/admin/stats/", token, NULL, 200, NULL);

  et_test_server_stop (server);
  et_test_server_set (server, "ETICKETS_ADMIN_USERNAME", "another");
  et_test_server_start (server);
  g_assert_cmpint (count_administrators (server), ==, 1);
  et_test_server_stop (server);
}

static void
test_settings_are_checked (void)
{
  static const char *const serve[] = { "serve", NULL };
  g_autoptr (EtTestServer) server = et_test_server_new_stopped (NULL, NULL);
  g_autofree char *path = et_test_server_get_path (server, "password");

  et_test_server_set (server, "ETICKETS_ADMIN_USERNAME", "automatic");
  g_assert_cmpint (et_test_server_run (server, serve, NULL, NULL, NULL), ==, 2);
  et_test_server_set (server, "ETICKETS_ADMIN_PASSWORD_FILE", path);
  g_assert_cmpint (et_test_server_run (server, serve, NULL, NULL, NULL), ==, 2);
  g_assert_true (g_file_set_contents (path, "0123456789", -1, NULL));
  g_assert_cmpint (et_test_server_run (server, serve, NULL, NULL, NULL), ==, 1);
  g_assert_cmpint (count_administrators (server), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/first-administrator/none", test_no_account_at_first);
  g_test_add_func ("/first-administrator/code", test_printed_code_makes_one);
  g_test_add_func ("/first-administrator/code/over", test_code_is_over_when_there_is_one);
  g_test_add_func ("/first-administrator/code/start", test_each_start_makes_a_new_code);
  if (g_getenv ("ET_TEST_DATABASE_URL") != NULL)
    g_test_add_func ("/first-administrator/code/processes", test_processes_print_one_code);
  g_test_add_func ("/first-administrator/settings", test_settings_make_one);
  g_test_add_func ("/first-administrator/settings/checked", test_settings_are_checked);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/support/et-test-server.h"

#define LOGIN "/api/accounts/login/"
#define ME "/api/accounts/me/"
#define RESET "/api/accounts/reset-password/"
#define NEW_PASSWORD "Zebra-Moon-77"

/* One server for the whole file, and its administrator's token. */
static EtTestServer *server;
static char *admin;

static int64_t
get_id (const char *token)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", ME, token, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return json_object_get_int_member (et_test_answer_get_json (answer), "id");
}

/* Returns: (transfer full): a code for the owner of @token. */
static char *
issue_code (const char *token)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/accounts/%" G_GINT64_FORMAT "/reset-code/",
                                           get_id (token));
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "POST", path, admin, NULL);
  JsonObject *root = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (json_object_has_member (root, "expires_at"));
  return g_strdup (json_object_get_string_member (root, "code"));
}

static void
reset (
    const char *username, const char *code, const char *new_password, int status, const char *error)
{
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"%s\",\"code\":\"%s\",\"new_password\":\"%s\"}", username, code,
      new_password);

  et_test_server_expect (server, "POST", RESET, NULL, body, status, error);
}

static void
log_in (const char *username, const char *password, int status)
{
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\"}", username,
                                           password);

  et_test_server_expect (server, "POST", LOGIN, NULL, body, status,
                         status == 200 ? NULL : "wrong_credentials");
}

static void
test_code_gives_a_new_password (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "forgetful");
  g_autofree char *code = issue_code (token);

  reset ("forgetful", code, NEW_PASSWORD, 200, NULL);
  et_test_server_expect (server, "GET", ME, token, NULL, 401, "unauthenticated");
  log_in ("forgetful", ET_TEST_PASSWORD, 401);
  log_in ("forgetful", NEW_PASSWORD, 200);
}

static void
test_code_works_once (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "once-only");
  g_autofree char *code = issue_code (token);

  reset ("once-only", code, NEW_PASSWORD, 200, NULL);
  reset ("once-only", code, "Another-Moon-78", 401, "wrong_code");
  log_in ("once-only", NEW_PASSWORD, 200);
}

static void
test_code_may_be_typed_in_any_way (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "typist");
  g_autofree char *code = issue_code (token);
  g_autofree char *small = g_ascii_strdown (code, -1);

  g_strdelimit (small, "-", ' ');
  reset ("TYPIST", small, NEW_PASSWORD, 200, NULL);
}

static void
test_code_is_its_owners (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "has-a-code");
  g_autofree char *other = et_test_server_sign_up (server, "has-no-code");
  g_autofree char *code = issue_code (token);

  reset ("has-no-code", code, NEW_PASSWORD, 401, "wrong_code");
  reset ("nobody-at-all", code, NEW_PASSWORD, 401, "wrong_code");
  reset ("has-a-code", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", NEW_PASSWORD, 401, "wrong_code");
  reset ("has-a-code", code, NEW_PASSWORD, 200, NULL);
}

static void
test_weak_password_keeps_the_code (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "weakling");
  g_autofree char *code = issue_code (token);

  reset ("weakling", code, "0123456789", 400, "password_weak");
  reset ("weakling", code, NEW_PASSWORD, 200, NULL);
}

static void
test_later_code_ends_the_earlier (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "impatient");
  g_autofree char *first = issue_code (token), *second = issue_code (token);

  reset ("impatient", first, NEW_PASSWORD, 401, "wrong_code");
  reset ("impatient", second, NEW_PASSWORD, 200, NULL);
}

static void
test_new_password_ends_the_code (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "remembers");
  g_autofree char *code = issue_code (token);

  et_test_server_expect (server, "POST", "/api/accounts/password/", token,
                         "{\"old_password\":\"" ET_TEST_PASSWORD
                         "\",\"new_password\":\"" NEW_PASSWORD "\"}",
                         200, NULL);
  reset ("remembers", code, "Another-Moon-78", 401, "wrong_code");
}

static void
test_set_password_command (void)
{
  static const char *const set[] = { "set-password", "--username", "Locked-Out", NULL };
  static const char *const unknown[] = { "set-password", "--username", "nobody", NULL };
  static const char *const with_role[] = { "set-password", "--username", "locked-out",
                                           "--role",       "admin",      NULL };
  g_autofree char *token = et_test_server_sign_up (server, "locked-out");

  g_assert_cmpint (et_test_server_run (server, set, NEW_PASSWORD "\n", NULL, NULL), ==, 0);
  et_test_server_expect (server, "GET", ME, token, NULL, 401, "unauthenticated");
  log_in ("locked-out", NEW_PASSWORD, 200);
  g_assert_cmpint (et_test_server_run (server, set, "0123456789\n", NULL, NULL), ==, 1);
  g_assert_cmpint (et_test_server_run (server, unknown, NEW_PASSWORD "\n", NULL, NULL), ==, 1);
  g_assert_cmpint (et_test_server_run (server, with_role, NEW_PASSWORD "\n", NULL, NULL), ==, 2);
}

/* Last, because the server stops in between. */
static void
test_code_is_over_in_time (void)
{
  static const char *const set[] = { "set-password", "--username", "late", NULL };
  g_autofree char *token = et_test_server_sign_up (server, "late");
  g_autofree char *code = issue_code (token);
  int64_t left_ms = et_test_server_count (
                        server, "SELECT expires_at FROM one_time_codes WHERE account_id = "
                                "(SELECT id FROM accounts WHERE username = 'late')") -
                    g_get_real_time () / 1000;

  g_assert_cmpint (left_ms, >, 800 * 1000);
  g_assert_cmpint (left_ms, <=, 900 * 1000);
  et_test_server_stop (server);
  et_test_server_exec (server, "UPDATE one_time_codes SET expires_at = 1");
  et_test_server_start (server);
  reset ("late", code, NEW_PASSWORD, 401, "wrong_code");

  et_test_server_stop (server);
  g_assert_cmpint (et_test_server_run (server, set, NEW_PASSWORD "\n", NULL, NULL), ==, 0);
  et_test_server_start (server);
  log_in ("late", NEW_PASSWORD, 200);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  admin = et_test_server_make (server, "admin", "helper");
  g_test_add_func ("/password-reset/code", test_code_gives_a_new_password);
  g_test_add_func ("/password-reset/once", test_code_works_once);
  g_test_add_func ("/password-reset/typed", test_code_may_be_typed_in_any_way);
  g_test_add_func ("/password-reset/owner", test_code_is_its_owners);
  g_test_add_func ("/password-reset/weak", test_weak_password_keeps_the_code);
  g_test_add_func ("/password-reset/later-code", test_later_code_ends_the_earlier);
  g_test_add_func ("/password-reset/new-password", test_new_password_ends_the_code);
  g_test_add_func ("/password-reset/command", test_set_password_command);
  g_test_add_func ("/password-reset/expiry", test_code_is_over_in_time);
  status = g_test_run ();
  g_free (admin);
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}

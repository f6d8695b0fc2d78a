/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/support/et-test-server.h"

#define SIGN_UP "/api/accounts/signup/"
#define LOGIN "/api/accounts/login/"
#define ME "/api/accounts/me/"
#define PASSWORD "/api/accounts/password/"
#define EXPORT "/api/accounts/export/"

#define GOOD "\"password\":\"" ET_TEST_PASSWORD "\""

/* One server for the whole file. */
static EtTestServer *server;

static void
expect (const char *method,
        const char *path,
        const char *token,
        const char *body,
        int status,
        const char *code)
{
  et_test_server_expect (server, method, path, token, body, status, code);
}

static char *
get_member (const char *path, const char *token, const char *member)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", path, token, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return g_strdup (
      json_object_get_string_member_with_default (et_test_answer_get_json (answer), member, NULL));
}

static void
test_sign_up_answer (void)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (
      server, "POST", SIGN_UP, NULL,
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
  g_assert_false (json_object_has_member (account, "password_hash"));
  g_assert_false (json_object_has_member (account, "secret"));
}

static void
test_name_is_taken_in_any_spelling (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "Éloïse");

  expect ("POST", SIGN_UP, NULL, "{\"username\":\"éLOÏSE\"," GOOD "}", 409, "username_taken");
  expect ("POST", SIGN_UP, NULL, "{\"username\":\"eloise\"," GOOD "}", 409, "username_taken");
  expect ("POST", LOGIN, NULL, "{\"username\":\"ELOISE\"," GOOD "}", 200, NULL);
}

static void
test_password_is_kept_as_a_hash (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "hashed");

  g_assert_cmpint (
      et_test_server_count (server, "SELECT COUNT(*) FROM accounts WHERE username = 'hashed' "
                                    "AND password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'"),
      ==, 1);
}

/* Nothing but the clock could tell an unknown name from a wrong password. */
static void
test_unknown_name_answers_like_wrong_password (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "known");
  g_autoptr (EtTestAnswer) unknown = et_test_server_call (server, "POST", LOGIN, NULL,
                                                          "{\"username\":\"unknown\"," GOOD "}");
  g_autoptr (EtTestAnswer) wrong = et_test_server_call (
      server, "POST", LOGIN, NULL, "{\"username\":\"known\",\"password\":\"wrong password 1\"}");
  g_autofree char *unknown_body = et_test_answer_dup_body (unknown);
  g_autofree char *wrong_body = et_test_answer_dup_body (wrong);

  et_test_answer_assert (unknown, 401, "wrong_credentials");
  et_test_answer_assert (wrong, 401, "wrong_credentials");
  g_assert_cmpstr (unknown_body, ==, wrong_body);
}

/* Signs in with a wrong password. @shortest: takes the time if it is shorter, in microseconds. */
static void
time_login (const char *username, int64_t *shortest)
{
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"%s\",\"password\":\"wrong password 1\"}", username);
  int64_t start = g_get_monotonic_time ();
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "POST", LOGIN, NULL, body);

  int64_t took = g_get_monotonic_time () - start;

  et_test_answer_assert (answer, 401, "wrong_credentials");
  *shortest = MIN (*shortest, took);
}

/* Both are hashed: without the dummy hash an unknown name would take a hundredth of the time. */
static void
test_unknown_name_takes_as_long (void)
{
  int64_t shortest_known = G_MAXINT64, shortest_unknown = G_MAXINT64;

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *known = g_strdup_printf ("timed%d", i);
      g_autofree char *unknown = g_strdup_printf ("nobody%d", i);
      g_autofree char *token = et_test_server_sign_up (server, known);

      for (int j = 0; j < 3; j++)
        {
          time_login (known, &shortest_known);
          time_login (unknown, &shortest_unknown);
        }
    }
  g_assert_cmpint (shortest_unknown * 2, >, shortest_known);
  g_assert_cmpint (shortest_known * 2, >, shortest_unknown);
}

static void
test_guessing_is_slowed_down (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "guessed");
  const char *wrong = "{\"username\":\"guessed\",\"password\":\"wrong password 1\"}";
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *retry_after = NULL;

  for (int i = 0; i < 5; i++)
    expect ("POST", LOGIN, NULL, wrong, 401, "wrong_credentials");
  answer = et_test_server_call (server, "POST", LOGIN, NULL, wrong);
  et_test_answer_assert (answer, 429, "rate_limited");
  retry_after = et_test_answer_get_field (answer, "Retry-After");
  g_assert_cmpint (g_ascii_strtoll (retry_after, NULL, 10), ==, 15);
}

static void
test_profile (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "profiled");
  g_autofree char *name = NULL, *email = NULL, *language = NULL, *admin_path = NULL;

  expect ("PATCH", ME, token,
          "{\"display_name\":\"Pro Filée\",\"email\":\"p@example.org\",\"language\":\"en\"}", 200,
          NULL);
  name = get_member (ME, token, "display_name");
  email = get_member (ME, token, "email");
  g_assert_cmpstr (name, ==, "Pro Filée");
  g_assert_cmpstr (email, ==, "p@example.org");
  admin_path = get_member (ME, token, "admin_path");
  g_assert_null (admin_path);

  expect ("PATCH", ME, token, "{\"email\":null,\"display_name\":\"\"}", 200, NULL);
  g_clear_pointer (&name, g_free);
  g_clear_pointer (&email, g_free);
  name = get_member (ME, token, "display_name");
  email = get_member (ME, token, "email");
  language = get_member (ME, token, "language");
  g_assert_null (name);
  g_assert_null (email);
  g_assert_cmpstr (language, ==, "en");
}

/* Members that are not sent stay; null, nothing and blanks take a value away. */
static void
test_postal_address (void)
{
  static const char *const members[] = { "street", "street2", "postal_code", "town", "country" };
  static const char *const expected[] = { "9 Quai d’Orsay", NULL, NULL, "Paris", NULL };
  g_autofree char *token = et_test_server_sign_up (server, "housed");
  g_autoptr (EtTestAnswer) changed = NULL;

  expect ("PATCH", ME, token,
          "{\"street\":\"3 rue Oberkampf\",\"street2\":\"Bât. B\",\"postal_code\":\"75011\","
          "\"town\":\"Paris\",\"country\":\"France\"}",
          200, NULL);
  changed = et_test_server_call (server, "PATCH", ME, token,
                                 "{\"street\":\" 9 Quai d’Orsay\",\"street2\":null,"
                                 "\"postal_code\":\"\",\"country\":\"  \"}");
  et_test_answer_assert (changed, 200, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *read = get_member (ME, token, members[i]);

      g_assert_cmpstr (read, ==, expected[i]);
    }
}

static void
test_change_password (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "changer42");

  expect ("POST", PASSWORD, token,
          "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":\"Zebra-Moon-77\"}", 200,
          NULL);
  expect ("POST", LOGIN, NULL, "{\"username\":\"changer42\"," GOOD "}", 401, "wrong_credentials");
  expect ("POST", LOGIN, NULL, "{\"username\":\"changer42\",\"password\":\"Zebra-Moon-77\"}", 200,
          NULL);
}

static void
test_delete_account (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "leaving");

  expect ("PATCH", ME, token, "{\"display_name\":\"Lea Ving\",\"email\":\"lea@ving.org\"}", 200,
          NULL);
  expect ("DELETE", ME, token, NULL, 400, "invalid");
  expect ("DELETE", ME, token, "{\"password\":\"wrong password 1\"}", 401, "wrong_credentials");
  expect ("GET", ME, token, NULL, 200, NULL);
  expect ("DELETE", ME, token, "{" GOOD "}", 200, NULL);
  expect ("GET", ME, token, NULL, 401, "unauthenticated");
  expect ("POST", LOGIN, NULL, "{\"username\":\"leaving\"," GOOD "}", 401, "wrong_credentials");
  g_assert_cmpint (et_test_server_count (
                       server,
                       "SELECT COUNT(*) FROM accounts WHERE username LIKE 'leaving' OR email LIKE "
                       "'lea@%' OR display_name LIKE 'Lea%' OR search_key LIKE '%leaving%'"),
                   ==, 0);
  g_free (et_test_server_sign_up (server, "leaving"));
}

static void
test_export (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "exporter");
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", EXPORT, token, NULL);
  JsonObject *root = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (root, "account"), "username"),
      ==, "exporter");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "orders")), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "tickets")), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "sessions")), ==, 1);
  g_assert_true (json_object_has_member (root, "cart"));
}

static void
test_signed_in_calls_want_a_session (void)
{
  static const char *const calls[][2] = {
    { "GET", ME },     { "PATCH", ME },      { "DELETE", ME },
    { "GET", EXPORT }, { "POST", PASSWORD }, { "POST", "/api/accounts/logout/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      expect (calls[i][0], calls[i][1], NULL, NULL, 401, "unauthenticated");
      expect (calls[i][0], calls[i][1], "tk_rubbish", NULL, 401, "unauthenticated");
    }
}

static void
test_methods (void)
{
  static const char *const calls[][2] = {
    { "GET", SIGN_UP },    { "GET", LOGIN },         { "PUT", ME },
    { "GET", PASSWORD },   { "POST", EXPORT },       { "DELETE", LOGIN },
    { "POST", "/health" }, { "POST", "/api/keys/" }, { "DELETE", "/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    expect (calls[i][0], calls[i][1], NULL, NULL, 405, "method_not_allowed");
}

static void
test_health_and_front_page (void)
{
  g_autoptr (EtTestAnswer) health = et_test_server_call (server, "GET", "/health", NULL, NULL);
  g_autoptr (EtTestAnswer) page = et_test_server_call (server, "GET", "/", NULL, NULL);
  g_autofree char *type = et_test_answer_get_field (page, "Content-Type");
  g_autofree char *text = et_test_answer_dup_body (page);
  g_autofree char *address = g_strdup_printf ("<code>127.0.0.1:%u</code>",
                                              et_test_server_get_port (server));
  JsonObject *root = et_test_answer_get_json (health);

  et_test_answer_assert (health, 200, NULL);
  g_assert_cmpuint (json_object_get_size (root), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (root, "status"), ==, "ok");
  g_assert_cmpuint (strlen (json_object_get_string_member (root, "time")), ==, 20);
  et_test_answer_assert (page, 200, NULL);
  g_assert_cmpstr (type, ==, "text/html; charset=utf-8");
  g_assert_nonnull (strstr (text, address));
}

static void
test_keys (void)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", "/api/keys/", NULL, NULL);
  JsonArray *keys = json_object_get_array_member (et_test_answer_get_json (answer), "keys");
  JsonObject *key = json_array_get_object_element (keys, 0);
  g_autofree guchar *bytes = NULL;
  g_autofree char *text = NULL;
  gsize length;

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpuint (json_array_get_length (keys), ==, 1);
  g_assert_cmpint (json_object_get_int_member (key, "key_id"), ==, 1);
  bytes = g_base64_decode (json_object_get_string_member (key, "public_key"), &length);
  text = g_base64_encode (bytes, length);
  g_assert_cmpuint (length, ==, 32);
  g_assert_cmpstr (json_object_get_string_member (key, "public_key"), ==, text);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_test_add_func ("/accounts/sign-up", test_sign_up_answer);
  g_test_add_func ("/accounts/sign-up/taken", test_name_is_taken_in_any_spelling);
  g_test_add_func ("/accounts/sign-up/hash", test_password_is_kept_as_a_hash);
  g_test_add_func ("/accounts/sign-in/same-answer", test_unknown_name_answers_like_wrong_password);
  g_test_add_func ("/accounts/sign-in/same-time", test_unknown_name_takes_as_long);
  g_test_add_func ("/accounts/sign-in/guessing", test_guessing_is_slowed_down);
  g_test_add_func ("/accounts/profile", test_profile);
  g_test_add_func ("/accounts/postal-address", test_postal_address);
  g_test_add_func ("/accounts/password", test_change_password);
  g_test_add_func ("/accounts/delete", test_delete_account);
  g_test_add_func ("/accounts/export", test_export);
  g_test_add_func ("/accounts/signed-in", test_signed_in_calls_want_a_session);
  g_test_add_func ("/accounts/methods", test_methods);
  g_test_add_func ("/accounts/health", test_health_and_front_page);
  g_test_add_func ("/accounts/keys", test_keys);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}

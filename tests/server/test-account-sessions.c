/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/support/et-test-server.h"

#define LOGIN "/api/accounts/login/"
#define LOGOUT "/api/accounts/logout/"
#define ME "/api/accounts/me/"
#define CREDENTIALS(name) "{\"username\":\"" name "\",\"password\":\"" ET_TEST_PASSWORD "\"}"

/* One server for the whole file, with the demonstration catalogue. */
static EtTestServer *server;

/* A browser's cookies. */
typedef struct
{
  char *session; /* owned */
  char *csrf; /* owned */
} Jar;

static void
clear_jar (Jar *jar)
{
  g_clear_pointer (&jar->session, g_free);
  g_clear_pointer (&jar->csrf, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Jar, clear_jar)

static char *
read_cookie (EtTestAnswer *answer, const char *name)
{
  g_autofree char *start = g_strdup_printf ("Set-Cookie: %s=", name);
  const char *found = strstr (answer->head, start);

  return found != NULL ? g_strndup (found + strlen (start), strcspn (found + strlen (start), ";"))
                       : NULL;
}

static void
take_cookies (Jar *jar, EtTestAnswer *answer)
{
  clear_jar (jar);
  jar->session = read_cookie (answer, "sessionid");
  jar->csrf = read_cookie (answer, "csrftoken");
  g_assert_nonnull (jar->session);
  g_assert_nonnull (jar->csrf);
}

/* A request as a browser sends it. @csrf: (nullable): of the header. */
static EtTestAnswer *
browse (const Jar *jar, const char *method, const char *path, const char *csrf, const char *body)
{
  g_autofree char *header = csrf != NULL ? g_strdup_printf ("X-CSRFToken: %s\r\n", csrf)
                                         : g_strdup ("");
  g_autofree char *fields = g_strdup_printf ("Cookie: sessionid=%s; csrftoken=%s\r\n%s",
                                             jar->session, jar->csrf, header);

  return et_test_server_call_with (server, method, path, fields, body);
}

static void
expect_browsing (const Jar *jar,
                 const char *method,
                 const char *path,
                 const char *csrf,
                 const char *body,
                 int status,
                 const char *code)
{
  g_autoptr (EtTestAnswer) answer = browse (jar, method, path, csrf, body);

  et_test_answer_assert (answer, status, code);
}

static void
expect_me (const char *token, int status)
{
  et_test_server_expect (server, "GET", ME, token, NULL, status,
                         status == 200 ? NULL : "unauthenticated");
}

static void
log_in_with_cookie (const char *username, Jar *jar)
{
  g_autofree char *token = et_test_server_sign_up (server, username);
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"%s\",\"password\":\"" ET_TEST_PASSWORD "\"}", username);
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "POST", LOGIN, NULL, body);

  et_test_answer_assert (answer, 200, NULL);
  take_cookies (jar, answer);
}

static void
test_logout_ends_this_session_only (void)
{
  g_autofree char *first = et_test_server_sign_up (server, "two-phones");
  g_autofree char *second = et_test_server_sign_in (server, "two-phones");

  et_test_server_expect (server, "POST", LOGOUT, first, NULL, 200, NULL);
  expect_me (first, 401);
  expect_me (second, 200);
}

static void
test_new_password_ends_the_others (void)
{
  g_autofree char *here = et_test_server_sign_up (server, "careful");
  g_autofree char *elsewhere = et_test_server_sign_in (server, "careful");

  expect_me (elsewhere, 200);
  et_test_server_expect (
      server, "POST", "/api/accounts/password/", here,
      "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":\"Zebra-Moon-77\"}", 200, NULL);
  expect_me (elsewhere, 401);
  expect_me (here, 200);
}

static void
test_no_token_is_kept (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "secretive");
  static const char *const names[] = { "etickets.sqlite3", "etickets.sqlite3-wal", "server.log" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = et_test_server_get_path (server, names[i]);
      g_autofree char *text = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_assert_null (memmem (text, length, token + strlen ("tk_"), 43));
    }
}

static void
test_token_counts_in_its_header_only (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "leaky");
  g_autofree char *path = g_strdup_printf (ME "?token=%s", token);
  g_autofree char *cookie = g_strdup_printf ("Cookie: sessionid=%s\r\n", token);
  g_autoptr (EtTestAnswer) by_cookie = et_test_server_call_with (server, "GET", ME, cookie, NULL);

  et_test_server_expect (server, "GET", path, NULL, NULL, 400, "bad_request");
  et_test_answer_assert (by_cookie, 401, "unauthenticated");
}

static void
test_cookie_attributes (void)
{
  g_autoptr (EtTestAnswer) answer = NULL;

  g_free (et_test_server_sign_up (server, "browser"));
  answer = et_test_server_call (server, "POST", LOGIN, NULL, CREDENTIALS ("browser"));
  g_assert_nonnull (strstr (answer->head, "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax\r\n"));
  g_assert_nonnull (strstr (answer->head, "; Path=/; Max-Age=2592000; SameSite=Lax\r\n"));
  g_assert_null (strstr (answer->head, "Secure"));
}

static void
test_cookie_reads (void)
{
  g_auto (Jar) jar = { 0 };

  log_in_with_cookie ("reader", &jar);
  expect_browsing (&jar, "GET", ME, NULL, NULL, 200, NULL);
}

static void
test_cookie_writes_with_csrf_token_only (void)
{
  const char *body = "{\"display_name\":\"W\"}";
  g_auto (Jar) jar = { 0 };
  g_auto (Jar) forged = { 0 };

  log_in_with_cookie ("writer", &jar);
  forged.session = g_strdup (jar.session);
  forged.csrf = g_strdup ("00000000000000000000000000000000");
  expect_browsing (&jar, "PATCH", ME, NULL, body, 403, "csrf");
  expect_browsing (&jar, "PATCH", ME, "wrong", body, 403, "csrf");
  expect_browsing (&forged, "PATCH", ME, forged.csrf, body, 403, "csrf");
  expect_browsing (&jar, "PATCH", ME, jar.csrf, body, 200, NULL);
  expect_browsing (&jar, "POST", LOGOUT, NULL, NULL, 403, "csrf");
}

static void
test_bearer_ignores_cookies (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "bearer");
  g_auto (Jar) jar = { 0 };
  g_autofree char *fields = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;

  log_in_with_cookie ("cookie", &jar);
  fields = g_strdup_printf ("Authorization: Bearer %s\r\nCookie: sessionid=%s\r\n", token,
                            jar.session);
  answer = et_test_server_call_with (server, "PATCH", ME, fields, "{}");
  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "username"), ==,
                   "bearer");
}

static void
test_cookie_logout_clears_it (void)
{
  g_auto (Jar) jar = { 0 };
  g_autoptr (EtTestAnswer) answer = NULL;

  log_in_with_cookie ("leaver", &jar);
  answer = browse (&jar, "POST", LOGOUT, jar.csrf, NULL);
  et_test_answer_assert (answer, 200, NULL);
  g_assert_nonnull (strstr (answer->head, "Set-Cookie: sessionid=; Path=/; Max-Age=0;"));
  expect_browsing (&jar, "GET", ME, NULL, NULL, 401, "unauthenticated");
}

static void
test_sign_in_changes_the_session (void)
{
  g_auto (Jar) old = { 0 };
  g_auto (Jar) new = { 0 };
  g_autoptr (EtTestAnswer) answer = NULL;

  log_in_with_cookie ("again", &old);
  answer = browse (&old, "POST", LOGIN, old.csrf, CREDENTIALS ("again"));
  et_test_answer_assert (answer, 200, NULL);
  take_cookies (&new, answer);
  g_assert_cmpstr (new.session, !=, old.session);
  expect_browsing (&old, "GET", ME, NULL, NULL, 401, "unauthenticated");
  expect_browsing (&new, "GET", ME, NULL, NULL, 200, NULL);
}

static int64_t
cart_quantity (EtTestAnswer *answer, int64_t offer_id)
{
  JsonArray *items = json_object_get_array_member (et_test_answer_get_json (answer), "items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (json_object_get_int_member (item, "offer_id") == offer_id)
        return json_object_get_int_member (item, "qty");
    }
  return 0;
}

static void
begin_as_guest (Jar *jar, const char *body)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, "POST", "/api/cart/add/", NULL, body);

  et_test_answer_assert (answer, 200, NULL);
  take_cookies (jar, answer);
}

static void
test_guest_reads_without_a_session (void)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", "/api/cart/", NULL, NULL);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_null (strstr (answer->head, "Set-Cookie"));
}

static void
test_guest_cart_is_adopted (void)
{
  g_auto (Jar) guest = { 0 };
  g_auto (Jar) customer = { 0 };
  g_autoptr (EtTestAnswer) signed_up = NULL;
  g_autoptr (EtTestAnswer) cart = NULL;
  g_autoptr (EtTestAnswer) left_behind = NULL;

  begin_as_guest (&guest, "{\"offer_id\":1,\"qty\":3}");
  expect_browsing (&guest, "POST", "/api/cart/add/", NULL, "{\"offer_id\":2}", 200, NULL);
  signed_up = browse (&guest, "POST", "/api/accounts/signup/", NULL, CREDENTIALS ("adopter"));
  et_test_answer_assert (signed_up, 201, NULL);
  take_cookies (&customer, signed_up);
  cart = browse (&customer, "GET", "/api/cart/", NULL, NULL);
  g_assert_cmpint (cart_quantity (cart, 1), ==, 3);
  g_assert_cmpint (cart_quantity (cart, 2), ==, 1);
  left_behind = browse (&guest, "GET", "/api/cart/", NULL, NULL);
  g_assert_cmpint (cart_quantity (left_behind, 1), ==, 0);
}

static void
test_sent_cart_is_merged_by_the_larger_quantity (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "merger");
  g_autoptr (EtTestAnswer) login = NULL;
  g_autoptr (EtTestAnswer) cart = NULL;

  et_test_server_expect (server, "POST", "/api/cart/add/", token, "{\"offer_id\":1,\"qty\":4}", 200,
                         NULL);
  et_test_server_expect (server, "POST", "/api/cart/add/", token, "{\"offer_id\":2,\"qty\":1}", 200,
                         NULL);
  login = et_test_server_call (server, "POST", LOGIN, NULL,
                               "{\"username\":\"merger\",\"password\":\"" ET_TEST_PASSWORD "\","
                               "\"cart\":[{\"offer_id\":1,\"qty\":2},{\"offer_id\":2,\"qty\":5},"
                               "{\"offer_id\":99999,\"qty\":1}]}");
  et_test_answer_assert (login, 200, NULL);
  cart = et_test_server_call (server, "GET", "/api/cart/", token, NULL);
  g_assert_cmpint (cart_quantity (cart, 1), ==, 4);
  g_assert_cmpint (cart_quantity (cart, 2), ==, 5);
}

/* Last, because the server stops in between. */
static void
test_sessions_outlive_the_server (void)
{
  g_autofree char *living = et_test_server_sign_up (server, "steady");
  g_autofree char *expired = et_test_server_sign_up (server, "expired");

  et_test_server_stop (server);
  et_test_server_exec (server, "UPDATE sessions SET expires_at = 1 WHERE account_id = "
                               "(SELECT id FROM accounts WHERE username = 'expired')");
  et_test_server_start (server);
  expect_me (living, 200);
  expect_me (expired, 401);
  while (et_test_server_count (server, "SELECT COUNT(*) FROM sessions WHERE expires_at = 1") > 0)
    g_usleep (10000); /* the server sweeps soon after its start */
}

int
main (int argc, char **argv)
{
  static const char *const seed[] = { "seed-offers", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_assert_cmpint (et_test_server_run (server, seed, NULL, NULL, NULL), ==, 0);
  g_test_add_func ("/account-sessions/logout", test_logout_ends_this_session_only);
  g_test_add_func ("/account-sessions/new-password", test_new_password_ends_the_others);
  g_test_add_func ("/account-sessions/no-token-kept", test_no_token_is_kept);
  g_test_add_func ("/account-sessions/header-only", test_token_counts_in_its_header_only);
  g_test_add_func ("/account-sessions/cookie-attributes", test_cookie_attributes);
  g_test_add_func ("/account-sessions/cookie-reads", test_cookie_reads);
  g_test_add_func ("/account-sessions/csrf", test_cookie_writes_with_csrf_token_only);
  g_test_add_func ("/account-sessions/bearer-wins", test_bearer_ignores_cookies);
  g_test_add_func ("/account-sessions/cookie-logout", test_cookie_logout_clears_it);
  g_test_add_func ("/account-sessions/new-id", test_sign_in_changes_the_session);
  g_test_add_func ("/account-sessions/guest-reads", test_guest_reads_without_a_session);
  g_test_add_func ("/account-sessions/guest-cart", test_guest_cart_is_adopted);
  g_test_add_func ("/account-sessions/sent-cart", test_sent_cart_is_merged_by_the_larger_quantity);
  g_test_add_func ("/account-sessions/restart", test_sessions_outlive_the_server);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}

/* SPDX-License-Identifier: MIT */
#include "server/http/et-csrf.h"

#include <string.h>

#include "tests/server/http/test-http-server.h"

static void
assert_write_by_cookie (EtTestOffice *office,
                        const char *session,
                        const char *cookie_token,
                        const char *field_token,
                        const char *origin,
                        int status)
{
  g_autoptr (GString) fields = g_string_new ("Cookie: sessionid=");
  g_autoptr (EtTestAnswer) answer = NULL;

  g_string_append (fields, session);
  if (cookie_token != NULL)
    g_string_append_printf (fields, "; csrftoken=%s", cookie_token);
  g_string_append (fields, "\r\n");
  if (field_token != NULL)
    g_string_append_printf (fields, "X-CSRFToken: %s\r\n", field_token);
  if (origin != NULL)
    g_string_append_printf (fields, "Origin: %s\r\n", origin);
  answer = et_test_http_call (et_test_office_get_port (office), "POST", "/api/write", fields->str,
                              NULL);
  et_test_answer_assert (answer, status, status == 403 ? "csrf" : NULL);
}

static void
test_csrf_token (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *token = et_csrf_token_derive ("customer");
  g_autofree char *other = et_csrf_token_derive ("staff");
  g_autofree char *longer = g_strconcat (token, "0", NULL);

  assert_write_by_cookie (office, "customer", token, token, NULL, 200);
  assert_write_by_cookie (office, "customer", token, NULL, NULL, 403);
  assert_write_by_cookie (office, "customer", NULL, token, NULL, 403);
  assert_write_by_cookie (office, "customer", NULL, NULL, NULL, 403);
  assert_write_by_cookie (office, "customer", token, other, NULL, 403);
  assert_write_by_cookie (office, "customer", other, token, NULL, 403);
  assert_write_by_cookie (office, "customer", token, "", NULL, 403);
  assert_write_by_cookie (office, "customer", token, longer, NULL, 403);
  /* A pair that fits together but not to the session was planted. */
  assert_write_by_cookie (office, "customer", other, other, NULL, 403);
  assert_write_by_cookie (office, "customer", "planted", "planted", NULL, 403);
  /* The database's answer is no way around. */
  assert_write_by_cookie (office, "db-customer", token, token, NULL, 403);
  assert_write_by_cookie (office, "db-customer", NULL, NULL, NULL, 403);
  /* A guest has nothing to lose yet. */
  assert_write_by_cookie (office, "guest", NULL, NULL, NULL, 200);
  assert_write_by_cookie (office, "unknown", NULL, NULL, NULL, 200);
}

static void
test_csrf_origin (void)
{
  static const char *const trusted[] = { "https://shop.example", NULL };
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autofree char *token = et_csrf_token_derive ("customer");
  g_autofree char *own = NULL;

  et_test_office_config (&config);
  config.trusted_origins = trusted;
  office = et_test_office_new (&config);
  own = g_strdup_printf ("http://127.0.0.1:%u", et_test_office_get_port (office));

  assert_write_by_cookie (office, "customer", token, token, own, 200);
  assert_write_by_cookie (office, "customer", token, token, "https://shop.example", 200);
  assert_write_by_cookie (office, "customer", token, token, "http://shop.example", 403);
  assert_write_by_cookie (office, "customer", token, token, "https://shop.example.evil", 403);
  assert_write_by_cookie (office, "customer", token, token, "https://evil.example", 403);
  assert_write_by_cookie (office, "customer", token, token, "http://127.0.0.1", 403);
  assert_write_by_cookie (office, "customer", token, token, "null", 403);
  assert_write_by_cookie (office, "guest", NULL, NULL, "https://evil.example", 403);
  assert_write_by_cookie (office, "unknown", NULL, NULL, "https://evil.example", 403);
}

static void
assert_call (
    EtTestOffice *office, const char *method, const char *path, const char *fields, int status)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_http_call (et_test_office_get_port (office), method, path, fields, NULL);

  et_test_answer_assert (answer, status, status == 403 ? "csrf" : NULL);
}

#define COOKIE "Cookie: sessionid=customer\r\n"
#define BEARER "Authorization: Bearer customer\r\n"
#define FOREIGN "Origin: https://evil.example\r\n"

static void
test_csrf_leaves_others_alone (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);

  assert_call (office, "GET", "/api/customer", COOKIE FOREIGN, 200);
  assert_call (office, "HEAD", "/api/customer", COOKIE, 200);
  assert_call (office, "OPTIONS", "/api/customer", COOKIE, 204);
  assert_call (office, "POST", "/api/customer", BEARER, 200);
  assert_call (office, "POST", "/api/customer", BEARER FOREIGN, 200);
  assert_call (office, "POST", "/api/write", NULL, 200);
  assert_call (office, "POST", "/api/write", FOREIGN, 403);
}

static void
test_origin_ports (void)
{
  g_assert_true (et_csrf_check_origin ("https://a.example", "a.example", NULL));
  g_assert_true (et_csrf_check_origin ("https://a.example", "a.example:443", NULL));
  g_assert_true (et_csrf_check_origin ("https://a.example:443", "a.example", NULL));
  g_assert_true (et_csrf_check_origin ("https://A.Example", "a.example", NULL));
  g_assert_true (et_csrf_check_origin ("http://a.example:8000", "a.example:8000", NULL));
  g_assert_true (et_csrf_check_origin ("http://a.example", "a.example:80", NULL));
  g_assert_false (et_csrf_check_origin ("https://a.example:8443", "a.example", NULL));
  g_assert_false (et_csrf_check_origin ("http://a.example", "a.example:443", NULL));
  g_assert_false (et_csrf_check_origin ("ftp://a.example", "a.example", NULL));
  g_assert_false (et_csrf_check_origin ("a.example", "a.example", NULL));
  g_assert_false (et_csrf_check_origin ("", "a.example", NULL));
}

static void
test_token_belongs_to_its_session (void)
{
  g_autofree char *one = et_csrf_token_derive ("one");
  g_autofree char *again = et_csrf_token_derive ("one");
  g_autofree char *other = et_csrf_token_derive ("other");

  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpuint (strlen (one), ==, 32);
  g_assert_cmpuint (strspn (one, "0123456789abcdef"), ==, 32);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/csrf/derive", test_token_belongs_to_its_session);
  g_test_add_func ("/http/csrf/token", test_csrf_token);
  g_test_add_func ("/http/csrf/origin", test_csrf_origin);
  g_test_add_func ("/http/csrf/others", test_csrf_leaves_others_alone);
  g_test_add_func ("/http/csrf/ports", test_origin_ports);
  return g_test_run ();
}

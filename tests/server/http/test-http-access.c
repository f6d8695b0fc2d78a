/* SPDX-License-Identifier: MIT */
#include "tests/server/http/test-http-server.h"

#define BEARER(token) "Authorization: Bearer " token "\r\n"
#define COOKIE(cookies) "Cookie: " cookies "\r\n"

typedef struct
{
  const char *method;
  const char *path;
  const char *fields; /* nullable */
  int status;
  const char *code; /* nullable */
} Case;

static void
assert_case (EtTestOffice *office, const Case *test)
{
  g_autoptr (EtTestAnswer) answer = et_test_http_call (
      et_test_office_get_port (office), test->method, test->path, test->fields, NULL);

  if (answer->status != test->status)
    g_test_message ("%s %s %s", test->method, test->path, test->fields != NULL ? test->fields : "");
  et_test_answer_assert (answer, test->status, test->code);
}

static void
assert_cases (const EtHttpConfig *config, const Case *cases, gsize n)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (config);

  for (gsize i = 0; i < n; i++)
    assert_case (office, &cases[i]);
}

static void
test_roles (void)
{
  static const Case cases[] = {
    { "GET", "/api/customer", NULL, 401, "unauthenticated" },
    { "GET", "/api/customer", BEARER ("guest"), 401, "unauthenticated" },
    { "GET", "/api/customer", BEARER ("customer"), 200, NULL },
    { "GET", "/api/customer", BEARER ("staff"), 200, NULL },
    { "GET", "/api/customer", BEARER ("admin"), 200, NULL },
    { "GET", "/api/staff", NULL, 401, "unauthenticated" },
    { "GET", "/api/staff", BEARER ("customer"), 403, "forbidden" },
    { "GET", "/api/staff", BEARER ("staff"), 200, NULL },
    { "GET", "/api/staff", BEARER ("admin"), 200, NULL },
    { "GET", "/api/back-office/things", BEARER ("customer"), 403, "forbidden" },
    { "GET", "/api/back-office/things", BEARER ("staff"), 403, "forbidden" },
    { "GET", "/api/back-office/things", BEARER ("admin"), 200, NULL },
    { "HEAD", "/api/staff", BEARER ("staff"), 200, NULL },
    { "GET", "/api/staff", "authorization: bearer   staff\r\n", 200, NULL },
    { "GET", "/api/staff", "Authorization: Basic c3RhZmY=\r\n", 401, "unauthenticated" },
    { "GET", "/api/staff", "Authorization: Bearer\r\n", 401, "unauthenticated" },
    { "GET", "/api/staff", COOKIE ("sessionid=staff"), 200, NULL },
    { "GET", "/api/staff", COOKIE ("a=b; sessionid=staff; c=d"), 200, NULL },
    { "GET", "/api/staff", COOKIE ("xsessionid=staff"), 401, "unauthenticated" },
    { "GET", "/api/staff", COOKIE ("sessionid=unknown"), 401, "unauthenticated" },
  };

  assert_cases (NULL, cases, G_N_ELEMENTS (cases));
}

static void
test_bearer_wins_over_cookies (void)
{
  static const Case cases[] = {
    { "GET", "/api/staff", BEARER ("customer") COOKIE ("sessionid=staff"), 403, "forbidden" },
    { "GET", "/api/staff", BEARER ("unknown") COOKIE ("sessionid=staff"), 401, "unauthenticated" },
    { "POST", "/api/customer", BEARER ("customer") COOKIE ("sessionid=staff"), 200, NULL },
  };

  assert_cases (NULL, cases, G_N_ELEMENTS (cases));
}

/* A client must learn that it was signed out, and can still sign in again. */
static void
test_bearer_that_is_over (void)
{
  static const Case cases[] = {
    { "GET", "/api/read", BEARER ("over"), 401, "unauthenticated" },
    { "POST", "/api/write", BEARER ("over"), 401, "unauthenticated" },
    { "GET", "/api/read", BEARER ("db-over"), 401, "unauthenticated" },
    { "GET", "/health/", BEARER ("over"), 200, NULL },
    { "POST", "/api/accounts/login/", BEARER ("over"), 200, NULL },
    { "POST", "/api/accounts/signup/", BEARER ("over"), 200, NULL },
    { "POST", "/api/write", COOKIE ("sessionid=over"), 200, NULL },
    { "GET", "/api/read", BEARER ("guest"), 200, NULL },
  };

  assert_cases (NULL, cases, G_N_ELEMENTS (cases));
}

static void
test_caller_from_the_database (void)
{
  static const Case cases[] = {
    { "GET", "/api/staff", BEARER ("db-staff"), 200, NULL },
    { "GET", "/api/staff", COOKIE ("sessionid=db-staff"), 200, NULL },
    { "GET", "/api/staff", BEARER ("db-customer"), 403, "forbidden" },
    { "GET", "/api/staff", BEARER ("db-nobody"), 401, "unauthenticated" },
    { "GET", "/api/staff", BEARER ("db-broken"), 503, "unavailable" },
    { "GET", "/health/", BEARER ("db-staff"), 200, NULL }, /* asks nobody */
  };
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_case (office, &cases[i]);
  g_assert_cmpint (et_test_office_get_state (office)->n_looked_up, ==, 5);
}

static void
test_401_names_the_scheme (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "GET",
                                                       "/api/staff", NULL, NULL);
  g_autofree char *scheme = et_test_answer_get_field (answer, "WWW-Authenticate");

  et_test_answer_assert (answer, 401, "unauthenticated");
  g_assert_cmpstr (scheme, ==, "Bearer");
}

static void
test_token_in_the_address (void)
{
  static const Case cases[] = {
    { "GET", "/api/staff?token=staff", NULL, 400, "bad_request" },
    { "GET", "/api/staff?a=b&access_token=staff", BEARER ("staff"), 400, "bad_request" },
    { "GET", "/api/staff?a=token", BEARER ("staff"), 200, NULL },
  };

  assert_cases (NULL, cases, G_N_ELEMENTS (cases));
}

static void
assert_host (const EtHttpConfig *config, const char *host, int status)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (config);
  g_autofree char *request = g_strdup_printf ("GET /health HTTP/1.1\r\nHost: %s\r\n\r\n", host);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_send (et_test_office_get_port (office), request, -1);

  et_test_answer_assert (answer, status, status == 421 ? "wrong_host" : NULL);
}

static void
test_hosts_by_default (void)
{
  assert_host (NULL, "localhost", 200);
  assert_host (NULL, "LOCALHOST:8000", 200);
  assert_host (NULL, "127.0.0.1:1", 200);
  assert_host (NULL, "[::1]", 200);
  assert_host (NULL, "[::1]:8000", 200);
  assert_host (NULL, "example.org", 421);
  assert_host (NULL, "localhost.example.org", 421);
  assert_host (NULL, "localhost:8000:9", 421);
  assert_host (NULL, "localhost:http", 421);
  assert_host (NULL, "[::1", 421);
}

static void
test_hosts_by_configuration (void)
{
  static const char *const hosts[] = { "tickets.example", ".office.example", NULL };
  EtHttpConfig config;

  et_test_office_config (&config);
  config.allowed_hosts = hosts;
  assert_host (&config, "tickets.example", 200);
  assert_host (&config, "Tickets.Example.", 200);
  assert_host (&config, "tickets.example:443", 200);
  assert_host (&config, "a.tickets.example", 421);
  assert_host (&config, "office.example", 200);
  assert_host (&config, "a.office.example", 200);
  assert_host (&config, "a.b.office.example:80", 200);
  assert_host (&config, "evil-office.example", 421);
  assert_host (&config, "localhost", 421);
}

static void
test_any_host (void)
{
  static const char *const hosts[] = { "*", NULL };
  EtHttpConfig config;

  et_test_office_config (&config);
  config.allowed_hosts = hosts;
  assert_host (&config, "whatever.example", 200);
}

/* Production, with this machine's own address as that of a proxy. */
static void
production_config (EtHttpConfig *config)
{
  static const char *const proxies[] = { "127.0.0.1", NULL };

  et_test_office_config (config);
  config->is_production = TRUE;
  config->trusted_proxies = proxies;
}

#define FROM "X-Forwarded-For: 192.0.2.7\r\n"

static void
test_https_is_required (void)
{
  static const Case cases[] = {
    { "GET", "/api/read", FROM "X-Forwarded-Proto: https\r\n", 200, NULL },
    { "GET", "/api/read", FROM "X-Forwarded-Proto: http\r\n", 403, "https_required" },
    { "GET", "/api/read", FROM, 403, "https_required" },
    { "POST", "/api/write", FROM, 403, "https_required" },
    { "GET", "/", FROM, 308, NULL },
    { "HEAD", "/health/", FROM, 308, NULL },
    { "POST", "/", FROM, 403, "https_required" },
    { "GET", "/api/read", NULL, 200, NULL }, /* from this machine */
  };
  EtHttpConfig config;

  production_config (&config);
  assert_cases (&config, cases, G_N_ELEMENTS (cases));
}

static void
test_page_moves_to_https (void)
{
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *location = NULL, *expected = NULL;

  production_config (&config);
  office = et_test_office_new (&config);
  answer = et_test_http_call (et_test_office_get_port (office), "GET", "/?a=b%20c", FROM, NULL);
  location = et_test_answer_get_field (answer, "Location");
  expected = g_strdup_printf ("https://127.0.0.1:%u/?a=b%%20c", et_test_office_get_port (office));
  et_test_answer_assert (answer, 308, NULL);
  g_assert_cmpstr (location, ==, expected);
}

static void
assert_client (const EtHttpConfig *config,
               const char *fields,
               const char *address,
               gboolean is_secure)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (config);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "GET",
                                                       "/api/read", fields, NULL);
  JsonObject *json = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (json, "address"), ==, address);
  g_assert_cmpint (json_object_get_boolean_member (json, "secure"), ==, is_secure);
}

static void
test_client_behind_proxies (void)
{
  static const char *const proxies[] = { "127.0.0.1", "10.0.0.0/8", NULL };
  EtHttpConfig config;

  et_test_office_config (&config);
  config.trusted_proxies = proxies;
  assert_client (&config, NULL, "127.0.0.1", FALSE);
  assert_client (&config, "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n", "192.0.2.1",
                 TRUE);
  assert_client (&config, "X-Forwarded-For: 198.51.100.1, 192.0.2.1, 10.1.2.3\r\n", "192.0.2.1",
                 FALSE);
  assert_client (&config, "X-Forwarded-For: 2001:db8::1\r\n", "2001:db8::1", FALSE);
  assert_client (&config, "X-Forwarded-For: 10.0.0.1\r\n", "10.0.0.1", FALSE);
  assert_client (&config, "X-Forwarded-For: nonsense\r\n", "127.0.0.1", FALSE);
  assert_client (&config, "X-Forwarded-For:\r\n", "127.0.0.1", FALSE);
  assert_client (&config,
                 "X-Forwarded-For: 1.1.1.1,2.2.2.2,3.3.3.3,4.4.4.4,5.5.5.5,6.6.6.6,"
                 "7.7.7.7,8.8.8.8,9.9.9.9,10.10.10.10,11.11.11.11\r\n",
                 "127.0.0.1", FALSE);
}

static void
test_nobody_is_trusted_by_default (void)
{
  assert_client (NULL, "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n", "127.0.0.1",
                 FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/http/access/" name, func)
  ADD ("roles", test_roles);
  ADD ("bearer-wins", test_bearer_wins_over_cookies);
  ADD ("bearer-over", test_bearer_that_is_over);
  ADD ("from-database", test_caller_from_the_database);
  ADD ("scheme", test_401_names_the_scheme);
  ADD ("token-in-address", test_token_in_the_address);
  ADD ("hosts/default", test_hosts_by_default);
  ADD ("hosts/configured", test_hosts_by_configuration);
  ADD ("hosts/any", test_any_host);
  ADD ("https/required", test_https_is_required);
  ADD ("https/redirect", test_page_moves_to_https);
  ADD ("proxies/trusted", test_client_behind_proxies);
  ADD ("proxies/default", test_nobody_is_trusted_by_default);
#undef ADD
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/http/et-request-private.h"
#include "tests/server/http/test-http-server.h"

typedef struct
{
  const char *name;
  const char *request; /* without its Host field, which is added after the first line */
  int status;
} Case;

/* One of each kind of answer there is. */
static const Case all_kinds[] = {
  { "inline", "GET /health HTTP/1.1\r\n", 200 },
  { "page", "GET / HTTP/1.1\r\n", 200 },
  { "worker", "GET /api/read HTTP/1.1\r\n", 200 },
  { "writer", "POST /api/write HTTP/1.1\r\n", 200 },
  { "head", "HEAD /health HTTP/1.1\r\n", 200 },
  { "big", "GET /api/big HTTP/1.1\r\n", 200 },
  { "options", "OPTIONS /health HTTP/1.1\r\n", 204 },
  { "unchanged", "GET /api/unchanged HTTP/1.1\r\n", 304 },
  { "malformed", "GET nonsense HTTP/1.1\r\n", 400 },
  { "bad-json", "POST /api/read HTTP/1.1\r\nContent-Length: 1\r\n", 400 },
  { "unauthenticated", "GET /api/staff HTTP/1.1\r\n", 401 },
  { "declined", "POST /api/decline HTTP/1.1\r\n", 402 },
  { "csrf", "POST /api/write HTTP/1.1\r\nOrigin: http://evil\r\n", 403 },
  { "nothing", "GET /nothing HTTP/1.1\r\n", 404 },
  { "method", "PUT /health HTTP/1.1\r\n", 405 },
  { "conflict", "POST /api/write/fail HTTP/1.1\r\n", 409 },
  { "too-large", "POST /api/read HTTP/1.1\r\nContent-Length: 70000\r\n", 413 },
  { "wrong-host", "GET http://elsewhere/ HTTP/1.1\r\nX-Host: elsewhere\r\n", 421 },
  { "limited", "POST /api/accounts/login HTTP/1.1\r\n", 429 },
  { "internal", "GET /api/internal HTTP/1.1\r\n", 500 },
  { "timeout", "POST /api/chain HTTP/1.1\r\nContent-Length: 14\r\n", 504 },
};

static void
assert_field (EtTestAnswer *answer, const char *name, const char *expected)
{
  g_autofree char *value = et_test_answer_get_field (answer, name);

  g_assert_cmpstr (value, ==, expected);
}

static EtTestAnswer *
send_kind (EtTestOffice *office, const Case *test)
{
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  const char *host = test->status == 421 ? "Host: elsewhere\r\n" : "Host: localhost\r\n";
  g_autofree char *request = g_strconcat (test->request, host, "\r\n",
                                          test->status == 504 ? "{\"fails\":true}" : "x", NULL);

  et_test_socket_send (socket, request, -1);
  return et_test_socket_read_answer (socket, g_str_has_prefix (request, "HEAD"));
}

static void
test_every_answer_is_safe (gconstpointer data)
{
  const Case *test = data;
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *csp = NULL, *cache = NULL, *took = NULL, *id = NULL, *date = NULL;

  et_test_office_config (&config);
  config.hsts_seconds = 31536000;
  config.logins_per_minute = 1;
  office = et_test_office_new (&config);
  if (test->status == 429)
    et_test_answer_free (send_kind (office, test)); /* the one that is let through */
  answer = send_kind (office, test);

  et_test_answer_assert (answer, test->status, NULL);
  assert_field (answer, "X-Content-Type-Options", "nosniff");
  assert_field (answer, "X-Frame-Options", "DENY");
  assert_field (answer, "Referrer-Policy", "no-referrer");
  assert_field (answer, "Server", "etickets");
  assert_field (answer, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  csp = et_test_answer_get_field (answer, "Content-Security-Policy");
  g_assert_true (g_str_has_prefix (csp, "default-src 'none'"));
  cache = et_test_answer_get_field (answer, "Cache-Control");
  g_assert_cmpstr (cache, ==, g_str_equal (test->name, "page") ? "public, max-age=60" : "no-store");
  took = et_test_answer_get_field (answer, "X-Response-Time");
  g_assert_true (g_str_has_suffix (took, "ms"));
  id = et_test_answer_get_field (answer, "X-Request-Id");
  g_assert_cmpuint (strlen (id), ==, 16);
  date = et_test_answer_get_field (answer, "Date");
  g_assert_nonnull (date);
}

static void
test_every_status_has_its_words (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = send_kind (office, test);

  g_assert_null (strstr (answer->head, "Unknown Error"));
}

static void
test_error_has_its_form (gconstpointer data)
{
  const Case *test = data;
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_office_config (&config);
  config.logins_per_minute = 1;
  office = et_test_office_new (&config);
  if (test->status == 429)
    et_test_answer_free (send_kind (office, test));
  answer = send_kind (office, test);
  et_test_answer_assert (answer, test->status, et_test_answer_get_code (answer));
  assert_field (answer, "Content-Type", "application/json");
}

static void
test_no_hsts_unless_configured (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_call (et_test_office_get_port (office), "GET", "/health", NULL, NULL);

  assert_field (answer, "Strict-Transport-Security", NULL);
}

static void
test_page_keeps_its_own_fields (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_call (et_test_office_get_port (office), "GET", "/", NULL, NULL);
  const char *csp = strstr (answer->head, "Content-Security-Policy");

  assert_field (answer, "Content-Security-Policy", "default-src 'none'; style-src 'self'");
  assert_field (answer, "Content-Type", "text/html; charset=utf-8");
  g_assert_null (strstr (csp + 1, "Content-Security-Policy"));
}

static void
test_unchanged_has_no_body (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "GET",
                                                       "/api/unchanged", NULL, NULL);

  et_test_answer_assert (answer, 304, NULL);
  assert_field (answer, "ETag", "\"7\"");
  assert_field (answer, "Content-Length", NULL);
  assert_field (answer, "Content-Type", NULL);
}

static void
test_internal_error_hides_its_cause (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *body = NULL, *id = NULL;

  answer = et_test_http_call (et_test_office_get_port (office), "GET", "/api/internal", NULL, NULL);
  body = et_test_answer_dup_body (answer);
  id = et_test_answer_get_field (answer, "X-Request-Id");
  et_test_answer_assert (answer, 500, "internal");
  g_assert_null (strstr (body, "secret"));
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "request_id"),
                   ==, id);
}

static void
test_array (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "GET",
                                                       "/api/array", NULL, NULL);
  g_autofree char *body = et_test_answer_dup_body (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (body, ==, "[1,2]");
  assert_field (answer, "Content-Type", "application/json");
}

static void
test_request_ids_differ (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint port = et_test_office_get_port (office);
  g_autoptr (EtTestAnswer) one = et_test_http_call (port, "GET", "/health", NULL, NULL);
  g_autoptr (EtTestAnswer) other = et_test_http_call (port, "GET", "/health", NULL, NULL);
  g_autofree char *one_id = et_test_answer_get_field (one, "X-Request-Id");
  g_autofree char *other_id = et_test_answer_get_field (other, "X-Request-Id");

  g_assert_cmpstr (one_id, !=, other_id);
}

static void
test_soup_session_understands (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (SoupSession) session = soup_session_new ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_http_session_call (
          session, et_test_office_get_port (office), "POST", "/api/customer", "customer", "{}");

      et_test_answer_assert (answer, 200, NULL);
      g_assert_true (json_object_get_boolean_member (et_test_answer_get_json (answer), "ok"));
    }
}

static void
assert_sentence (const char *default_language, const char *accepted, const char *expected)
{
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *field = accepted != NULL ? g_strdup_printf ("Accept-Language: %s\r\n", accepted)
                                            : NULL;

  et_test_office_config (&config);
  config.default_language = default_language;
  office = et_test_office_new (&config);
  answer = et_test_http_call (et_test_office_get_port (office), "GET", "/nothing", field, NULL);
  et_test_answer_assert (answer, 404, "not_found");
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "error"), ==,
                   expected);
}

static void
test_sentence_in_the_readers_language (void)
{
  assert_sentence ("fr", NULL, "Il n’y a rien ici");
  assert_sentence ("en", NULL, "There is nothing here");
  assert_sentence ("fr", "en", "There is nothing here");
  assert_sentence ("en", "fr-CA, en;q=0.5", "Il n’y a rien ici");
}

static void
test_choice_of_language (void)
{
  static const struct
  {
    const char *accepted, *expected; /* French is the fallback */
  } cases[] = {
    { "en", "en" },
    { "fr", "fr" },
    { "EN-us", "en" },
    { "it", "fr" },
    { "de", "de" },
    { "it, es-MX;q=0.8, en;q=0.5", "es" },
    { "it, en", "en" },
    { "en, fr", "en" },
    { "fr, en", "fr" },
    { "fr;q=0.5, en;q=0.8", "en" },
    { "fr;q=0.8,en;q=0.5", "fr" },
    { "en;q=0", "fr" },
    { "*", "fr" },
    { "*, en;q=0.9", "fr" },
    { "english", "fr" },
    { "", "fr" },
    { ",,;q=,", "fr" },
    { "en;q=nonsense", "fr" },
    { "en;q=99", "en" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (et_accept_language_choose (cases[i].accepted, "fr"), ==, cases[i].expected);
}

/* What a handler sets can neither break the head nor frame the message. */
static void
test_fields_are_checked (void)
{
  static const char *const names[] = { "Content-Length", "transfer-encoding", "Connection" };
  EtHttpConfig config;
  EtHttpHooks hooks = { 0 };
  EtPeer peer = { 0 };
  const char *text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  g_autoptr (EtRequest) req = NULL;

  et_test_office_config (&config);
  req = et_request_new (&config, &hooks, et_head_new (text, strlen (text)), NULL, &peer);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*assertion*");
      et_request_set_header (req, names[i], "1");
    }
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*assertion*");
  et_request_set_header (req, "X-Test", "a\r\nX-Other: b");
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*assertion*");
  et_request_add_cookie (req, "a=b\r\nX-Other: b");
  g_test_assert_expected_messages ();
  g_assert_cmpuint (req->fields->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* An internal error is logged with its cause: the warning is part of the test. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  for (gsize i = 0; i < G_N_ELEMENTS (all_kinds); i++)
    {
      g_autofree char *safe = g_strconcat ("/http/answers/safe/", all_kinds[i].name, NULL);
      g_autofree char *words = g_strconcat ("/http/answers/words/", all_kinds[i].name, NULL);
      g_autofree char *form = g_strconcat ("/http/answers/form/", all_kinds[i].name, NULL);

      g_test_add_data_func (safe, &all_kinds[i], test_every_answer_is_safe);
      g_test_add_data_func (words, &all_kinds[i], test_every_status_has_its_words);
      if (all_kinds[i].status >= 400)
        g_test_add_data_func (form, &all_kinds[i], test_error_has_its_form);
    }
#define ADD(name, func) g_test_add_func ("/http/answers/" name, func)
  ADD ("hsts", test_no_hsts_unless_configured);
  ADD ("own-fields", test_page_keeps_its_own_fields);
  ADD ("unchanged", test_unchanged_has_no_body);
  ADD ("internal", test_internal_error_hides_its_cause);
  ADD ("array", test_array);
  ADD ("request-id", test_request_ids_differ);
  ADD ("soup-session", test_soup_session_understands);
  ADD ("language/sentence", test_sentence_in_the_readers_language);
  ADD ("language/choice", test_choice_of_language);
  ADD ("fields", test_fields_are_checked);
#undef ADD
  return g_test_run ();
}

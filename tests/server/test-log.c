/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/commands/et-log.h"
#include "tests/support/et-test-server.h"

static guint
count (const char *text, const char *part)
{
  g_auto (GStrv) pieces = g_strsplit (text, part, -1);

  return g_strv_length (pieces) - 1;
}

/* Writes to the standard error output what is then found in a file. */
static void
warn_often (void)
{
  et_log_start (G_LOG_LEVEL_WARNING, FALSE);
  for (guint i = 0; i < 1000; i++)
    {
      g_warning ("The database is away");
      g_warning ("The disk is away");
      g_critical ("Something is wrong");
    }
  for (guint i = 0; i < 100; i++)
    g_warning ("Number %u is away", i);
  g_info ("Nobody reads this");
}

/* Returns: (transfer full): what this very test writes to the standard error output when it is run
 * once more. */
static char *
run_again (const char *path)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, self,
      "--GTestSubprocess", "-p", path, NULL);
  char *errors = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &errors, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return errors;
}

/* While something is away, whatever works with it says so again and again. */
static void
test_repeated_warnings (void)
{
  g_autofree char *errors = NULL;

  if (g_test_subprocess ())
    {
      g_log_set_always_fatal (0);
      warn_often ();
      return;
    }
  errors = run_again ("/log/repeated");
  g_assert_cmpuint (count (errors, "WARNING The database is away\n"), ==, 1);
  g_assert_cmpuint (count (errors, "WARNING The disk is away\n"), ==, 1);
  g_assert_cmpuint (count (errors, "ERROR Something is wrong\n"), ==, 1000);
  g_assert_cmpuint (count (errors, " is away\n"), ==, 102);
  g_assert_null (strstr (errors, "Nobody"));
}

typedef struct
{
  EtTestServer *server; /* owned */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[][2] = { { "migrate", NULL }, { "generate-key", NULL } };
  static const char *const environment[] = { "ETICKETS_ENV=production",
                                             "ETICKETS_ALLOWED_HOSTS=127.0.0.1",
                                             "ETICKETS_LOG_LEVEL=info", NULL };

  fixture->server = et_test_server_new_stopped (NULL, environment);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_assert_cmpint (et_test_server_run (fixture->server, commands[i], NULL, NULL, NULL), ==, 0);
  et_test_server_start (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  et_test_server_free (fixture->server);
}

/* Returns: (transfer full): the one line of the log whose @member is @value. */
static JsonObject *
find_line (EtTestServer *server, const char *member, const char *value)
{
  g_autofree char *log = et_test_server_dup_log (server);
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  JsonObject *found = NULL;

  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *line = json_node_get_object (node);

      if (g_strcmp0 (json_object_get_string_member_with_default (line, member, NULL), value) != 0)
        continue;
      g_assert_null (found);
      found = json_object_ref (line);
    }
  g_assert_nonnull (found);
  return found;
}

static void
assert_text (JsonObject *line, const char *member, const char *value)
{
  g_assert_cmpstr (json_object_get_string_member (line, member), ==, value);
}

static void
test_refusal_has_its_members (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server;
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, "POST", "/api/accounts/login/", NULL,
                                    "{\"username\":\"nobody\",\"password\":\"battery staple\"}");
  g_autofree char *id = et_test_answer_get_field (answer, "X-Request-Id");
  g_autoptr (JsonObject) line = NULL;

  et_test_answer_assert (answer, 401, "wrong_credentials");
  et_test_server_stop (server);
  line = find_line (server, "security_event", "sign_in_refused");
  assert_text (line, "request_id", id);
  assert_text (line, "level", "INFO");
  assert_text (line, "http_method", "POST");
  assert_text (line, "http_path", "/api/accounts/login/");
  assert_text (line, "http_status", "401");
  assert_text (line, "client", "127.0.0.1");
  g_assert_true (json_object_has_member (line, "duration_ms"));
  g_assert_false (json_object_has_member (line, "slow"));
}

static void
test_security_events (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server;
  g_autofree char *zoe = et_test_server_sign_up (server, "zoe");
  static const char *const events[] = { "token_refused", "forbidden", "host_refused",
                                        "csrf_refused" };
  g_autoptr (EtTestAnswer) host = NULL, forged = NULL;

  et_test_server_expect (server, "GET", "/api/orders/", "tk_no", NULL, 401, "unauthenticated");
  et_test_server_expect (server, "GET", "/api/admin/accounts/", zoe, NULL, 403, "forbidden");
  host = et_test_http_send (et_test_server_get_port (server),
                            "GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n", -1);
  et_test_answer_assert (host, 421, "wrong_host");
  forged = et_test_server_call_with (server, "POST", "/api/cart/clear/",
                                     "Origin: https://evil.example\r\n", "{}");
  et_test_answer_assert (forged, 403, "csrf");
  et_test_server_stop (server);
  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    json_object_unref (find_line (server, "security_event", events[i]));
}

static void
test_business_event_has_its_members (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server;
  g_autofree char *zoe = et_test_server_sign_up (server, "zoe");
  g_autoptr (JsonObject) line = NULL;

  et_test_server_stop (server);
  line = find_line (server, "event", "account_created");
  assert_text (line, "account", "1");
  assert_text (line, "role", "customer");
  g_assert_cmpuint (strlen (json_object_get_string_member (line, "request_id")), ==, 16);
}

static void
test_slow_request_says_so (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server;
  g_autofree char *zoe = NULL, *body = NULL;
  g_autoptr (JsonObject) line = NULL;

  et_test_server_stop (server);
  et_test_server_set (server, "ETICKETS_PAYMENT_TIMEOUT_MS", "1100");
  et_test_server_start (server);
  body = g_strdup_printf ("{\"offer_id\":%d}", (int) et_test_server_make_offer (server));
  zoe = et_test_server_sign_up (server, "zoe");
  et_test_server_expect (server, "POST", "/api/cart/add/", zoe, body, 200, NULL);
  et_test_server_expect (server, "POST", "/api/cart/checkout/", zoe,
                         "{\"card_number\":\"4000000000009995\"}", 504, "payment_timeout");
  et_test_server_stop (server);
  line = find_line (server, "slow", "1");
  assert_text (line, "http_path", "/api/cart/checkout/");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/repeated", test_repeated_warnings);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/log/refusal", test_refusal_has_its_members);
  ADD ("/log/security", test_security_events);
  ADD ("/log/business", test_business_event_has_its_members);
  ADD ("/log/slow", test_slow_request_says_so);
  return g_test_run ();
}

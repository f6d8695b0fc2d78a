/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "tests/support/et-test-server.h"
#include "tests/support/et-test-tls.h"

#define GREETING "Listening on https://127.0.0.1:"
#define DUE (20 * G_USEC_PER_SEC) /* against hanging */

typedef struct
{
  EtTestServer *server; /* owned */
} Fixture;

static void
set_path (EtTestServer *server, const char *name, const char *file)
{
  g_autofree char *path = et_test_server_get_path (server, file);

  et_test_server_set (server, name, path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server = et_test_server_new_stopped (NULL, NULL);

  g_free (et_test_certificate_make (et_test_server_get_folder (server), "one", "one.example"));
  et_test_server_set (server, "ETICKETS_TLS_LISTEN", "127.0.0.1:0");
  et_test_server_set (server, "ETICKETS_LOG_LEVEL", "info");
  set_path (server, "ETICKETS_TLS_CERT", "one.pem");
  set_path (server, "ETICKETS_TLS_KEY", "one.key");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  et_test_server_free (fixture->server);
}

static guint
start (EtTestServer *server)
{
  const char *line;

  et_test_server_start (server);
  line = strstr (et_test_server_get_greeting (server), GREETING);
  g_assert_nonnull (line);
  return (guint) g_ascii_strtoull (line + strlen (GREETING), NULL, 10);
}

static void
assert_holder (guint port, const char *expected)
{
  g_autoptr (GTlsConnection) connection = et_test_tls_connect (port);
  g_autofree char *holder = et_test_tls_get_holder (connection);

  g_assert_cmpstr (holder, ==, expected);
}

static void
assert_serves (GTlsConnection *connection)
{
  g_autoptr (EtTestAnswer) answer = et_test_tls_get (connection, "/ready");

  et_test_answer_assert (answer, 200, NULL);
}

static void
hang_up (EtTestServer *server, const char *line)
{
  int64_t end = g_get_monotonic_time () + DUE;
  g_autofree char *log = NULL;

  kill (et_test_server_get_pid (server), SIGHUP);
  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10000);
      g_free (log);
      log = et_test_server_dup_log (server);
    }
  while (strstr (log, line) == NULL);
}

static void
move_file (EtTestServer *server, const char *from, const char *to)
{
  g_autofree char *source = et_test_server_get_path (server, from);
  g_autofree char *target = et_test_server_get_path (server, to);

  g_assert_cmpint (g_rename (source, target), ==, 0);
}

/* New connections see the new certificate, and those that are there go on. */
static void
test_certificate_is_renewed (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server;
  guint port = start (server);
  g_autoptr (GTlsConnection) old = et_test_tls_connect (port);

  assert_serves (old);
  assert_holder (port, "CN=one.example");
  g_free (et_test_certificate_make (et_test_server_get_folder (server), "two", "two.example"));
  move_file (server, "two.pem", "one.pem");
  move_file (server, "two.key", "one.key");
  hang_up (server, "The settings were read again");
  assert_holder (port, "CN=two.example");
  assert_serves (old);
  et_test_server_stop (server);
}

/* A certificate and a key that do not belong together change nothing. */
static void
test_wrong_certificate_changes_nothing (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server;
  guint port = start (server);

  g_free (et_test_certificate_make (et_test_server_get_folder (server), "two", "two.example"));
  move_file (server, "two.pem", "one.pem");
  hang_up (server, "The settings were not read again: The certificate or key ");
  assert_holder (port, "CN=one.example");
  et_test_server_stop (server);
}

static void
assert_does_not_start (EtTestServer *server, const char *reason)
{
  static const char *const serve[] = { "serve", NULL };
  g_autofree char *errors = NULL;

  g_assert_cmpint (et_test_server_run (server, serve, NULL, NULL, &errors), ==, 2);
  g_assert_nonnull (strstr (errors, reason));
}

static void
test_wrong_settings_are_refused (Fixture *fixture, gconstpointer data)
{
  EtTestServer *server = fixture->server;
  g_autofree char *key = et_test_server_get_path (server, "one.key");

  g_chmod (key, 0644);
  assert_does_not_start (server, "one.key cannot be used: everybody may read it");
  g_chmod (key, 0600);
  set_path (server, "ETICKETS_TLS_CERT", "none.pem");
  assert_does_not_start (server, "none.pem cannot be used: No such file or directory");
  et_test_server_set (server, "ETICKETS_TLS_KEY", NULL);
  assert_does_not_start (server, "ETICKETS_TLS_KEY must be set together with the other one");
}

/* In TLS a session's cookie never leaves it, and browsers are told to insist on TLS. */
static void
test_production (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[][2] = { { "migrate", NULL }, { "generate-key", NULL } };
  EtTestServer *server = fixture->server;
  g_autoptr (GTlsConnection) connection = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *hsts = NULL, *cookie = NULL;

  et_test_server_set (server, "ETICKETS_ENV", "production");
  et_test_server_set (server, "ETICKETS_ALLOWED_HOSTS", "localhost");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_assert_cmpint (et_test_server_run (server, commands[i], NULL, NULL, NULL), ==, 0);
  connection = et_test_tls_connect (start (server));
  et_test_tls_send (connection, "POST /api/accounts/signup/ HTTP/1.1\r\nHost: localhost\r\n"
                                "Content-Length: 53\r\n\r\n"
                                "{\"username\":\"zoe\",\"password\":\"" ET_TEST_PASSWORD "\"}");
  answer = et_test_tls_read (connection);
  et_test_answer_assert (answer, 201, NULL);
  hsts = et_test_answer_get_field (answer, "Strict-Transport-Security");
  cookie = et_test_answer_get_field (answer, "Set-Cookie");
  g_assert_cmpstr (hsts, ==, "max-age=31536000; includeSubDomains");
  g_assert_nonnull (strstr (cookie, "; Secure"));
  et_test_server_stop (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/certificate/renewed", test_certificate_is_renewed);
  ADD ("/certificate/wrong", test_wrong_certificate_changes_nothing);
  ADD ("/certificate/refused", test_wrong_settings_are_refused);
  ADD ("/certificate/production", test_production);
  return g_test_run ();
}

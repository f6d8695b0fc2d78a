/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/et-test-server.h"

#define DUE (20 * G_USEC_PER_SEC) /* against hanging */
#define CARD_TIMES_OUT "{\"card_number\":\"4000000000009995\"}"

static void
wait_for_line (EtTestServer *server, const char *part)
{
  int64_t end = g_get_monotonic_time () + DUE;

  for (;;)
    {
      g_autofree char *log = et_test_server_dup_log (server);

      if (strstr (log, part) != NULL)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10000);
    }
}

static void
write_settings (EtTestServer *server, const char *text)
{
  g_autofree char *path = et_test_server_get_path (server, "server.env");

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static EtTestServer *
start_with_settings (const char *text)
{
  EtTestServer *server = et_test_server_new_stopped (NULL, NULL);
  g_autofree char *path = et_test_server_get_path (server, "server.env");

  et_test_server_set (server, "ETICKETS_LOG_LEVEL", NULL);
  write_settings (server, text);
  et_test_server_set (server, "ET_TEST_ENV_FILE", path);
  et_test_server_start (server);
  return server;
}

static void
test_log_level_changes (void)
{
  g_autoptr (EtTestServer) server = start_with_settings ("ETICKETS_LOG_LEVEL=warning\n");
  g_autofree char *log = NULL;

  et_test_server_expect (server, "GET", "/health/", NULL, NULL, 200, NULL);
  write_settings (server, "ETICKETS_LOG_LEVEL=debug\n");
  kill (et_test_server_get_pid (server), SIGHUP);
  wait_for_line (server, "The settings were read again");
  et_test_server_expect (server, "GET", "/api/offers/", NULL, NULL, 200, NULL);
  et_test_server_stop (server);
  log = et_test_server_dup_log (server);
  g_assert_null (strstr (log, "GET /health/"));
  g_assert_nonnull (strstr (log, "GET /api/offers/ 200"));
}

static void
test_wrong_settings_change_nothing (void)
{
  g_autoptr (EtTestServer) server = start_with_settings ("ETICKETS_LOG_LEVEL=info\n");

  write_settings (server, "ETICKETS_LOG_LEVEL=loud\n");
  kill (et_test_server_get_pid (server), SIGHUP);
  wait_for_line (server,
                 "The settings were not read again: ETICKETS_LOG_LEVEL must be debug, info, "
                 "warning or error.");
  et_test_server_expect (server, "POST", "/api/accounts/logout/", NULL, NULL, 401,
                         "unauthenticated");
  wait_for_line (server, "POST /api/accounts/logout/ 401");
  et_test_server_stop (server);
}

static gboolean
can_connect (guint port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons ((uint16_t) port),
                                 .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  gboolean connected = connect (fd, (struct sockaddr *) &address, sizeof address) == 0;

  close (fd);
  return connected;
}

/* Returns: a connection on which a payment hangs. */
static EtTestSocket *
begin_payment (EtTestServer *server)
{
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%d}",
                                           (int) et_test_server_make_offer (server));
  g_autofree char *zoe = et_test_server_sign_up (server, "zoe");
  EtTestSocket *socket = et_test_socket_new (et_test_server_get_port (server));
  g_autofree char *request = g_strdup_printf (
      "POST /api/cart/checkout/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
      "Content-Length: %zu\r\n\r\n" CARD_TIMES_OUT,
      zoe, strlen (CARD_TIMES_OUT));

  et_test_server_expect (server, "POST", "/api/cart/add/", zoe, body, 200, NULL);
  et_test_socket_send (socket, request, -1);
  while (et_test_server_count (server, "SELECT COUNT(*) FROM orders WHERE state = 'pending'") == 0)
    g_usleep (5000);
  return socket;
}

static EtTestServer *
start_with_payments_of (const char *timeout)
{
  const char *const environment[] = { timeout, NULL };

  return et_test_server_new (environment);
}

static gpointer
stop (gpointer server)
{
  et_test_server_stop (server);
  return NULL;
}

/* What is under way is answered; nothing new begins; who only waits is told farewell. */
static void
test_requests_end (void)
{
  g_autoptr (EtTestServer) server = start_with_payments_of ("ETICKETS_PAYMENT_TIMEOUT_MS=1000");
  guint port = et_test_server_get_port (server);
  g_autoptr (EtTestSocket) idle = et_test_socket_new (port);
  g_autoptr (EtTestSocket) paying = begin_payment (server);
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *connection = NULL;
  GThread *stopper = g_thread_new ("stop", stop, server);
  int64_t end = g_get_monotonic_time () + DUE;

  while (can_connect (port))
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  g_assert_true (et_test_socket_waits_for_end (idle, 5000));
  answer = et_test_socket_read_answer (paying, FALSE);
  et_test_answer_assert (answer, 504, "payment_timeout");
  connection = et_test_answer_get_field (answer, "Connection");
  g_assert_cmpstr (connection, ==, "close");
  g_thread_join (stopper);
}

/* A payment that hangs for a minute is left to the next start. */
static void
test_nothing_is_waited_for_in_vain (void)
{
  g_autoptr (EtTestServer) server = start_with_payments_of ("ETICKETS_PAYMENT_TIMEOUT_MS=60000");
  g_autoptr (EtTestSocket) paying = begin_payment (server);
  int64_t began = g_get_monotonic_time (), took, end;

  et_test_server_stop (server);
  took = g_get_monotonic_time () - began;
  g_test_message ("Ended after %.1f s", (double) took / G_USEC_PER_SEC);
  g_assert_cmpint (took, <, DUE);
  et_test_server_start (server);
  end = g_get_monotonic_time () + DUE;
  while (et_test_server_count (server, "SELECT COUNT(*) FROM orders WHERE state = 'pending'") != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (20000);
    }
  et_test_server_stop (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signals/log-level", test_log_level_changes);
  g_test_add_func ("/signals/wrong-settings", test_wrong_settings_change_nothing);
  g_test_add_func ("/signals/drain", test_requests_end);
  if (et_test_is_full_run ()) /* the end takes the ten seconds that it may */
    g_test_add_func ("/signals/hanging-payment", test_nothing_is_waited_for_in_vain);
  return g_test_run ();
}

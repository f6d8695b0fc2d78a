/* SPDX-License-Identifier: MIT */
#include <sys/socket.h>

#include "tests/server/http/test-http-server.h"

#define GET_HEALTH "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define N_BIG 20

static EtTestOffice *
office_with_deadlines (guint header_ms, guint body_ms, guint idle_ms, guint write_ms)
{
  EtHttpConfig config;

  et_test_office_config (&config);
  config.header_deadline_ms = header_ms;
  config.body_deadline_ms = body_ms;
  config.idle_deadline_ms = idle_ms;
  config.write_deadline_ms = write_ms;
  return et_test_office_new (&config);
}

static void
test_slow_head (void)
{
  g_autoptr (EtTestOffice) office = office_with_deadlines (150, 5000, 5000, 5000);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_socket_send (socket, "GET /health HT", -1);
  answer = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (answer, 408, "request_timeout");
  g_assert_true (et_test_socket_waits_for_end (socket, 2000));
}

/* Bytes that keep coming do not put the deadline off. */
static void
test_dripping_head (void)
{
  g_autoptr (EtTestOffice) office = office_with_deadlines (300, 5000, 5000, 5000);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autoptr (EtTestAnswer) answer = NULL;
  int64_t begin = g_get_monotonic_time ();

  et_test_socket_send (socket, "GET /health HTTP/1.1\r\nX: ", -1);
  while (g_get_monotonic_time () - begin < 600 * 1000)
    {
      et_test_socket_send (socket, "y", 1);
      g_usleep (20 * 1000);
    }
  answer = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (answer, 408, "request_timeout");
}

static void
test_slow_body (void)
{
  g_autoptr (EtTestOffice) office = office_with_deadlines (5000, 150, 5000, 5000);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_socket_send (
      socket, "POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{", -1);
  answer = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (answer, 408, "request_timeout");
}

static void
test_silent_connection (void)
{
  g_autoptr (EtTestOffice) office = office_with_deadlines (150, 5000, 5000, 5000);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  g_assert_true (et_test_socket_waits_for_end (socket, 3000));
}

static void
test_idle_connection (void)
{
  g_autoptr (EtTestOffice) office = office_with_deadlines (5000, 5000, 150, 5000);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_socket_send (socket, GET_HEALTH, -1);
  answer = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (et_test_socket_waits_for_end (socket, 3000));
}

/* Whether @n answers arrive whole before the end. */
static gboolean
takes_all_answers (EtTestSocket *socket, guint n)
{
  gsize expected = (gsize) n * 1024 * 1024, received = 0;
  g_autofree char *chunk = g_malloc (1024 * 1024);

  for (;;)
    {
      gssize length = recv (et_test_socket_get_fd (socket), chunk, 1024 * 1024, 0);

      if (length <= 0 || received > expected)
        return received > expected;
      received += (gsize) length;
    }
}

/* A client that asks for much and takes nothing does not keep its connection. */
static void
test_slow_reader (void)
{
  g_autoptr (EtTestOffice) office = office_with_deadlines (5000, 5000, 5000, 200);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  for (guint i = 0; i < N_BIG; i++)
    et_test_socket_send (socket, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  /* The server's buffers and ours are full; what it does not get rid of ends the connection. */
  g_usleep (600 * 1000);
  g_assert_false (takes_all_answers (socket, N_BIG));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/deadlines/head", test_slow_head);
  g_test_add_func ("/http/deadlines/dripping-head", test_dripping_head);
  g_test_add_func ("/http/deadlines/body", test_slow_body);
  g_test_add_func ("/http/deadlines/silence", test_silent_connection);
  g_test_add_func ("/http/deadlines/idle", test_idle_connection);
  g_test_add_func ("/http/deadlines/slow-reader", test_slow_reader);
  return g_test_run ();
}

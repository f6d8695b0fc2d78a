/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/server/http/test-http-server.h"

#define GET_HEALTH "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define N_GARBLED 1500
#define N_IN_CROWD 100

static void
free_socket (gpointer socket)
{
  et_test_socket_free (socket);
}

static void
assert_serves (guint port)
{
  g_autoptr (EtTestAnswer) answer = et_test_http_send (port, GET_HEALTH, -1);

  et_test_answer_assert (answer, 200, NULL);
}

/* Waits until the server has nobody left but @n connections' worth of descriptors. */
static void
assert_descriptors_return_to (guint expected)
{
  for (guint i = 0; i < 2000 && et_test_count_descriptors () > expected; i++)
    g_usleep (5000);
  g_assert_cmpuint (et_test_count_descriptors (), ==, expected);
}

static void
garble (GString *text)
{
  for (gint n = g_test_rand_int_range (0, 6); n > 0; n--)
    {
      gssize at = g_test_rand_int_range (0, (gint) text->len);

      if (g_test_rand_bit ())
        text->str[at] = (char) g_test_rand_int_range (0, 256);
      else
        g_string_insert_len (text, at, "\r\n\r\n", g_test_rand_int_range (1, 5));
    }
  if (g_test_rand_bit ())
    g_string_truncate (text, (gsize) g_test_rand_int_range (1, (gint) text->len));
}

/* Takes what comes until the end, or until nothing does; what comes are whole answers. */
static void
read_to_the_end (EtTestSocket *socket)
{
  struct pollfd poll_fd = { et_test_socket_get_fd (socket), POLLIN, 0 };

  while (poll (&poll_fd, 1, 0) == 1)
    {
      g_autoptr (EtTestAnswer) answer = et_test_socket_read_answer (socket, FALSE);

      if (answer->status == 0)
        return;
      g_assert_cmpint (answer->status, >=, 100);
      g_assert_cmpint (answer->status, <, 500);
    }
}

static void
test_garbled_requests (void)
{
  static const char *const seeds[] = {
    "POST /api/read?q=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
    GET_HEALTH GET_HEALTH GET_HEALTH,
    "POST /api/write HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    "Content-Length: 2\r\n\r\n{}",
    "GET /api/big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "POST /api/chain HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde",
  };
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint port = et_test_office_get_port (office);
  guint descriptors;

  assert_serves (port);
  assert_serves (port);
  g_usleep (50 * 1000);
  descriptors = et_test_count_descriptors ();
  for (guint i = 0; i < N_GARBLED; i++)
    {
      g_autoptr (EtTestSocket) socket = et_test_socket_new (port);
      g_autoptr (GString) text = g_string_new (seeds[i % G_N_ELEMENTS (seeds)]);

      garble (text);
      et_test_socket_send (socket, text->str, (gssize) text->len);
      if (i % 4 == 0)
        et_test_socket_reset (socket);
      else if (i % 4 == 1)
        read_to_the_end (socket);
      else if (i % 4 == 2)
        shutdown (et_test_socket_get_fd (socket), SHUT_WR);
    }
  assert_serves (port);
  assert_descriptors_return_to (descriptors);
}

static void
join_crowd (GPtrArray *crowd, guint port, const char *bytes)
{
  for (guint i = 0; i < N_IN_CROWD; i++)
    {
      EtTestSocket *socket = et_test_socket_new (port);

      et_test_socket_send (socket, bytes, -1);
      g_ptr_array_add (crowd, socket);
    }
}

/* While others do nothing, dawdle, or take nothing of what they asked for, an honest client is
 * served. */
static void
test_crowd (void)
{
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (free_socket);
  guint port;
  int64_t longest = 0;

  et_test_office_config (&config);
  config.header_deadline_ms = config.body_deadline_ms = config.write_deadline_ms = 1000;
  office = et_test_office_new (&config);
  port = et_test_office_get_port (office);
  join_crowd (crowd, port, "");
  join_crowd (crowd, port, "GET /health HTTP/1.1\r\nHo");
  join_crowd (crowd, port,
              "POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");
  join_crowd (crowd, port, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n");

  for (guint i = 0; i < 200; i++)
    {
      int64_t begin = g_get_monotonic_time ();

      assert_serves (port);
      longest = MAX (longest, g_get_monotonic_time () - begin);
      for (guint j = 0; j < crowd->len; j += 50)
        et_test_socket_send (crowd->pdata[j], "x", 1);
      g_usleep (10 * 1000);
    }
  g_assert_cmpint (longest, <, 10 * G_USEC_PER_SEC); /* against hanging; usually milliseconds */
  for (guint i = 1; i < 50; i++) /* of those that never said anything */
    g_assert_true (et_test_socket_waits_for_end (crowd->pdata[i], 2000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/hostile/garbled", test_garbled_requests);
  g_test_add_func ("/http/hostile/crowd", test_crowd);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/socket.h>

#include "server/http/et-framing.h"
#include "tests/server/http/test-http-server.h"

#define GET_HEALTH "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define N_VANISHING 500

static void
assert_answer (EtTestSocket *socket, int status)
{
  g_autoptr (EtTestAnswer) answer = et_test_socket_read_answer (socket, FALSE);

  et_test_answer_assert (answer, status, NULL);
}

/* Counts the descriptors once every thread of the server has served somebody. */
static guint
count_settled_descriptors (EtTestOffice *office)
{
  g_autoptr (EtTestSocket) one = et_test_socket_new (et_test_office_get_port (office));
  g_autoptr (EtTestSocket) other = et_test_socket_new (et_test_office_get_port (office));

  et_test_socket_send (one, GET_HEALTH, -1);
  assert_answer (one, 200);
  et_test_socket_send (other, GET_HEALTH, -1);
  assert_answer (other, 200);
  return et_test_count_descriptors () - 4; /* both ends of both */
}

/* Waits until the server has as many descriptors as before; they are closed on its threads. */
static void
assert_descriptors_return_to (guint expected)
{
  for (guint i = 0; i < 1000 && et_test_count_descriptors () > expected; i++)
    g_usleep (5000);
  g_assert_cmpuint (et_test_count_descriptors (), ==, expected);
}

static void
test_keeps_alive (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  for (guint i = 0; i < 50; i++)
    {
      et_test_socket_send (socket, GET_HEALTH, -1);
      assert_answer (socket, 200);
    }
}

static void
test_answers_a_pipeline_in_order (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autoptr (GString) requests = g_string_new (NULL);

  for (guint i = 1; i <= 40; i++)
    g_string_append_printf (requests,
                            "POST /api/read?q=%u HTTP/1.1\r\nHost: localhost\r\n"
                            "Content-Length: 12\r\n\r\n{\"a\": %5u}",
                            i, i);
  et_test_socket_send (socket, requests->str, (gssize) requests->len);
  for (guint i = 1; i <= 40; i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_socket_read_answer (socket, FALSE);
      g_autofree char *expected = g_strdup_printf ("%u", i);

      et_test_answer_assert (answer, 200, NULL);
      g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "q"), ==,
                       expected);
    }
}

static void
test_takes_byte_by_byte (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  const char *request = "\r\nPOST /api/read HTTP/1.1\r\nHost: localhost\r\n"
                        "Content-Length: 2\r\n\r\n{}";

  for (const char *p = request; *p != '\0'; p++)
    {
      et_test_socket_send (socket, p, 1);
      g_usleep (200);
    }
  assert_answer (socket, 200);
}

static void
assert_body_of (gsize length, int status)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *blanks = g_strnfill (length - 2, ' ');
  g_autofree char *body = g_strconcat ("{", blanks, "}", NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "POST",
                                                       "/api/read", NULL, body);

  et_test_answer_assert (answer, status, status == 413 ? "too_large" : NULL);
  if (status == 200)
    g_assert_cmpint (json_object_get_int_member (et_test_answer_get_json (answer), "body"), ==,
                     length);
}

static void
test_body_of_64_kib (void)
{
  assert_body_of (ET_BODY_MAX_BYTES, 200);
}

static void
test_body_of_one_more (void)
{
  assert_body_of (ET_BODY_MAX_BYTES + 1, 413);
}

/* A client that sends all of a huge body before it reads still gets the answer. */
static void
test_body_of_a_megabyte (void)
{
  assert_body_of (1000 * 1000, 413);
}

/* One that goes on for ever is cut off. */
static void
test_body_without_end (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autofree char *chunk = g_strnfill (64 * 1024, 'x');
  guint n_sent = 0;

  et_test_socket_send (socket,
                       "POST /api/read HTTP/1.1\r\nHost: localhost\r\n"
                       "Content-Length: 999999999\r\n\r\n",
                       -1);
  while (n_sent < 1000 && send (et_test_socket_get_fd (socket), chunk, 64 * 1024, MSG_NOSIGNAL) > 0)
    n_sent++;
  g_assert_cmpuint (n_sent, <, 1000);
}

static void
test_refuses_by_length_alone (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_send (et_test_office_get_port (office),
                                  "POST /api/read HTTP/1.1\r\nHost: localhost\r\n"
                                  "Accept-Language: fr\r\nContent-Length: 70000\r\n\r\n",
                                  -1);

  et_test_answer_assert (answer, 413, "too_large");
}

static void
test_says_continue (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  et_test_socket_send (socket,
                       "POST /api/read HTTP/1.1\r\nHost: localhost\r\n"
                       "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n",
                       -1);
  assert_answer (socket, 100);
  et_test_socket_send (socket, "{}", 2);
  assert_answer (socket, 200);
}

static void
assert_closes_after (const char *request)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  et_test_socket_send (socket, request, -1);
  assert_answer (socket, 200);
  g_assert_true (et_test_socket_waits_for_end (socket, 2000));
}

static void
test_closes_when_asked (void)
{
  assert_closes_after ("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}

static void
test_closes_after_1_0 (void)
{
  assert_closes_after ("GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n");
}

static void
test_answers_a_half_closed_client (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  et_test_socket_send (socket, "GET /api/read HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  shutdown (et_test_socket_get_fd (socket), SHUT_WR);
  assert_answer (socket, 200);
  g_assert_true (et_test_socket_waits_for_end (socket, 2000));
}

static void
test_big_answers_arrive_whole (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (EtTestAnswer) answer = NULL;

      et_test_socket_send (socket, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
      answer = et_test_socket_read_answer (socket, FALSE);
      et_test_answer_assert (answer, 200, NULL);
      g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 1024 * 1024);
    }
}

/* libsoup's own listener would keep all of these descriptors for ever. */
static void
test_vanishing_clients (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint descriptors = count_settled_descriptors (office);

  for (guint i = 0; i < N_VANISHING; i++)
    {
      g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

      et_test_socket_send (socket, GET_HEALTH, -1);
      assert_answer (socket, 200);
    }
  assert_descriptors_return_to (descriptors);
}

static void
test_odd_farewells (void)
{
  static const char *const beginnings[] = {
    "",
    "GE",
    "GET /health HTTP/1.1\r\nHost: local",
    "POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    GET_HEALTH GET_HEALTH,
    "GET /api/read HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
  };
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint descriptors = count_settled_descriptors (office);

  for (guint i = 0; i < 40 * G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

      et_test_socket_send (socket, beginnings[i % G_N_ELEMENTS (beginnings)], -1);
      if (i % 3 == 0)
        et_test_socket_reset (socket);
      if (i % 5 == 0)
        g_usleep (1000);
    }
  assert_descriptors_return_to (descriptors);
}

/* The effect of a write stands, whoever still waits for its answer. */
static void
test_client_gone_while_waiting (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  EtTestState *state = et_test_office_get_state (office);
  guint descriptors = count_settled_descriptors (office);

  g_atomic_int_set (&state->is_held, TRUE);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

      et_test_socket_send (socket, "POST /api/write HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
      if (i % 2 == 0)
        et_test_socket_reset (socket);
      while (g_atomic_int_get (&state->n_queued) < (int) i) /* one is in the writer's hand */
        g_usleep (500);
    }
  g_atomic_int_set (&state->is_held, FALSE);
  assert_descriptors_return_to (descriptors);
  while (g_atomic_int_get (&state->n_commits) < 60)
    g_usleep (500);
  g_assert_cmpint (state->n_effects, ==, 60);
}

static void
test_stop_lets_requests_finish (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  EtTestState *state = et_test_office_get_state (office);
  guint port = et_test_office_get_port (office);
  g_autoptr (EtTestSocket) idle = et_test_socket_new (port);
  g_autoptr (EtTestSocket) busy = et_test_socket_new (port);
  g_autoptr (GThread) release = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *connection = NULL;

  et_test_socket_send (idle, GET_HEALTH, -1);
  assert_answer (idle, 200);
  g_atomic_int_set (&state->is_held, TRUE);
  et_test_socket_send (busy, "POST /api/write HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  g_usleep (50 * 1000);
  g_atomic_int_set (&state->is_held, FALSE);
  et_http_server_stop (et_test_office_get_server (office), 5000);

  answer = et_test_socket_read_answer (busy, FALSE);
  et_test_answer_assert (answer, 200, NULL);
  connection = et_test_answer_get_field (answer, "Connection");
  g_assert_true (connection == NULL || g_str_equal (connection, "close"));
  g_assert_true (et_test_socket_waits_for_end (idle, 1000));
}

static gpointer
stop_server (gpointer server)
{
  et_http_server_stop (server, 5000);
  return NULL;
}

/* A request that has come, but that nobody has looked at when the server stops, is not carried out:
 * its connection ends, and nobody would hear of it. */
static void
test_stop_begins_nothing (void)
{
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (EtTestSocket) busy = NULL;
  g_autoptr (EtTestSocket) late = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;
  EtTestState *state;
  GThread *stop;

  et_test_office_config (&config);
  config.n_threads = 1;
  office = et_test_office_new (&config);
  state = et_test_office_get_state (office);
  busy = et_test_socket_new (et_test_office_get_port (office));
  late = et_test_socket_new (et_test_office_get_port (office));
  et_test_socket_send (late, GET_HEALTH, -1);
  assert_answer (late, 200);

  g_atomic_int_set (&state->holds_up, 1);
  et_test_socket_send (busy, "GET /api/hold-up HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  while (g_atomic_int_get (&state->holds_up) != 2)
    g_usleep (500);
  et_test_socket_send (late, "POST /api/write HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  stop = g_thread_new ("stop", stop_server, et_test_office_get_server (office));
  g_usleep (50 * 1000);
  g_atomic_int_set (&state->holds_up, 0);
  g_thread_join (stop);

  assert_answer (busy, 200);
  answer = et_test_socket_read_answer (late, FALSE);
  g_assert_cmpint (answer->status, ==, 0);
  g_assert_cmpint (state->n_effects, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/http/connection/" name, func)
  ADD ("keep-alive", test_keeps_alive);
  ADD ("pipeline", test_answers_a_pipeline_in_order);
  ADD ("byte-by-byte", test_takes_byte_by_byte);
  ADD ("body/64-kib", test_body_of_64_kib);
  ADD ("body/64-kib-and-1", test_body_of_one_more);
  ADD ("body/megabyte", test_body_of_a_megabyte);
  ADD ("body/endless", test_body_without_end);
  ADD ("body/by-length", test_refuses_by_length_alone);
  ADD ("continue", test_says_continue);
  ADD ("close", test_closes_when_asked);
  ADD ("close-1.0", test_closes_after_1_0);
  ADD ("half-closed", test_answers_a_half_closed_client);
  ADD ("big-answers", test_big_answers_arrive_whole);
  ADD ("vanishing-clients", test_vanishing_clients);
  ADD ("odd-farewells", test_odd_farewells);
  ADD ("gone-while-waiting", test_client_gone_while_waiting);
  ADD ("stop", test_stop_lets_requests_finish);
  ADD ("stop-begins-nothing", test_stop_begins_nothing);
#undef ADD
  return g_test_run ();
}

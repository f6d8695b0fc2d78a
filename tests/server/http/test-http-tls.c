/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/socket.h>

#include "tests/server/http/test-http-server.h"
#include "tests/support/et-test-folder.h"
#include "tests/support/et-test-tls.h"

#define N_STALLED 150

typedef struct
{
  char *folder; /* owned */
  char *certificate, *key; /* owned */
  EtTestOffice *office; /* owned */
  guint port, tls_port;
} Fixture;

static const char *const proxies[] = { "127.0.0.1", NULL };

/* @data: (nullable): milliseconds that a handshake, a body or an answer may take. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  EtHttpConfig config;
  guint ms = data != NULL ? (guint) g_ascii_strtoull (data, NULL, 10) : 5000;

  fixture->folder = g_dir_make_tmp ("etickets-test-XXXXXX", NULL);
  fixture->certificate = et_test_certificate_make (fixture->folder, "one", "one.example");
  fixture->key = g_build_filename (fixture->folder, "one.key", NULL);
  et_test_office_config (&config);
  config.trusted_proxies = proxies;
  config.tls_listen = "127.0.0.1:0";
  config.tls_certificate_file = fixture->certificate;
  config.tls_key_file = fixture->key;
  config.header_deadline_ms = config.body_deadline_ms = config.write_deadline_ms = ms;
  fixture->office = et_test_office_new (&config);
  fixture->port = et_test_office_get_port (fixture->office);
  fixture->tls_port = et_http_server_get_tls_port (et_test_office_get_server (fixture->office));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  et_test_office_free (fixture->office);
  et_test_folder_remove (fixture->folder);
  g_free (fixture->certificate);
  g_free (fixture->key);
  g_free (fixture->folder);
}

static void
test_requests_are_served (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsConnection) connection = et_test_tls_connect (fixture->tls_port);
  JsonObject *json;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_tls_get (connection, "/api/read");

      et_test_answer_assert (answer, 200, NULL);
      json = et_test_answer_get_json (answer);
      g_assert_true (json_object_get_boolean_member (json, "secure"));
      g_assert_cmpstr (json_object_get_string_member (json, "address"), ==, "127.0.0.1");
    }
}

/* Several requests in one record, and answers of a megabyte. */
static void
test_much_in_both_directions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsConnection) connection = et_test_tls_connect (fixture->tls_port);
  g_autofree char *text = g_strnfill (60000, 'x');
  g_autofree char *post = g_strdup_printf (
      "POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60008\r\n\r\n{\"a\":\"%s\"}",
      text);
  g_autoptr (EtTestAnswer) posted = NULL;

  for (guint i = 0; i < 4; i++)
    et_test_tls_send (connection, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n");
  et_test_tls_send (connection, post);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_tls_read (connection);

      et_test_answer_assert (answer, 200, NULL);
      g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 1024 * 1024);
    }
  posted = et_test_tls_read (connection);
  et_test_answer_assert (posted, 200, NULL);
}

static void
test_connection_ends_by_a_farewell (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsConnection) connection = et_test_tls_connect (fixture->tls_port);
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_tls_send (connection,
                    "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  answer = et_test_tls_read (connection);
  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (et_test_tls_waits_for_end (connection));
}

static void
test_websocket_is_opened (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsConnection) connection = et_test_tls_connect (fixture->tls_port);
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_tls_send (connection,
                    "GET /api/sync/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  answer = et_test_tls_read (connection);
  et_test_answer_assert (answer, 101, NULL);
}

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  g_assert_false (et_test_tls_speaks (fixture->tls_port, "tls1"));
  g_assert_false (et_test_tls_speaks (fixture->tls_port, "tls1_1"));
  g_assert_true (et_test_tls_speaks (fixture->tls_port, "tls1_2"));
  g_assert_true (et_test_tls_speaks (fixture->tls_port, "tls1_3"));
}

/* From elsewhere: who is on this machine is on no wire. */
static EtTestAnswer *
call_in_the_clear (Fixture *fixture, const char *path)
{
  return et_test_http_call (fixture->port, "GET", path, "X-Forwarded-For: 192.0.2.1\r\n", NULL);
}

static void
test_in_the_clear (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtTestAnswer) page = call_in_the_clear (fixture, "/?a=b");
  g_autoptr (EtTestAnswer) api = call_in_the_clear (fixture, "/api/read");
  g_autofree char *location = et_test_answer_get_field (page, "Location");
  g_autofree char *expected = g_strdup_printf ("https://127.0.0.1:%u/?a=b", fixture->tls_port);

  et_test_answer_assert (page, 308, NULL);
  g_assert_cmpstr (location, ==, expected);
  et_test_answer_assert (api, 403, "https_required");
}

static void
assert_serves (Fixture *fixture)
{
  g_autoptr (GTlsConnection) connection = et_test_tls_connect (fixture->tls_port);
  g_autoptr (EtTestAnswer) answer = et_test_tls_get (connection, "/health");

  et_test_answer_assert (answer, 200, NULL);
}

/* The beginning of a handshake, a whole one of which the rest never comes, and rubbish. */
static void
send_beginning (EtTestSocket *socket, guint kind)
{
  static const char *const beginnings[] = { "", "\x16\x03", "GET / HTTP/1.1\r\n\r\n",
                                            "\x16\x03\x01\x02" };

  et_test_socket_send (socket, beginnings[kind % 4], -1);
}

static void
free_socket (gpointer socket)
{
  et_test_socket_free (socket);
}

/* Handshakes that stall stop neither those in TLS nor those in the clear. */
static void
test_stalled_handshakes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) stalled = g_ptr_array_new_with_free_func (free_socket);
  guint descriptors;
  int64_t longest = 0;

  assert_serves (fixture);
  descriptors = et_test_count_descriptors ();
  for (guint i = 0; i < N_STALLED; i++)
    {
      g_ptr_array_add (stalled, et_test_socket_new (fixture->tls_port));
      send_beginning (stalled->pdata[i], i);
    }
  for (guint i = 0; i < 20; i++)
    {
      int64_t began = g_get_monotonic_time ();

      assert_serves (fixture);
      longest = MAX (longest, g_get_monotonic_time () - began);
    }
  g_test_message ("The longest of 20 handshakes and requests: %.1f ms", (double) longest / 1000);
  g_assert_cmpint (longest, <, 5 * G_USEC_PER_SEC); /* against hanging; usually milliseconds */
  for (guint i = 0; i < N_STALLED; i += 4)
    g_assert_true (et_test_socket_waits_for_end (stalled->pdata[i], 10000));
  g_ptr_array_set_size (stalled, 0);
  for (guint i = 0; i < 2000 && et_test_count_descriptors () > descriptors; i++)
    g_usleep (5000);
  g_assert_cmpuint (et_test_count_descriptors (), <=, descriptors);
}

/* Who leaves at any point leaves no descriptor behind. */
static void
test_aborted_connections (Fixture *fixture, gconstpointer data)
{
  guint descriptors;

  assert_serves (fixture);
  assert_serves (fixture);
  g_usleep (100 * 1000);
  descriptors = et_test_count_descriptors ();
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (EtTestSocket) socket = et_test_socket_new (fixture->tls_port);
      g_autoptr (GTlsConnection) connection = NULL;

      send_beginning (socket, i);
      if (i % 3 == 0)
        et_test_socket_reset (socket);
      if (i % 4 != 0)
        continue;
      connection = et_test_tls_connect (fixture->tls_port);
      et_test_tls_send (connection, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
  assert_serves (fixture);
  for (guint i = 0; i < 2000 && et_test_count_descriptors () > descriptors; i++)
    g_usleep (5000);
  g_assert_cmpuint (et_test_count_descriptors (), <=, descriptors);
}

/* A client that asks for much and takes nothing does not keep its connection. */
static void
test_slow_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsConnection) connection = et_test_tls_connect (fixture->tls_port);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autofree char *chunk = g_malloc (1024 * 1024);
  gsize taken = 0, n = 1;

  for (guint i = 0; i < 20; i++)
    et_test_tls_send (connection, "GET /api/big HTTP/1.1\r\nHost: localhost\r\n\r\n");
  g_usleep (2 * G_USEC_PER_SEC);
  while (n > 0 && g_input_stream_read_all (input, chunk, 1024 * 1024, &n, NULL, NULL))
    taken += n;
  g_assert_cmpuint (taken, <, 20 * 1024 * 1024);
  assert_serves (fixture);
}

static void
test_connections_are_counted (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  EtHttpServer *server;
  g_autoptr (GString) text = g_string_new (NULL);

  set_up (&fixture, NULL);
  server = et_test_office_get_server (fixture.office);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (sockets, et_test_tls_connect (fixture.tls_port));
  et_http_server_write_metrics (server, text);
  g_assert_nonnull (strstr (text->str, "\netickets_connections 3\n"));
  g_ptr_array_set_size (sockets, 0);
  for (guint i = 0; i < 1000 && strstr (text->str, "\netickets_connections 0\n") == NULL; i++)
    {
      g_usleep (5000);
      g_string_truncate (text, 0);
      et_http_server_write_metrics (server, text);
    }
  g_assert_nonnull (strstr (text->str, "\netickets_connections 0\n"));
  tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, ms, func) g_test_add ("/http/tls/" name, Fixture, ms, set_up, func, tear_down)
  ADD ("serves", NULL, test_requests_are_served);
  ADD ("much", NULL, test_much_in_both_directions);
  ADD ("farewell", NULL, test_connection_ends_by_a_farewell);
  ADD ("websocket", NULL, test_websocket_is_opened);
  ADD ("versions", NULL, test_versions);
  ADD ("clear", NULL, test_in_the_clear);
  ADD ("stalled", "1500", test_stalled_handshakes);
  ADD ("aborted", NULL, test_aborted_connections);
  ADD ("slow-reader", "300", test_slow_reader);
  g_test_add_func ("/http/tls/counted", test_connections_are_counted);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "tests/server/http/test-http-server.h"

static EtHttpServer *
new_server (const char *address, GError **error)
{
  static const EtRoute *const tables[] = { NULL };
  EtHttpHooks hooks = { 0 };
  EtHttpConfig config;

  et_test_office_config (&config);
  config.listen = address;
  return et_http_server_new (&config, &hooks, tables, error);
}

static void
assert_refused (const char *address, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtHttpServer) server = new_server (address, &error);

  g_assert_no_error (error);
  g_assert_false (et_http_server_bind (server, &error));
  g_assert_error (error, ET_ERROR, (int) code);
  g_assert_cmpstr (et_error_get_detail (error, "address"), ==, address);
  g_assert_cmpuint (et_http_server_get_port (server), ==, 0);
}

static void
test_addresses_that_are_none (void)
{
  assert_refused ("", ET_ERROR_CONFIGURATION);
  assert_refused ("8000", ET_ERROR_CONFIGURATION);
  assert_refused ("127.0.0.1", ET_ERROR_CONFIGURATION);
  assert_refused ("127.0.0.1:", ET_ERROR_CONFIGURATION);
  assert_refused ("127.0.0.1:http", ET_ERROR_CONFIGURATION);
  assert_refused ("127.0.0.1:65536", ET_ERROR_CONFIGURATION);
  assert_refused ("127.0.0.1:-1", ET_ERROR_CONFIGURATION);
  assert_refused ("nonsense:8000", ET_ERROR_CONFIGURATION);
  assert_refused ("[::1:8000", ET_ERROR_CONFIGURATION);
  assert_refused ("192.0.2.1:0", ET_ERROR_UNAVAILABLE); /* not of this machine */
}

static void
test_port_that_is_taken (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", et_test_office_get_port (office));

  assert_refused (address, ET_ERROR_UNAVAILABLE);
}

static void
test_port_is_free_again (void)
{
  guint port;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EtHttpServer) server = NULL;

  {
    g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
    g_autoptr (EtTestAnswer) answer = NULL;

    port = et_test_office_get_port (office);
    answer = et_test_http_call (port, "GET", "/health", NULL, NULL);
    et_test_answer_assert (answer, 200, NULL);
  }
  address = g_strdup_printf ("127.0.0.1:%u", port);
  server = new_server (address, &error);
  g_assert_true (et_http_server_bind (server, &error));
  g_assert_no_error (error);
  et_http_server_start (server);
  g_assert_cmpuint (et_http_server_get_port (server), ==, port);
}

static void
assert_serves (const char *listen)
{
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_office_config (&config);
  config.listen = listen;
  config.n_threads = 0;
  office = et_test_office_new (&config);
  answer = et_test_http_call (et_test_office_get_port (office), "GET", "/api/read", NULL, NULL);
  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "address"), ==,
                   "127.0.0.1");
}

static void
test_addresses (void)
{
  assert_serves ("localhost:0");
  assert_serves ("0.0.0.0:0");
}

/* One socket for both families: an IPv4 client keeps his address. */
static void
test_both_families (void)
{
  if (!g_file_test ("/proc/net/if_inet6", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("This machine has no IPv6");
      return;
    }
  assert_serves ("[::]:0");
}

static void
test_networks_that_are_none (void)
{
  static const EtRoute *const tables[] = { NULL };
  static const char *const proxies[] = { "127.0.0.1", "10.0.0.0/33", NULL };
  EtHttpHooks hooks = { 0 };
  EtHttpConfig config;
  g_autoptr (GError) error = NULL;
  g_autoptr (EtHttpServer) server = NULL;

  et_test_office_config (&config);
  config.trusted_proxies = proxies;
  server = et_http_server_new (&config, &hooks, tables, &error);
  g_assert_null (server);
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
  g_assert_cmpstr (et_error_get_detail (error, "network"), ==, "10.0.0.0/33");
}

/* Who connects before the server serves waits for it, and is answered. */
static void
test_bound_before_it_serves (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtHttpServer) server = new_server ("127.0.0.1:0", &error);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  char answer[16] = "";

  g_assert_true (et_http_server_bind (server, &error));
  connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                et_http_server_get_port (server), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_write_all (
      g_io_stream_get_output_stream (G_IO_STREAM (connection)),
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 35, NULL, NULL, NULL));
  et_http_server_start (server);
  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                          answer, 12, NULL, NULL, NULL));
  g_assert_cmpstr (answer, ==, "HTTP/1.1 404");
}

static void
test_stops_at_once_and_twice (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtHttpServer) server = new_server ("127.0.0.1:0", &error);
  int64_t begin = g_get_monotonic_time ();

  g_assert_true (et_http_server_bind (server, &error));
  et_http_server_start (server);
  et_http_server_stop (server, 10000);
  et_http_server_stop (server, 10000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/listen/no-address", test_addresses_that_are_none);
  g_test_add_func ("/http/listen/taken", test_port_that_is_taken);
  g_test_add_func ("/http/listen/free-again", test_port_is_free_again);
  g_test_add_func ("/http/listen/addresses", test_addresses);
  g_test_add_func ("/http/listen/both-families", test_both_families);
  g_test_add_func ("/http/listen/no-network", test_networks_that_are_none);
  g_test_add_func ("/http/listen/bound", test_bound_before_it_serves);
  g_test_add_func ("/http/listen/stop", test_stops_at_once_and_twice);
  return g_test_run ();
}

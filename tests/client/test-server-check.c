/* SPDX-License-Identifier: MIT */
#include <libsoup/soup.h>

#include "client-shop.h"
#include "client/et-server-check.h"

#define PATIENCE_MS 10000
#define LITTLE_PATIENCE_MS 300

/* One of each for all tests, which change nothing at it. */
static EtTestServer *server;
static ClientGateway *gateway;

static void
assert_fault (const char *url, EtServerFault expected)
{
  g_assert_cmpint (et_server_check (url, PATIENCE_MS, NULL), ==, expected);
}

static void
test_the_server_answers (void)
{
  g_autofree char *url = client_gateway_get_url (gateway);

  assert_fault (url, ET_SERVER_ANSWERS);
}

static void
test_what_no_address_is (void)
{
  assert_fault ("http://", ET_SERVER_NO_ADDRESS);
}

static void
test_there_is_no_such_computer (void)
{
  assert_fault ("http://no-such-name.invalid", ET_SERVER_UNKNOWN_HOST);
}

static void
test_nobody_listens (void)
{
  assert_fault ("http://127.0.0.1:9", ET_SERVER_REFUSES);
}

static void
test_the_server_does_not_encrypt (void)
{
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", et_test_server_get_port (server));

  assert_fault (url, ET_SERVER_NOT_ENCRYPTED);
}

/* The check blocks, and this server runs on the main context: so it is asked asynchronously. */
static void
checked_cb (GObject *source, GAsyncResult *result, gpointer fault)
{
  g_autoptr (GError) error = NULL;

  et_server_check_finish (result, fault, &error);
  g_assert_no_error (error);
}

/* A kind of certificate, and what a person is told of a server that shows it. */
typedef struct
{
  const char *name;
  const char *holder; /* as X.509 writes an alternative name */
  int days; /* that it is still good for; negative: since when it is not */
  gboolean is_trusted;
  EtServerFault expected;
} Certificate;

static const Certificate certificates[] = {
  { "/server-check/untrusted", "IP:127.0.0.1", 2, FALSE, ET_SERVER_CERTIFICATE_UNTRUSTED },
  { "/server-check/expired", "IP:127.0.0.1", -1, TRUE, ET_SERVER_CERTIFICATE_EXPIRED },
  { "/server-check/of-others", "DNS:other.example", 2, TRUE, ET_SERVER_CERTIFICATE_OF_OTHERS },
};

/* Runs openssl, which writes to its standard output. Returns: (transfer full): what it wrote. */
static char *
run_openssl (const char *folder, const char *arguments)
{
  g_autofree char *command = g_strconcat ("openssl ", arguments, NULL);
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GError) error = NULL;
  char *output;
  int status;

  g_spawn_sync (folder, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return output;
}

/* Makes a certificate that is its own issuer in @folder. Returns: (transfer full): the path. */
static char *
make_certificate (const Certificate *certificate, const char *folder)
{
  char *path = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *request = g_strdup_printf (
      "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out request.pem "
      "-subj /CN=server -addext subjectAltName=%s",
      certificate->holder);
  g_autofree char *signing = g_strdup_printf (
      "x509 -req -in request.pem -signkey key.pem -copy_extensions copy -days %d",
      certificate->days);
  g_autofree char *key_path = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *asked = run_openssl (folder, request);
  g_autofree char *signed_one = run_openssl (folder, signing);
  g_autofree char *key = NULL;
  g_autofree char *both = NULL;

  g_assert_true (g_file_get_contents (key_path, &key, NULL, NULL));
  both = g_strconcat (key, signed_one, NULL);
  g_assert_true (g_file_set_contents (path, both, -1, NULL));
  return path;
}

/* A server of whom only the certificate is ever seen. Returns: (transfer full). */
static SoupServer *
listen_with (const char *path, char **ret_url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  SoupServer *other;
  GSList *uris;

  g_assert_no_error (error);
  other = soup_server_new ("tls-certificate", certificate, NULL);
  g_assert_true (soup_server_listen_local (
      other, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, &error));
  uris = soup_server_get_uris (other);
  *ret_url = g_strdup_printf ("https://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return other;
}

static void
test_the_certificate_is_judged (gconstpointer data)
{
  const Certificate *certificate = data;
  char *folder = client_folder_new ();
  g_autofree char *path = make_certificate (certificate, folder);
  g_autofree char *url = NULL;
  g_autoptr (SoupServer) other = listen_with (path, &url);
  g_autoptr (GTlsDatabase) trusted = g_tls_file_database_new (path, NULL);
  EtServerFault fault = ET_SERVER_N_FAULTS;

  if (certificate->is_trusted)
    g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted);
  et_server_check_async (url, NULL, checked_cb, &fault);
  client_wait_for (fault != ET_SERVER_N_FAULTS);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_assert_cmpint (fault, ==, certificate->expected);
  client_folder_remove (folder);
}

/* It takes the connection, as every listening socket does, and never says a word. */
static void
test_the_server_is_silent (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *plain = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autofree char *encrypted = g_strdup_printf ("https://127.0.0.1:%u", port);

  g_assert_cmpint (et_server_check (plain, LITTLE_PATIENCE_MS, NULL), ==, ET_SERVER_SILENT);
  g_assert_cmpint (et_server_check (encrypted, LITTLE_PATIENCE_MS, NULL), ==, ET_SERVER_SILENT);
}

typedef struct
{
  const char *name;
  ClientFault fault;
  EtServerFault expected;
} Disturbance;

static const Disturbance disturbances[] = {
  { "/server-check/hotel", CLIENT_FAULT_WEB_PAGE, ET_SERVER_WEB_PAGE },
  { "/server-check/hotel-redirect", CLIENT_FAULT_REDIRECT, ET_SERVER_WEB_PAGE },
  { "/server-check/proxy", CLIENT_FAULT_500, ET_SERVER_BUSY },
  { "/server-check/busy", CLIENT_FAULT_503, ET_SERVER_BUSY },
  { "/server-check/cut", CLIENT_FAULT_CUT_JSON, ET_SERVER_OTHER },
};

static void
test_something_stands_between (gconstpointer data)
{
  const Disturbance *disturbance = data;
  g_autofree char *url = client_gateway_get_url (gateway);

  client_gateway_fail (gateway, "/api/keys/", disturbance->fault, 1);
  assert_fault (url, disturbance->expected);
}

typedef struct
{
  const char *name;
  int status;
  const char *type;
  const char *body;
  EtServerFault expected;
} Stranger;

static const Stranger strangers[] = {
  { "/server-check/other-page", 404, "text/html", "<html>Not here</html>", ET_SERVER_OTHER },
  { "/server-check/other-json", 200, "application/json", "{\"hello\":1}", ET_SERVER_OTHER },
  { "/server-check/wants-https", 403, "application/json",
    "{\"ok\":false,\"error\":\"HTTPS\",\"code\":\"https_required\"}", ET_SERVER_WANTS_HTTPS },
  { "/server-check/other-name", 421, "application/json",
    "{\"ok\":false,\"error\":\"?\",\"code\":\"wrong_host\"}", ET_SERVER_OTHER_NAME },
  { "/server-check/sign-in-first", 511, "text/html", "<html>Sign in</html>", ET_SERVER_WEB_PAGE },
};

static void
test_somebody_else_answers (gconstpointer data)
{
  const Stranger *stranger = data;
  g_autoptr (ClientGateway) other = client_gateway_new (0);
  g_autofree char *url = client_gateway_get_url (other);

  client_gateway_set_answer (other, "/api/keys/", stranger->status, stranger->type, stranger->body);
  assert_fault (url, stranger->expected);
}

/* The network is used only once the person has allowed it. */
static void
count_cb (EtNetworkLeave *leave, guint *n_asked)
{
  *n_asked += 1;
}

static void
test_nothing_is_sent_without_leave (ClientShop *shop, gconstpointer data)
{
  EtNetworkLeave *leave = et_remote_get_leave (et_context_get_remote (shop->context));
  ClientRequestLog *log = client_gateway_get_log (shop->gateway);
  g_autoptr (GBytes) page = NULL;
  guint n_asked = 0;

  g_signal_connect (leave, "wanted", G_CALLBACK (count_cb), &n_asked);
  et_network_leave_ask_first (leave);
  client_shop_fail_to_sync (shop, ET_ERROR_OFFLINE);
  client_shop_fail_to_sync (shop, ET_ERROR_OFFLINE);
  client_wait_for (n_asked > 0);
  et_network_leave_answer (leave, FALSE);
  client_shop_fail_to_sync (shop, ET_ERROR_OFFLINE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_asked, ==, 1);
  page = et_remote_fetch (et_context_get_remote (shop->context), "/", NULL, NULL);
  client_wait_for (n_asked == 2);
  g_assert_cmpuint (client_request_log_count (log, "/"), ==, 0);
  et_network_leave_answer (leave, TRUE);
  client_shop_sync (shop);
  g_assert_cmpuint (client_request_log_count (log, "/api/sync/"), >, 0);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  gateway = client_gateway_new (et_test_server_get_port (server));
  g_test_add_func ("/server-check/answers", test_the_server_answers);
  g_test_add_func ("/server-check/no-address", test_what_no_address_is);
  g_test_add_func ("/server-check/unknown-host", test_there_is_no_such_computer);
  g_test_add_func ("/server-check/refuses", test_nobody_listens);
  g_test_add_func ("/server-check/not-encrypted", test_the_server_does_not_encrypt);
  g_test_add_func ("/server-check/silent", test_the_server_is_silent);
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    g_test_add_data_func (certificates[i].name, &certificates[i], test_the_certificate_is_judged);
  for (gsize i = 0; i < G_N_ELEMENTS (disturbances); i++)
    g_test_add_data_func (disturbances[i].name, &disturbances[i], test_something_stands_between);
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    g_test_add_data_func (strangers[i].name, &strangers[i], test_somebody_else_answers);
  g_test_add ("/server-check/leave", ClientShop, NULL, client_shop_set_up_behind_gateway,
              test_nothing_is_sent_without_leave, client_shop_tear_down);
  result = g_test_run ();
  client_gateway_free (gateway);
  et_test_server_free (server);
  return result;
}

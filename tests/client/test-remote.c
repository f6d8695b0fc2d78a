/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "client-folder.h"
#include "client-gateway.h"
#include "client/et-backoff.h"

typedef struct
{
  ClientGateway *gateway;
  EtRemote *remote;
} Fixture;

static EtRemote *
connect_to (const char *url)
{
  g_autoptr (GError) error = NULL;
  EtRemote *remote = et_remote_new (url, &error);

  g_assert_no_error (error);
  return remote;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;

  f->gateway = client_gateway_new (0);
  url = client_gateway_get_url (f->gateway);
  f->remote = connect_to (url);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->remote);
  client_gateway_free (f->gateway);
}

static JsonObject *
get (Fixture *f, const char *path, GError **error)
{
  return et_remote_call (f->remote, "GET", path, NULL, NULL, NULL, error);
}

static void
assert_fails (Fixture *f, const char *path, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = get (f, path, &error);

  g_assert_null (answer);
  g_assert_error (error, ET_ERROR, (int) code);
}

static void
test_reads_an_answer (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = get (f, "/x/", &error);

  g_assert_no_error (error);
  g_assert_true (json_object_get_boolean_member (answer, "ok"));
}

static void
test_sends_what_it_should (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (JsonNode) answer = NULL;
  g_autofree char *token = NULL;
  g_autofree char *language = NULL;
  g_autofree char *key = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *type = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *cookie = NULL;

  et_remote_set_token (f->remote, "tk_secret");
  et_remote_set_language (f->remote, "fr");
  answer = et_remote_send (f->remote, "PUT", "/x/", body, "key-1", "\"7\"", NULL, NULL, NULL);
  g_assert_nonnull (answer);
  token = client_request_log_get_last_field (client_gateway_get_log (f->gateway), "Authorization");
  language = client_request_log_get_last_field (client_gateway_get_log (f->gateway),
                                                "Accept-Language");
  key = client_request_log_get_last_field (client_gateway_get_log (f->gateway), "Idempotency-Key");
  etag = client_request_log_get_last_field (client_gateway_get_log (f->gateway), "If-Match");
  type = client_request_log_get_last_field (client_gateway_get_log (f->gateway), "Content-Type");
  cookie = client_request_log_get_last_field (client_gateway_get_log (f->gateway), "Cookie");
  sent = client_request_log_get_last_body (client_gateway_get_log (f->gateway), "/x/");
  g_assert_cmpstr (token, ==, "Bearer tk_secret");
  g_assert_cmpstr (language, ==, "fr");
  g_assert_cmpstr (key, ==, "key-1");
  g_assert_cmpstr (etag, ==, "\"7\"");
  g_assert_cmpstr (type, ==, "application/json");
  g_assert_cmpstr (sent, ==, "{\"a\":1}");
  g_assert_null (cookie);
}

static void
test_refusal_has_code_sentence_and_details (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_gateway_set_answer (f->gateway, "/x/", 409, "application/json",
                             "{\"ok\":false,\"error\":\"Déjà utilisé\",\"code\":\"already_used\","
                             "\"first_used_at\":\"2026-01-01T10:00:00Z\",\"admits\":2,"
                             "\"gate\":null,\"list\":[]}");
  g_assert_null (get (f, "/x/", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_ALREADY_USED);
  g_assert_cmpstr (error->message, ==, "Déjà utilisé");
  g_assert_cmpstr (et_error_get_detail (error, "first_used_at"), ==, "2026-01-01T10:00:00Z");
  g_assert_cmpstr (et_error_get_detail (error, "admits"), ==, "2");
  g_assert_null (et_error_get_detail (error, "gate"));
  g_assert_true (et_remote_error_is_final (error));
}

static void
test_unknown_word_counts_by_its_status (Fixture *f, gconstpointer data)
{
  client_gateway_set_answer (f->gateway, "/x/", 403, "application/json",
                             "{\"ok\":false,\"error\":\"No\",\"code\":\"of_the_future\"}");
  assert_fails (f, "/x/", ET_ERROR_FORBIDDEN);
  client_gateway_set_answer (f->gateway, "/y/", 507, "application/json",
                             "{\"ok\":false,\"error\":\"No\",\"code\":\"of_the_future\"}");
  assert_fails (f, "/y/", ET_ERROR_UNAVAILABLE);
}

/* What answers is not our server, however it looks. */
static void
test_strangers (Fixture *f, gconstpointer data)
{
  static const struct
  {
    int status;
    const char *type;
    const char *body;
  } strangers[] = {
    { 200, "text/html", "<html>" },
    { 200, "text/html", "{\"ok\":true}" },
    { 200, "application/json", "" },
    { 200, "application/json", "{\"ok\":tr" },
    { 200, "application/json", "[1,2]" },
    { 200, "application/json", "{\"a\":1,\"a\":2}" },
    { 200, "application/json", "{\"a\":0123}" },
    { 404, "text/html", "<html>" },
    { 403, "application/json", "{\"message\":\"not ours\"}" },
    { 400, "application/json", "{\"error\":7}" },
    { 301, "text/html", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      client_gateway_set_answer (f->gateway, "/x/", strangers[i].status, strangers[i].type,
                                 strangers[i].body);
      assert_fails (f, "/x/", ET_ERROR_BAD_ANSWER);
    }
}

static void
test_faults_of_the_way (Fixture *f, gconstpointer data)
{
  static const struct
  {
    ClientFault fault;
    EtErrorCode code;
  } faults[] = {
    { CLIENT_FAULT_CUT_BEFORE, ET_ERROR_OFFLINE },  { CLIENT_FAULT_CUT_AFTER, ET_ERROR_OFFLINE },
    { CLIENT_FAULT_HALF, ET_ERROR_OFFLINE },        { CLIENT_FAULT_CUT_JSON, ET_ERROR_BAD_ANSWER },
    { CLIENT_FAULT_WEB_PAGE, ET_ERROR_BAD_ANSWER }, { CLIENT_FAULT_REDIRECT, ET_ERROR_BAD_ANSWER },
    { CLIENT_FAULT_500, ET_ERROR_UNAVAILABLE },     { CLIENT_FAULT_503, ET_ERROR_UNAVAILABLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      client_gateway_fail (f->gateway, "/x/", faults[i].fault, 2);
      assert_fails (f, "/x/", faults[i].code);
      client_gateway_free (f->gateway);
      g_clear_object (&f->remote);
      set_up (f, NULL);
    }
}

static void
test_busy_server_says_when (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_gateway_fail (f->gateway, "/x/", CLIENT_FAULT_503, 1);
  g_assert_null (get (f, "/x/", &error));
  g_assert_cmpstr (et_error_get_detail (error, "retry_after"), ==, "1");
  g_assert_false (et_remote_error_is_final (error));
  g_assert_cmpuint (et_backoff_get_wait (1, 100, error), >=, 1000);
}

static void
test_nobody_listens (void)
{
  g_autoptr (EtRemote) remote = connect_to ("http://127.0.0.1:1");
  g_autoptr (GError) error = NULL;

  g_assert_null (et_remote_call (remote, "GET", "/", NULL, NULL, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_OFFLINE);
}

static void
test_unknown_name (void)
{
  g_autoptr (EtRemote) remote = connect_to ("http://no-such-host.invalid");
  g_autoptr (GError) error = NULL;

  g_assert_null (et_remote_call (remote, "GET", "/", NULL, NULL, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_OFFLINE);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (200000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_silence_can_be_left (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr (GError) error = NULL;

  client_gateway_fail (f->gateway, "/x/", CLIENT_FAULT_SILENCE, 1);
  g_assert_null (et_remote_call (f->remote, "GET", "/x/", NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_cancelled_before (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (et_remote_call (f->remote, "GET", "/x/", NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_answers_in_the_background (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (GAsyncResult) fetched = NULL;
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GBytes) file = NULL;

  client_gateway_set_answer (f->gateway, "/file", 200, "application/pdf", "%PDF-1.5");
  et_remote_send_async (f->remote, "GET", "/x/", NULL, NULL, NULL, NULL, keep_result_cb, &sent);
  et_remote_fetch_async (f->remote, "/file", NULL, keep_result_cb, &fetched);
  client_wait_for (sent != NULL && fetched != NULL);
  answer = et_remote_send_finish (f->remote, sent, NULL, NULL);
  file = et_remote_fetch_finish (f->remote, fetched, NULL);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (answer));
  g_assert_cmpmem (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "%PDF-1.5", 8);
}

static void
test_web_page_is_no_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_gateway_fail (f->gateway, "/file", CLIENT_FAULT_WEB_PAGE, 1);
  g_assert_null (et_remote_fetch (f->remote, "/file", NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_BAD_ANSWER);
}

static void
test_addresses (void)
{
  static const char *const bad[] = { "",
                                     "127.0.0.1:8000",
                                     "ftp://example.org",
                                     "http://",
                                     "file:///etc/passwd",
                                     "http://example.org/?a=1",
                                     "http://example.org/#a" };
  g_autoptr (EtRemote) with_path = connect_to ("https://example.org/tickets/");

  g_assert_cmpstr (et_remote_get_url (with_path), ==, "https://example.org/tickets");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (et_remote_new (bad[i], &error));
      g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
    }
}

static void
test_keys_differ (void)
{
  g_autofree char *a = et_remote_new_key ();
  g_autofree char *b = et_remote_new_key ();

  g_assert_cmpuint (strlen (a), ==, 32);
  g_assert_cmpstr (a, !=, b);
}

static void
test_waiting_grows (void)
{
  g_autoptr (GError) error = g_error_new_literal (ET_ERROR, ET_ERROR_OFFLINE, "away");

  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpuint (et_backoff_get_wait (0, 10000, NULL), >=, 7500);
      g_assert_cmpuint (et_backoff_get_wait (0, 10000, NULL), <=, 12500);
      g_assert_cmpuint (et_backoff_get_wait (1, 10000, error), <=, 1250);
      g_assert_cmpuint (et_backoff_get_wait (3, 10000, error), >=, 3000);
      g_assert_cmpuint (et_backoff_get_wait (1000, 10000, error), <=, 75000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/client/remote/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("reads-an-answer", test_reads_an_answer);
  ADD ("sends-what-it-should", test_sends_what_it_should);
  ADD ("refusal-has-code-sentence-and-details", test_refusal_has_code_sentence_and_details);
  ADD ("unknown-word-counts-by-its-status", test_unknown_word_counts_by_its_status);
  ADD ("strangers", test_strangers);
  ADD ("faults-of-the-way", test_faults_of_the_way);
  ADD ("busy-server-says-when", test_busy_server_says_when);
  ADD ("silence-can-be-left", test_silence_can_be_left);
  ADD ("cancelled-before", test_cancelled_before);
  ADD ("answers-in-the-background", test_answers_in_the_background);
  ADD ("web-page-is-no-file", test_web_page_is_no_file);
#undef ADD
  g_test_add_func ("/client/remote/nobody-listens", test_nobody_listens);
  g_test_add_func ("/client/remote/unknown-name", test_unknown_name);
  g_test_add_func ("/client/remote/addresses", test_addresses);
  g_test_add_func ("/client/remote/keys-differ", test_keys_differ);
  g_test_add_func ("/client/remote/waiting-grows", test_waiting_grows);
  return g_test_run ();
}

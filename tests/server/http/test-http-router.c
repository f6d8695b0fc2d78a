/* SPDX-License-Identifier: MIT */
#include "server/http/et-router.h"

#include <string.h>

#include "tests/server/http/test-http-routes.h"
#include "tests/server/http/test-http-server.h"

typedef struct
{
  const char *method;
  const char *path;
  int status;
  const char *code;
} Case;

static const Case cases[] = {
  { "GET", "/health/", 200, NULL },
  { "GET", "/health", 200, NULL },
  { "GET", "/", 200, NULL },
  { "GET", "/?q=1", 200, NULL },
  { "GET", "/%68ealth", 200, NULL }, /* an escaped plain letter is that letter */
  { "GET", "/health//", 404, "not_found" },
  { "GET", "//health", 404, "not_found" },
  { "GET", "/Health", 404, "not_found" },
  { "GET", "/health/x", 404, "not_found" },
  { "GET", "/api%2Fread", 404, "not_found" }, /* an escaped slash is none */
  { "GET", "/api/../health", 404, "not_found" },
  { "GET", "/api/./read", 404, "not_found" },
  { "GET", "/api", 404, "not_found" },
  { "GET", "/api/", 404, "not_found" },
  { "GET", "/api/read/1", 200, NULL },
  { "GET", "/api/read/9007199254740991/", 200, NULL },
  { "GET", "/api/read/9007199254740992", 404, "not_found" },
  { "GET", "/api/read/99999999999999999999999", 404, "not_found" },
  { "GET", "/api/read/0", 404, "not_found" },
  { "GET", "/api/read/007", 404, "not_found" },
  { "GET", "/api/read/-1", 404, "not_found" },
  { "GET", "/api/read/+1", 404, "not_found" },
  { "GET", "/api/read/1.0", 404, "not_found" },
  { "GET", "/api/read/1x", 404, "not_found" },
  { "GET", "/api/read/{id}", 400, "bad_request" },
  { "GET", "/api/read/1/2", 404, "not_found" },
  { "GET", "/api/read/5/page.pdf", 200, NULL },
  { "GET", "/api/read/5/page.pdf/", 200, NULL },
  { "GET", "/api/back-office/things", 401, "unauthenticated" },
  { "GET", "/api/admin/things", 404, "not_found" }, /* the word is configured */
  { "POST", "/health", 405, "method_not_allowed" },
  { "PUT", "/api/read", 405, "method_not_allowed" },
  { "get", "/health", 405, "method_not_allowed" },
  { "BREW", "/health", 405, "method_not_allowed" },
  { "TRACE", "/health", 405, "method_not_allowed" },
  { "TRACE", "/nowhere", 405, "method_not_allowed" },
  { "PUT", "/nowhere", 404, "not_found" },
  { "OPTIONS", "/nowhere", 404, "not_found" },
  { "OPTIONS", "*", 404, "not_found" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office),
                                                       test->method, test->path, NULL, NULL);

  et_test_answer_assert (answer, test->status, test->code);
}

static void
test_connect_is_refused (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "CONNECT",
                                                       "localhost:80", NULL, NULL);

  et_test_answer_assert (answer, 405, "method_not_allowed");
}

static void
test_path_has_its_limit (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *path = g_strnfill (5000, 'a');
  g_autofree char *longer = g_strconcat ("/", path, NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_call (et_test_office_get_port (office), "GET", longer, NULL, NULL);

  et_test_answer_assert (answer, 404, "not_found");
}

static void
assert_allow (const char *method, const char *path, const char *expected)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_call (et_test_office_get_port (office), method, path, NULL, NULL);
  g_autofree char *allow = et_test_answer_get_field (answer, "Allow");

  et_test_answer_assert (answer, g_str_equal (method, "OPTIONS") ? 204 : 405, NULL);
  g_assert_cmpstr (allow, ==, expected);
}

static void
test_allow_names_the_methods (void)
{
  assert_allow ("PUT", "/api/read/", "GET, HEAD, POST, OPTIONS");
  assert_allow ("POST", "/api/read/3", "DELETE, GET, HEAD, OPTIONS");
  assert_allow ("GET", "/api/write", "POST, OPTIONS");
}

static void
test_options_names_the_methods (void)
{
  assert_allow ("OPTIONS", "/health/", "GET, HEAD, OPTIONS");
  assert_allow ("OPTIONS", "/api/write", "POST, OPTIONS");
}

static void
test_head_is_get_without_body (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint port = et_test_office_get_port (office);
  g_autoptr (EtTestAnswer) get = et_test_http_call (port, "GET", "/health", NULL, NULL);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (port);
  g_autoptr (EtTestAnswer) head = NULL;
  g_autofree char *length = NULL;

  et_test_socket_send (socket, "HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  head = et_test_socket_read_answer (socket, TRUE);
  length = et_test_answer_get_field (head, "Content-Length");
  et_test_answer_assert (head, 200, NULL);
  g_assert_cmpuint (g_ascii_strtoull (length, NULL, 10), ==, g_bytes_get_size (get->body));
  /* Nothing follows the head: the next answer begins at once. */
  et_test_socket_send (socket, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  g_clear_pointer (&head, et_test_answer_free);
  head = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (head, 200, NULL);
  g_assert_true (g_bytes_equal (head->body, get->body));
}

static void
count_route_cb (gpointer route, gpointer data)
{
  g_assert_true (route == &et_test_routes[*(guint *) data]);
  (*(guint *) data)++;
}

static void
test_foreach_keeps_the_order (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint n = 0;

  et_http_server_foreach_route (et_test_office_get_server (office), count_route_cb, &n);
  g_assert_null (et_test_routes[n].method);
}

static void
test_admin_path_is_checked (gconstpointer data)
{
  static const EtRoute *const tables[] = { et_test_routes, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (EtRouter) router = et_router_new (tables, data, &error);

  g_assert_null (router);
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/http/router/%s %s", cases[i].method,
                                               *cases[i].path == '/' ? cases[i].path + 1
                                                                     : cases[i].path);

      g_strdelimit (name + strlen ("/http/router/"), "/", '|');
      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/http/router/connect", test_connect_is_refused);
  g_test_add_func ("/http/router/long-path", test_path_has_its_limit);
  g_test_add_func ("/http/router/allow", test_allow_names_the_methods);
  g_test_add_func ("/http/router/options", test_options_names_the_methods);
  g_test_add_func ("/http/router/head", test_head_is_get_without_body);
  g_test_add_func ("/http/router/foreach", test_foreach_keeps_the_order);
  g_test_add_data_func ("/http/router/admin-path/number", "123", test_admin_path_is_checked);
  g_test_add_data_func ("/http/router/admin-path/slash", "a/b", test_admin_path_is_checked);
  g_test_add_data_func ("/http/router/admin-path/empty", "", test_admin_path_is_checked);
  g_test_add_data_func ("/http/router/admin-path/brace", "{id}", test_admin_path_is_checked);
  return g_test_run ();
}

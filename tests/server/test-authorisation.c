/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/api/et-routes.h"
#include "test-content.h"
#include "test-matrix.h"

/* Every route × everybody × every way to say who one is, made from the server's own table of
 * routes. What is to come follows from the least role (test-matrix.c) and whose the record is. */

static const struct
{
  TestPerson person;
  TestCredential credential;
} callers[] = {
  { TEST_ANONYMOUS, TEST_NOTHING }, { TEST_ANONYMOUS, TEST_BEARER },
  { TEST_ANONYMOUS, TEST_COOKIE },  { TEST_OWNER, TEST_BEARER },
  { TEST_OWNER, TEST_COOKIE },      { TEST_OTHER, TEST_BEARER },
  { TEST_OTHER, TEST_COOKIE },      { TEST_STAFF, TEST_BEARER },
  { TEST_STAFF, TEST_COOKIE },      { TEST_ADMIN, TEST_BEARER },
  { TEST_ADMIN, TEST_COOKIE },
};

/* One server for the whole file: it starts before the first test. */
static EtTestServer *server;
static TestContent *content;

static gboolean
is_read (const EtRoute *route)
{
  return g_str_equal (route->method, "GET");
}

/* A success of somebody else never shows what is the owner's. */
static gboolean
tells_of_owner (TestCell *cell, EtTestAnswer *answer)
{
  g_autofree char *body = et_test_answer_dup_body (answer);

  return cell->person == TEST_OTHER && answer->status < 300 &&
         !g_str_has_suffix (cell->route->path, "/login") && strstr (body, cell->owner_name) != NULL;
}

/* Returns: whether all was as it should be. */
static gboolean
run_cell (TestCell *cell)
{
  int expected = test_cell_get_expected (cell);
  gboolean must_keep = expected >= 400 || is_read (cell->route);
  g_autofree char *before = must_keep ? g_strdup (test_content_sum (content)) : NULL;
  g_autoptr (EtTestAnswer) answer = test_cell_call (cell, server, TEST_WITH_CSRF);
  const char *after = must_keep ? test_content_sum (content) : NULL;
  g_autofree char *text = test_cell_describe (cell);
  g_autofree char *body = et_test_answer_dup_body (answer);

  if (answer->status == expected && g_strcmp0 (before, after) == 0 &&
      !tells_of_owner (cell, answer))
    return TRUE;
  g_test_message ("%s: %d instead of %d: %s", text, answer->status, expected, body);
  if (g_strcmp0 (before, after) != 0)
    g_test_message ("It changed\n%sto\n%s", before, after);
  return FALSE;
}

static void
test_route (gconstpointer data)
{
  GPtrArray *cells = (GPtrArray *) data;
  guint n_wrong = 0;

  for (guint i = 0; i < cells->len; i++)
    n_wrong += run_cell (cells->pdata[i]) ? 0 : 1;
  g_assert_cmpuint (n_wrong, ==, 0);
}

/* A cookie goes along with whatever a page has a browser send: alone it signs no write. */
static void
assert_forged (TestCell *cell, TestOrigin origin)
{
  g_autofree char *before = g_strdup (test_content_sum (content));
  g_autoptr (EtTestAnswer) answer = test_cell_call (cell, server, origin);
  g_autofree char *text = test_cell_describe (cell);

  g_test_message ("%s", text);
  et_test_answer_assert (answer, 403, test_cell_is_refused_by_role (cell) ? "forbidden" : "csrf");
  g_assert_cmpstr (test_content_sum (content), ==, before);
}

static void
test_forgery (gconstpointer data)
{
  GPtrArray *cells = (GPtrArray *) data;

  for (guint i = 0; i < cells->len; i++)
    {
      assert_forged (cells->pdata[i], TEST_WITHOUT_CSRF);
      assert_forged (cells->pdata[i], TEST_WITH_FOREIGN_CSRF);
      assert_forged (cells->pdata[i], TEST_FROM_FOREIGN_PAGE);
    }
}

/* Neither side has a route that the other lacks, or that it gives to others. */
static void
test_table_is_covered (void)
{
  gsize n_requests, n_routes = 0;

  test_matrix_get_requests (&n_requests);
  for (const EtRoute *const *table = et_routes; *table != NULL; table++)
    for (const EtRoute *route = *table; route->method != NULL; route++)
      {
        const TestRequest *request = test_matrix_find (route);

        g_test_message ("%s %s", route->method, route->path);
        g_assert_nonnull (request);
        g_assert_cmpint (route->role, ==, request->role);
        n_routes++;
      }
  g_assert_cmpuint (n_requests, ==, n_routes);
}

static GPtrArray *
make_cells (TestShop *shop, const EtRoute *route, gboolean by_account_cookie)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func ((GDestroyNotify) test_cell_free);

  for (gsize i = 0; i < G_N_ELEMENTS (callers); i++)
    if (!by_account_cookie ||
        (callers[i].person != TEST_ANONYMOUS && callers[i].credential == TEST_COOKIE))
      g_ptr_array_add (cells,
                       test_cell_new (shop, route, callers[i].person, callers[i].credential));
  return cells;
}

static void
add (const char *kind, const EtRoute *route, GTestDataFunc func, GPtrArray *cells)
{
  g_autofree char *path = g_strdup_printf ("/authorisation/%s/%s %s", kind, route->method,
                                           route->path + 1);

  g_test_add_data_func_full (path, cells, func, (GDestroyNotify) g_ptr_array_unref);
}

static void
add_route (TestShop *shop, const EtRoute *route)
{
  add ("matrix", route, test_route, make_cells (shop, route, FALSE));
  if (!is_read (route))
    add ("forgery", route, test_forgery, make_cells (shop, route, TRUE));
}

static void
add_routes (void)
{
  TestShop *shop = test_shop_open_in (et_test_server_get_folder (server),
                                      et_test_server_get (server, "DATABASE_URL"));

  if (g_str_equal (et_db_get_driver_name (shop->db), "sqlite"))
    test_shop_exec (shop, "PRAGMA synchronous = OFF");
  for (const EtRoute *const *table = et_routes; *table != NULL; table++)
    for (const EtRoute *route = *table; route->method != NULL; route++)
      if (test_matrix_find (route) != NULL)
        add_route (shop, route);
  test_shop_set_passwords (shop, ET_TEST_PASSWORD);
  test_shop_leave (shop);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new_stopped (NULL, NULL);
  g_test_add_func ("/authorisation/table", test_table_is_covered);
  add_routes ();
  et_test_server_start (server);
  content = test_content_new (server);
  status = g_test_run ();
  test_content_free (content);
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}

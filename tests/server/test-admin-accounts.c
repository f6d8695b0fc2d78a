/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

#define ACCOUNTS "/api/back-office/accounts/"
#define ME "/api/accounts/me/"

/* One server for the whole file, whose administrators have a word of their own in the path. */
static EtTestServer *server;
static char *admin; /* a token */

static int64_t
get_id (const char *token)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", ME, token, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return json_object_get_int_member (et_test_answer_get_json (answer), "id");
}

static void
expect_change (const char *by, int64_t id, const char *body, int status, const char *code)
{
  g_autofree char *path = g_strdup_printf (ACCOUNTS "%" G_GINT64_FORMAT "/", id);

  et_test_server_expect (server, "PATCH", path, by, body, status, code);
}

static JsonObject *
get_list (EtTestAnswer **ret_answer, const char *query)
{
  g_autofree char *path = g_strconcat (ACCOUNTS, query, NULL);

  *ret_answer = et_test_server_call (server, "GET", path, admin, NULL);
  et_test_answer_assert (*ret_answer, 200, NULL);
  return et_test_answer_get_json (*ret_answer);
}

static void
test_administrators_know_their_path (void)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", ME, admin, NULL);

  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "admin_path"),
                   ==, "back-office");
  et_test_server_expect (server, "GET", "/api/admin/accounts/", admin, NULL, 404, "not_found");
}

static void
test_others_are_kept_out (void)
{
  g_autofree char *customer = et_test_server_sign_up (server, "curious");
  g_autofree char *staff = et_test_server_make (server, "staff", "staff1");
  g_autofree char *one = g_strdup_printf (ACCOUNTS "%" G_GINT64_FORMAT "/", get_id (customer));
  const char *paths[] = { ACCOUNTS, one };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      et_test_server_expect (server, "GET", paths[i], NULL, NULL, 401, "unauthenticated");
      et_test_server_expect (server, "GET", paths[i], customer, NULL, 403, "forbidden");
      et_test_server_expect (server, "GET", paths[i], staff, NULL, 403, "forbidden");
    }
  expect_change (staff, get_id (staff), "{\"role\":\"admin\"}", 403, "forbidden");
}

static void
test_list_has_pages (void)
{
  g_autoptr (EtTestAnswer) first = NULL;
  g_autoptr (EtTestAnswer) last = NULL;
  JsonObject *list;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("paged-%d", i);

      g_free (et_test_server_sign_up (server, name));
    }
  list = get_list (&first, "?q=PAGED&page_size=2");
  g_assert_cmpint (json_object_get_int_member (list, "count"), ==, 5);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (list, "results")), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (list, "next"), ==,
                   ACCOUNTS "?page=2&page_size=2&q=PAGED");
  g_assert_true (json_object_get_null_member (list, "previous"));

  list = get_list (&last, "?q=PAGED&page_size=2&page=3");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (list, "results")), ==, 1);
  g_assert_true (json_object_get_null_member (list, "next"));
  g_assert_cmpstr (json_object_get_string_member (list, "previous"), ==,
                   ACCOUNTS "?page=2&page_size=2&q=PAGED");
}

static void
test_search_looks_through_names_and_address (void)
{
  static const char *const found_by[] = { "?q=zo%C3%AB", "?q=ZOE", "?q=dupont",
                                          "?q=zed%40example" };

  et_test_server_expect (server, "POST", "/api/accounts/signup/", NULL,
                         "{\"username\":\"Zoë\",\"password\":\"" ET_TEST_PASSWORD "\","
                         "\"display_name\":\"Mme Dupont\",\"email\":\"zed@example.org\"}",
                         201, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (found_by); i++)
    {
      g_autoptr (EtTestAnswer) answer = NULL;

      g_assert_cmpint (json_object_get_int_member (get_list (&answer, found_by[i]), "count"), ==,
                       1);
    }
}

/* The role narrows a search, and the pages of what was found. */
static void
test_list_of_a_role (void)
{
  g_autofree char *one = et_test_server_make (server, "staff", "roled-1");
  g_autofree char *two = et_test_server_make (server, "staff", "roled-2");
  g_autofree char *three = et_test_server_sign_up (server, "roled-3");
  g_autoptr (EtTestAnswer) staff_only = NULL;
  g_autoptr (EtTestAnswer) customers = NULL;
  JsonObject *list = get_list (&staff_only, "?q=roled&role=staff&page_size=1");

  g_assert_cmpint (json_object_get_int_member (list, "count"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (list, "next"), ==,
                   ACCOUNTS "?page=2&page_size=1&q=roled&role=staff");
  list = get_list (&customers, "?q=roled&role=customer");
  g_assert_cmpint (json_object_get_int_member (list, "count"), ==, 1);
}

static void
test_search_takes_no_patterns (void)
{
  g_autoptr (EtTestAnswer) answer = NULL;

  g_assert_cmpint (json_object_get_int_member (get_list (&answer, "?q=%25"), "count"), ==, 0);
}

static void
test_bad_pages (void)
{
  static const char *const bad[] = {
    "?page=0", "?page=-1", "?page=x", "?page_size=0", "?page_size=201", "?page=99999999999999999999"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat (ACCOUNTS, bad[i], NULL);

      et_test_server_expect (server, "GET", path, admin, NULL, 400, "invalid");
    }
}

static void
test_role_takes_effect_at_once (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "promoted");

  et_test_server_expect (server, "GET", ACCOUNTS, token, NULL, 403, "forbidden");
  expect_change (admin, get_id (token), "{\"role\":\"admin\"}", 200, NULL);
  et_test_server_expect (server, "GET", ACCOUNTS, token, NULL, 200, NULL);
  expect_change (admin, get_id (token), "{\"role\":\"customer\"}", 200, NULL);
  et_test_server_expect (server, "GET", ACCOUNTS, token, NULL, 403, "forbidden");
}

static void
test_disabled_account_is_out_at_once (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "banned");
  int64_t id = get_id (token);

  expect_change (admin, id, "{\"disabled\":true}", 200, NULL);
  et_test_server_expect (server, "GET", ME, token, NULL, 401, "unauthenticated");
  et_test_server_expect (server, "POST", "/api/accounts/login/", NULL,
                         "{\"username\":\"banned\",\"password\":\"" ET_TEST_PASSWORD "\"}", 401,
                         "wrong_credentials");
  expect_change (admin, id, "{\"disabled\":false}", 200, NULL);
  et_test_server_expect (server, "GET", ME, token, NULL, 401, "unauthenticated");
  g_free (et_test_server_sign_in (server, "banned"));
}

static void
test_last_administrator_stays (void)
{
  int64_t id = get_id (admin);

  expect_change (admin, id, "{\"role\":\"customer\"}", 409, "last_administrator");
  expect_change (admin, id, "{\"disabled\":true}", 409, "last_administrator");
  et_test_server_expect (server, "DELETE", ME, admin, "{\"password\":\"" ET_TEST_PASSWORD "\"}",
                         409, "last_administrator");
  et_test_server_expect (server, "GET", ACCOUNTS, admin, NULL, 200, NULL);
}

static void
test_bad_changes (void)
{
  static const char *const bad[] = {
    "{\"role\":\"king\"}", "{\"role\":\"anyone\"}", "{\"role\":null}",      "{\"role\":3}",
    "{\"disabled\":1}",    "{\"disabled\":null}",   "{\"username\":\"x\"}", "{\"password\":\"x\"}",
  };
  g_autofree char *token = et_test_server_sign_up (server, "unchanged");
  int64_t id = get_id (token);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    expect_change (admin, id, bad[i], 400, "invalid");
  expect_change (admin, 999999, "{\"role\":\"staff\"}", 404, "not_found");
  et_test_server_expect (server, "GET", ACCOUNTS "999999/", admin, NULL, 404, "not_found");
  et_test_server_expect (server, "GET", ACCOUNTS "0/", admin, NULL, 404, "not_found");
}

static void
test_changes_are_audited (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "audited");
  int64_t id = get_id (token);
  g_autofree char *sql = g_strdup_printf (
      "SELECT COUNT(*) FROM audit WHERE action = 'change_rights' AND detail = 'staff' "
      "AND actor_id = %" G_GINT64_FORMAT " AND subject = 'account %" G_GINT64_FORMAT "'",
      get_id (admin), id);

  expect_change (admin, id, "{\"role\":\"staff\"}", 200, NULL);
  g_assert_cmpint (et_test_server_count (server, sql), ==, 1);
}

int
main (int argc, char **argv)
{
  static const char *const environment[] = { "ETICKETS_ADMIN_PATH=back-office", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (environment);
  admin = et_test_server_make (server, "admin", "admin1");
  g_test_add_func ("/admin-accounts/path", test_administrators_know_their_path);
  g_test_add_func ("/admin-accounts/others", test_others_are_kept_out);
  g_test_add_func ("/admin-accounts/pages", test_list_has_pages);
  g_test_add_func ("/admin-accounts/search", test_search_looks_through_names_and_address);
  g_test_add_func ("/admin-accounts/of-a-role", test_list_of_a_role);
  g_test_add_func ("/admin-accounts/patterns", test_search_takes_no_patterns);
  g_test_add_func ("/admin-accounts/bad-pages", test_bad_pages);
  g_test_add_func ("/admin-accounts/role", test_role_takes_effect_at_once);
  g_test_add_func ("/admin-accounts/disabled", test_disabled_account_is_out_at_once);
  g_test_add_func ("/admin-accounts/last", test_last_administrator_stays);
  g_test_add_func ("/admin-accounts/bad-changes", test_bad_changes);
  g_test_add_func ("/admin-accounts/audit", test_changes_are_audited);
  status = g_test_run ();
  g_free (admin);
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}

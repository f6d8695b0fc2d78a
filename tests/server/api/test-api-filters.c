/* SPDX-License-Identifier: MIT */
#include "test-office.h"

/* Every list refuses a filter that it does not know, and a value that one cannot have, alike. */
static TestOffice *office;

static void
assert_refused (const char *path, const char *token, const char *field)
{
  g_autoptr (EtTestAnswer) answer = test_office_call (office, "GET", path, token, NULL);

  g_test_message ("%s", path);
  et_test_answer_assert (answer, 400, "invalid");
  test_office_assert_text (et_test_answer_get_json (answer), "field", field);
}

static void
test_unknown_filters (void)
{
  const struct
  {
    const char *folder;
    const char *token;
  } lists[] = {
    { "/api/offers/", NULL },
    { "/api/orders/", office->ada },
    { "/api/tickets/", office->sam },
    { "/api/sync/", office->ada },
    { "/api/admin/offers/", office->root },
    { "/api/admin/events/", office->root },
    { "/api/admin/orders/", office->root },
    { "/api/admin/tickets/", office->root },
    { "/api/admin/accounts/", office->root },
    { "/api/admin/stats/", office->root },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *path = g_strconcat (lists[i].folder, "?colour=red", NULL);

      assert_refused (path, lists[i].token, "colour");
    }
}

static void
test_values_that_a_filter_cannot_have (void)
{
  const struct
  {
    const char *path;
    const char *field;
  } cases[] = {
    { "/api/admin/accounts/?role=king", "role" },
    { "/api/sync/?scope=mine", "scope" },
    { "/api/admin/accounts/?role=anyone", "role" },
    { "/api/admin/offers/?type=trio", "type" },
    { "/api/admin/offers/?active=perhaps", "active" },
    { "/api/admin/orders/?state=cart", "state" },
    { "/api/admin/tickets/?state=lost", "state" },
    { "/api/admin/tickets/?event=x", "event" },
    { "/api/admin/events/?page_size=0", "page_size" },
    { "/api/admin/stats/?days=0", "days" },
    { "/api/admin/stats/?time_zone=Mars", "time_zone" },
    { "/api/admin/stats/?page=1", "page" },
    { "/api/orders/?state=paid", "state" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].path, office->root, cases[i].field);
}

/* Who may not see a list does not learn what it knows. */
static void
test_role_comes_first (void)
{
  et_test_server_expect (office->server, "GET", "/api/admin/accounts/?colour=red", office->ada,
                         NULL, 403, "forbidden");
  et_test_server_expect (office->server, "GET", "/api/orders/?colour=red", NULL, NULL, 401,
                         "unauthenticated");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/filters/unknown", test_unknown_filters);
  g_test_add_func ("/api/filters/values", test_values_that_a_filter_cannot_have);
  g_test_add_func ("/api/filters/role-first", test_role_comes_first);
  status = g_test_run ();
  test_office_close (office);
  return status;
}

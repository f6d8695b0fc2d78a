/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"

#define OFFERS "/api/admin/offers/"
#define EVENTS "/api/admin/events/"

static TestOffice *office;

static char *
path_of (const char *folder, int64_t id)
{
  return g_strdup_printf ("%s%" G_GINT64_FORMAT "/", folder, id);
}

static int64_t
new_offer (const char *name)
{
  g_autofree char *members = g_strdup_printf ("\"name\":\"%s\",\"offer_type\":\"duo\","
                                              "\"price_cents\":1200,\"quota\":5",
                                              name);

  return test_office_add_offer (office, members);
}

/* Replaces a record. @etag: (nullable): of If-Match. */
static EtTestAnswer *
put (const char *path, const char *etag, const char *body)
{
  g_autofree char *fields = etag != NULL
                                ? g_strdup_printf ("Authorization: Bearer %s\r\nIf-Match: %s\r\n",
                                                   office->root, etag)
                                : g_strdup_printf ("Authorization: Bearer %s\r\n", office->root);

  return et_test_server_call_with (office->server, "PUT", path, fields, body);
}

static char *
offer_body (const char *name, int64_t price_cents, const char *quota)
{
  return g_strdup_printf ("{\"event_id\":%" G_GINT64_FORMAT ",\"name\":\"%s\","
                          "\"offer_type\":\"solo\",\"admits\":1,\"description\":\"D\","
                          "\"price_cents\":%" G_GINT64_FORMAT ",\"quota\":%s,\"is_active\":true}",
                          office->event, name, price_cents, quota);
}

static void
test_creating_an_offer (void)
{
  g_autofree char *body = offer_body ("Created", 1234, "null");
  g_autoptr (EtTestAnswer)
      answer = test_office_call (office, "POST", OFFERS, office->root, "%s", body);
  g_autofree char *etag = et_test_answer_get_field (answer, "ETag");
  g_autofree char *text = et_test_answer_dup_body (answer);
  JsonObject *offer = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 201, NULL);
  g_assert_cmpstr (etag, ==, "\"1\"");
  test_office_assert_text (offer, "name", "Created");
  test_office_assert_int (offer, "event_id", office->event);
  test_office_assert_int (offer, "price_cents", 1234);
  test_office_assert_int (offer, "sold", 0);
  test_office_assert_int (offer, "version", 1);
  test_office_assert_text (offer, "currency", "EUR");
  g_assert_true (json_object_get_null_member (offer, "quota"));
  g_assert_nonnull (strstr (text, "\"price_eur\":12.34"));
}

static void
test_what_a_type_admits (void)
{
  g_autofree char *path = path_of (OFFERS, new_offer ("Two"));
  g_autoptr (JsonObject) offer = test_office_get (office, path, office->root);

  test_office_assert_int (offer, "admits", 2);
  test_office_assert_text (offer, "description", "");
  g_assert_true (json_object_get_boolean_member (offer, "is_active"));
}

static void
test_replacing_an_offer (void)
{
  g_autofree char *path = path_of (OFFERS, new_offer ("Old"));
  g_autofree char *body = offer_body ("New", 999, "7");
  g_autoptr (EtTestAnswer) shown = test_office_call (office, "GET", path, office->root, NULL);
  g_autofree char *etag = et_test_answer_get_field (shown, "ETag");
  g_autoptr (EtTestAnswer) saved = put (path, etag, body);
  g_autoptr (EtTestAnswer) again = put (path, etag, body);
  g_autoptr (EtTestAnswer) blind = put (path, NULL, body);
  g_autoptr (EtTestAnswer) public = test_office_call (office, "GET", "/api/offers/", NULL, NULL);
  g_autofree char *catalogue = et_test_answer_dup_body (public);

  et_test_answer_assert (saved, 200, NULL);
  test_office_assert_text (et_test_answer_get_json (saved), "name", "New");
  test_office_assert_int (et_test_answer_get_json (saved), "version", 2);
  et_test_answer_assert (again, 412, "version_changed");
  et_test_answer_assert (blind, 428, "version_required");
  g_assert_nonnull (strstr (catalogue, "\"name\":\"New\"")); /* at once */
}

static void
test_a_sale_leaves_the_etag (void)
{
  int64_t id = new_offer ("Sold");
  g_autofree char *path = path_of (OFFERS, id);
  g_autofree char *body = offer_body ("Sold", 1200, "5");
  g_autoptr (EtTestAnswer) saved = NULL;

  test_office_buy (office, office->bob, id, 2);
  saved = put (path, "\"1\"", body);
  et_test_answer_assert (saved, 200, NULL);
  test_office_assert_int (et_test_answer_get_json (saved), "sold", 2);
}

static void
test_a_quota_below_the_sales (void)
{
  int64_t id = new_offer ("Popular");
  g_autofree char *path = path_of (OFFERS, id);
  g_autofree char *body = offer_body ("Popular", 1200, "1");
  g_autoptr (EtTestAnswer) answer = NULL;

  test_office_buy (office, office->bob, id, 2);
  answer = put (path, "\"1\"", body);
  et_test_answer_assert (answer, 409, "conflict");
  test_office_assert_int (et_test_answer_get_json (answer), "taken", 2);
}

static void delete (const char *path, gboolean is_removed)
{
  g_autoptr (EtTestAnswer) answer = test_office_call (office, "DELETE", path, office->root, NULL);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (json_object_get_boolean_member (et_test_answer_get_json (answer), "ok"));
  g_assert_cmpint (json_object_get_boolean_member (et_test_answer_get_json (answer), "removed"), ==,
                   is_removed);
}

static void
test_deleting_offers (void)
{
  int64_t sold = new_offer ("Was sold");
  g_autofree char *fresh_path = path_of (OFFERS, new_offer ("Never sold"));
  g_autofree char *sold_path = path_of (OFFERS, sold);
  g_autoptr (JsonObject) left = NULL;

  test_office_buy (office, office->bob, sold, 1);
  delete (fresh_path, TRUE);
  delete (sold_path, FALSE);
  et_test_server_expect (office->server, "GET", fresh_path, office->root, NULL, 404, "not_found");
  left = test_office_get (office, sold_path, office->root);
  g_assert_false (json_object_get_boolean_member (left, "is_active"));
}

static int64_t
count (const char *path)
{
  g_autoptr (JsonObject) list = test_office_get (office, path, office->root);

  return json_object_get_int_member (list, "count");
}

static void
test_searching_offers (void)
{
  new_offer ("Échappée belle");
  g_assert_cmpint (count (OFFERS "?q=echappee"), ==, 1);
  g_assert_cmpint (count (OFFERS "?q=%25"), ==, 0);
  g_assert_cmpint (count (OFFERS "?type=familiale"), ==, 1);
  g_assert_cmpint (count (OFFERS "?type=familiale&active=true"), ==, 0);
  g_assert_cmpint (count (OFFERS "?sport=judo"), ==, 0);
  g_assert_cmpint (count (OFFERS "?q=athletisme&sport=athletics"), >, 3);
  et_test_server_expect (office->server, "GET", OFFERS "?type=trio", office->root, NULL, 400,
                         "invalid");
  et_test_server_expect (office->server, "GET", OFFERS "?active=maybe", office->root, NULL, 400,
                         "invalid");
}

static void
test_an_event (void)
{
  int64_t id = test_office_add_event (office, 86400, 90000);
  g_autofree char *path = path_of (EVENTS, id);
  g_autoptr (JsonObject) event = test_office_get (office, path, office->root);
  g_autoptr (EtTestAnswer) saved = put (
      path, "\"1\"",
      "{\"name\":\"Moved\",\"sport\":\"judo\",\"venue\":\"Dojo\","
      "\"starts_at\":\"2031-08-01T10:00:00Z\",\"ends_at\":\"2031-08-01T12:00:00+01:00\","
      "\"doors_at\":\"2031-08-01T09:00:00Z\",\"time_zone\":\"Europe/Paris\",\"capacity\":9}");

  test_office_assert_text (event, "sport", "athletics");
  g_assert_true (json_object_get_null_member (event, "capacity"));
  et_test_answer_assert (saved, 200, NULL);
  test_office_assert_text (et_test_answer_get_json (saved), "ends_at", "2031-08-01T11:00:00Z");
  test_office_assert_int (et_test_answer_get_json (saved), "capacity", 9);
  test_office_assert_int (et_test_answer_get_json (saved), "version", 2);
  g_assert_cmpint (count (EVENTS "?q=dojo&sport=judo"), ==, 1);
  delete (path, TRUE);
  et_test_server_expect (office->server, "GET", path, office->root, NULL, 404, "not_found");
}

static void
test_orders_and_tickets (void)
{
  g_autoptr (JsonObject) orders = NULL;
  JsonObject *first;

  test_office_buy (office, office->ada, office->solo, 2);
  orders = test_office_get (office, "/api/admin/orders/?q=ada&state=paid", office->root);
  first = json_array_get_object_element (json_object_get_array_member (orders, "results"), 0);
  test_office_assert_int (orders, "count", 1);
  test_office_assert_text (first, "username", "ada");
  test_office_assert_int (first, "total_cents", 10000);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (first, "items")), ==, 1);
  g_assert_cmpint (count ("/api/admin/tickets/?q=ada&state=valid"), ==, 2);
  g_assert_cmpint (count ("/api/admin/tickets/?q=ada&state=used"), ==, 0);
  et_test_server_expect (office->server, "GET", "/api/admin/orders/?state=cart", office->root, NULL,
                         400, "invalid");
}

static void
test_statistics (void)
{
  g_autoptr (JsonObject) stats = test_office_get (office, "/api/admin/stats/?days=7", office->root);

  g_assert_cmpint (json_object_get_int_member (stats, "orders"), >, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (stats, "days")), ==, 7);
  g_assert_true (json_object_has_member (stats, "offers"));
  g_assert_true (json_object_has_member (stats, "admissions"));
  et_test_server_expect (office->server, "GET", "/api/admin/stats/?days=0", office->root, NULL, 400,
                         "invalid");
  et_test_server_expect (office->server, "GET", "/api/admin/stats/?time_zone=Mars", office->root,
                         NULL, 400, "invalid");
}

static void
test_only_administrators (void)
{
  static const char *const paths[] = { OFFERS, EVENTS, "/api/admin/orders/", "/api/admin/tickets/",
                                       "/api/admin/stats/" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      et_test_server_expect (office->server, "GET", paths[i], NULL, NULL, 401, "unauthenticated");
      et_test_server_expect (office->server, "GET", paths[i], office->ada, NULL, 403, "forbidden");
      et_test_server_expect (office->server, "GET", paths[i], office->sam, NULL, 403, "forbidden");
      et_test_server_expect (office->server, "GET", paths[i], office->root, NULL, 200, NULL);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/admin/offers/create", test_creating_an_offer);
  g_test_add_func ("/api/admin/offers/admits", test_what_a_type_admits);
  g_test_add_func ("/api/admin/offers/replace", test_replacing_an_offer);
  g_test_add_func ("/api/admin/offers/etag", test_a_sale_leaves_the_etag);
  g_test_add_func ("/api/admin/offers/quota", test_a_quota_below_the_sales);
  g_test_add_func ("/api/admin/offers/delete", test_deleting_offers);
  g_test_add_func ("/api/admin/offers/search", test_searching_offers);
  g_test_add_func ("/api/admin/events", test_an_event);
  g_test_add_func ("/api/admin/orders", test_orders_and_tickets);
  g_test_add_func ("/api/admin/stats", test_statistics);
  g_test_add_func ("/api/admin/roles", test_only_administrators);
  result = g_test_run ();
  test_office_close (office);
  return result;
}

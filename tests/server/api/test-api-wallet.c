/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"
#include "tests/render/reading.h"

/* Orders, tickets, documents and the sync of those who bought. */
static TestOffice *office;
static int64_t ticket; /* Ada's first of two */
static int64_t order;

static char *
path_of (const char *format, int64_t id)
{
  g_autoptr (GString) path = g_string_new (format);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  g_string_replace (path, "{id}", number, 1);
  return g_strdup (path->str);
}

static void
expect (const char *format, int64_t id, const char *token, int status, const char *code)
{
  g_autofree char *path = path_of (format, id);

  et_test_server_expect (office->server, "GET", path, token, NULL, status, code);
}

static void
test_orders (void)
{
  g_autoptr (JsonObject) list = test_office_get (office, "/api/orders/", office->ada);
  JsonArray *results = json_object_get_array_member (list, "results");
  JsonObject *first = json_array_get_object_element (results, 0);
  JsonArray *items = json_object_get_array_member (first, "items");

  test_office_assert_int (list, "count", 1);
  g_assert_true (json_object_get_null_member (list, "next"));
  g_assert_true (json_object_get_null_member (list, "previous"));
  test_office_assert_int (first, "id", order);
  test_office_assert_text (first, "state", "paid");
  test_office_assert_int (first, "total_cents", 17000);
  test_office_assert_int (first, "ticket_count", 2);
  test_office_assert_int (json_array_get_object_element (items, 0), "qty", 2);
  test_office_assert_int (json_array_get_object_element (items, 0), "price_cents", 8500);
}

static void
test_an_order (void)
{
  g_autofree char *path = path_of ("/api/orders/{id}/", order);
  g_autoptr (JsonObject) one = test_office_get (office, path, office->ada);

  test_office_assert_int (one, "id", order);
  g_assert_true (
      g_str_has_suffix (json_object_get_string_member (one, "invoice_number"), "-000001"));
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (one, "tickets"), 0),
                   ==, ticket);
  expect ("/api/orders/{id}/", order, office->sam, 200, NULL);
  expect ("/api/orders/{id}/", order, office->bob, 404, "not_found");
  expect ("/api/orders/{id}/", order, NULL, 401, "unauthenticated");
  expect ("/api/orders/{id}/", 4711, office->ada, 404, "not_found");
}

static void
test_a_cart_is_no_order (void)
{
  g_autofree char *token = et_test_server_sign_up (office->server, "collector");
  g_autoptr (EtTestAnswer) added = test_office_call (
      office, "POST", "/api/cart/add/", token, "{\"offer_id\":%" G_GINT64_FORMAT "}", office->solo);
  g_autoptr (JsonObject) list = test_office_get (office, "/api/orders/", token);
  int64_t cart = json_object_get_int_member (et_test_answer_get_json (added), "order_id");

  test_office_assert_int (list, "count", 0);
  expect ("/api/orders/{id}/", cart, token, 404, "not_found");
  expect ("/api/orders/{id}/invoice.pdf", cart, token, 404, "not_found");
}

static void
test_tickets (void)
{
  g_autoptr (JsonObject) list = test_office_get (office, "/api/tickets/", office->ada);
  JsonObject *first = json_array_get_object_element (json_object_get_array_member (list, "results"),
                                                     0);

  test_office_assert_int (list, "count", 2);
  test_office_assert_int (first, "order_id", order);
  test_office_assert_text (first, "state", "valid");
  test_office_assert_text (first, "holder", "ada");
  test_office_assert_text (first, "event_name", "Athlétisme");
  test_office_assert_int (first, "admits", 2);
  test_office_assert_int (first, "price_cents", 8500);
  g_assert_nonnull (strchr (json_object_get_string_member (first, "ticket_key"), ':'));
}

static void
test_a_ticket (void)
{
  g_autofree char *path = path_of ("/api/tickets/{id}/", ticket);
  g_autoptr (JsonObject) own = test_office_get (office, path, office->ada);
  g_autoptr (JsonObject) seen = test_office_get (office, path, office->sam);

  g_assert_nonnull (json_object_get_string_member (own, "ticket_key"));
  g_assert_true (json_object_get_null_member (seen, "ticket_key"));
  expect ("/api/tickets/{id}/", ticket, office->bob, 404, "not_found");
  expect ("/api/tickets/{id}/", ticket, NULL, 401, "unauthenticated");
  expect ("/api/tickets/{id}/", 4711, office->sam, 404, "not_found");
}

static int64_t
count_found (const char *text, const char *token)
{
  g_autofree char *path = g_strdup_printf ("/api/tickets/?q=%s", text);
  g_autoptr (JsonObject) list = test_office_get (office, path, token);

  return json_object_get_int_member (list, "count");
}

static void
test_staff_find_tickets (void)
{
  g_autofree char *path = path_of ("/api/tickets/{id}/", ticket);
  g_autoptr (JsonObject) one = test_office_get (office, path, office->ada);
  g_autofree char *number = g_strdup (json_object_get_string_member (one, "short_number"));
  g_autofree char *lower = g_ascii_strdown (number, -1);

  g_assert_cmpint (count_found (number, office->sam), ==, 1);
  g_assert_cmpint (count_found (lower, office->sam), ==, 1);
  g_assert_cmpint (count_found ("AD", office->sam), ==, 2);
  g_assert_cmpint (count_found ("nobody", office->sam), ==, 0);
  *strchr (number, '-') = '\0';
  g_assert_cmpint (count_found (number, office->sam), ==, 2);
  g_assert_cmpint (count_found (number, office->bob), ==, 0);
}

static void
assert_document (
    const char *format, int64_t id, const char *token, const char *type, const char *start)
{
  g_autofree char *path = path_of (format, id);
  g_autoptr (EtTestAnswer) answer = test_office_call (office, "GET", path, token, NULL);
  g_autofree char *content_type = et_test_answer_get_field (answer, "Content-Type");
  g_autofree char *disposition = et_test_answer_get_field (answer, "Content-Disposition");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (content_type, ==, type);
  g_assert_true (g_str_has_prefix (disposition, "inline; filename=\""));
  g_assert_cmpuint (g_bytes_get_size (answer->body), >, 200);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), strlen (start), start, strlen (start));
}

static void
test_documents (void)
{
  assert_document ("/api/orders/{id}/invoice.pdf", order, office->ada, "application/pdf", "%PDF-");
  assert_document ("/api/tickets/{id}/ticket.pdf", ticket, office->ada, "application/pdf", "%PDF-");
  assert_document ("/api/tickets/{id}/qr.png", ticket, office->ada, "image/png", "\x89PNG");
  assert_document ("/api/tickets/{id}/ticket.pdf", ticket, office->sam, "application/pdf", "%PDF-");
}

/* Ada's invoice as text, for a reader of French. */
static char *
read_invoice (void)
{
  g_autofree char *path = path_of ("/api/orders/{id}/invoice.pdf", order);
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nAccept-Language: fr\r\n",
                                             office->ada);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call_with (office->server, "GET", path, fields, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return reading_get_text (answer->body, 0);
}

static void
choose_language (const char *body)
{
  et_test_server_expect (office->server, "PATCH", "/api/accounts/me/", office->ada, body, 200,
                         NULL);
}

static void
test_an_invoice_without_a_choice (void)
{
  g_autofree char *text = read_invoice ();

  g_assert_nonnull (strstr (text, "Facture"));
}

static void
test_an_invoice_in_the_language_of_the_account (void)
{
  g_autofree char *text = NULL;

  choose_language ("{\"language\":\"de\"}");
  text = read_invoice ();
  choose_language ("{\"language\":null}");
  g_assert_nonnull (strstr (text, "Rechnung"));
  g_assert_null (strstr (text, "Facture"));
}

static void
test_documents_of_others (void)
{
  static const char *const formats[] = { "/api/orders/{id}/invoice.pdf",
                                         "/api/tickets/{id}/ticket.pdf",
                                         "/api/tickets/{id}/qr.png" };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      int64_t id = i == 0 ? order : ticket;

      expect (formats[i], id, office->bob, 404, "not_found");
      expect (formats[i], id, NULL, 401, "unauthenticated");
      expect (formats[i], 4711, office->ada, 404, "not_found");
    }
}

static void
test_pages (void)
{
  g_autofree char *token = et_test_server_sign_up (office->server, "frequent");
  g_autoptr (JsonObject) list = NULL;
  g_autoptr (JsonObject) next = NULL;

  for (int i = 0; i < 3; i++)
    test_office_buy (office, token, office->solo, 1);
  list = test_office_get (office, "/api/orders/?page=1&page_size=2", token);
  test_office_assert_int (list, "count", 3);
  test_office_assert_text (list, "next", "/api/orders/?page=2&page_size=2");
  next = test_office_get (office, json_object_get_string_member (list, "next"), token);
  g_assert_true (json_object_get_null_member (next, "next"));
  test_office_assert_text (next, "previous", "/api/orders/?page=1&page_size=2");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (next, "results")), ==, 1);
}

static JsonObject *
ask (const char *token, int64_t since)
{
  g_autofree char *path = path_of ("/api/sync/?since={id}", since);

  return test_office_get (office, path, token);
}

static void
test_the_feed (void)
{
  g_autofree char *token = et_test_server_sign_up (office->server, "synced");
  g_autoptr (JsonObject) first = ask (token, 0);
  g_autoptr (JsonObject) later = NULL;
  int64_t next = json_object_get_int_member (first, "next");
  JsonObject *change;

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (first, "changes")), >=, 4);
  test_office_buy (office, token, office->solo, 1);
  later = ask (token, next);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (later, "changes")), ==, 3);
  change = json_array_get_object_element (json_object_get_array_member (later, "changes"), 0);
  g_assert_cmpint (json_object_get_int_member (change, "seq"), >, next);
  g_assert_false (json_object_get_boolean_member (change, "deleted"));
  g_assert_true (json_object_has_member (change, "data"));
  g_assert_false (json_object_get_boolean_member (later, "more"));
  g_assert_false (json_object_get_boolean_member (later, "reset"));
}

static void
test_the_feed_of_a_guest (void)
{
  g_autoptr (JsonObject) answer = ask (NULL, 0);
  JsonArray *changes = json_object_get_array_member (answer, "changes");

  g_assert_cmpuint (json_array_get_length (changes), ==, 3);
  for (guint i = 0; i < json_array_get_length (changes); i++)
    test_office_assert_text (json_array_get_object_element (changes, i), "kind", "offer");
}

/* Only what is everybody's, whoever asks. */
static void
test_the_feed_of_the_catalogue (void)
{
  g_autoptr (JsonObject)
      answer = test_office_get (office, "/api/sync/?since=0&scope=catalogue", office->ada);
  JsonArray *changes = json_object_get_array_member (answer, "changes");

  g_assert_cmpuint (json_array_get_length (changes), ==, 3);
  for (guint i = 0; i < json_array_get_length (changes); i++)
    test_office_assert_text (json_array_get_object_element (changes, i), "kind", "offer");
}

static void
test_a_feed_from_the_future (void)
{
  g_autoptr (JsonObject) answer = ask (office->ada, 1000000);

  g_assert_true (json_object_get_boolean_member (answer, "reset"));
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonObject) orders = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  ticket = test_office_buy (office, office->ada, office->duo, 2);
  orders = test_office_get (office, "/api/orders/", office->ada);
  order = json_object_get_int_member (
      json_array_get_object_element (json_object_get_array_member (orders, "results"), 0), "id");
  g_test_add_func ("/api/orders/list", test_orders);
  g_test_add_func ("/api/orders/show", test_an_order);
  g_test_add_func ("/api/orders/cart", test_a_cart_is_no_order);
  g_test_add_func ("/api/tickets/list", test_tickets);
  g_test_add_func ("/api/tickets/show", test_a_ticket);
  g_test_add_func ("/api/tickets/find", test_staff_find_tickets);
  g_test_add_func ("/api/documents/own", test_documents);
  g_test_add_func ("/api/documents/language/none", test_an_invoice_without_a_choice);
  g_test_add_func ("/api/documents/language", test_an_invoice_in_the_language_of_the_account);
  g_test_add_func ("/api/documents/others", test_documents_of_others);
  g_test_add_func ("/api/orders/pages", test_pages);
  g_test_add_func ("/api/sync/feed", test_the_feed);
  g_test_add_func ("/api/sync/guest", test_the_feed_of_a_guest);
  g_test_add_func ("/api/sync/catalogue", test_the_feed_of_the_catalogue);
  g_test_add_func ("/api/sync/future", test_a_feed_from_the_future);
  result = g_test_run ();
  test_office_close (office);
  return result;
}

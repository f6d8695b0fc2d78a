/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"

/* One office for the whole file; each test uses a customer of its own. */
static TestOffice *office;

static char *
newcomer (void)
{
  static int n;
  g_autofree char *name = g_strdup_printf ("newcomer%d", ++n);

  return et_test_server_sign_up (office->server, name);
}

static void
add (const char *token, int64_t offer_id, int quantity, int status, const char *code)
{
  g_autoptr (EtTestAnswer) answer = test_office_call (
      office, "POST", "/api/cart/add/", token, "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%d}",
      offer_id, quantity);

  et_test_answer_assert (answer, status, code);
}

static void
assert_total (const char *token, int64_t cents)
{
  g_autoptr (JsonObject) cart = test_office_get (office, "/api/cart/", token);

  test_office_assert_int (cart, "total_cents", cents);
}

static void
test_offers (void)
{
  g_autoptr (EtTestAnswer) answer = test_office_call (office, "GET", "/api/offers/", NULL, NULL);
  g_autofree char *body = et_test_answer_dup_body (answer);
  g_autoptr (JsonNode) node = json_from_string (body, NULL);
  JsonArray *offers = json_node_get_array (node);
  JsonObject *solo;

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpuint (json_array_get_length (offers), ==, 3);
  solo = json_array_get_object_element (offers, 1);
  test_office_assert_int (solo, "id", office->solo);
  test_office_assert_text (solo, "name", "Ticket Solo - Athlétisme");
  test_office_assert_text (solo, "offer_type", "solo");
  test_office_assert_int (solo, "price_cents", 5000);
  test_office_assert_text (solo, "currency", "EUR");
  g_assert_true (json_object_get_boolean_member (solo, "is_active"));
  g_assert_nonnull (strstr (body, "\"price_eur\":50.00"));
}

static void
test_offers_are_sent_once (void)
{
  g_autoptr (EtTestAnswer) first = test_office_call (office, "GET", "/api/offers", NULL, NULL);
  g_autofree char *etag = et_test_answer_get_field (first, "ETag");
  g_autofree char *field = g_strdup_printf ("If-None-Match: %s\r\n", etag);
  g_autoptr (EtTestAnswer)
      second = et_test_server_call_with (office->server, "GET", "/api/offers/", field, NULL);

  g_assert_cmpint (first->status, ==, 200);
  g_assert_cmpint (second->status, ==, 304);
  g_assert_cmpuint (g_bytes_get_size (second->body), ==, 0);
}

static EtTestAnswer *
get_offers (const char *fields)
{
  return et_test_server_call_with (office->server, "GET", "/api/offers/", fields, NULL);
}

/* By HTTP's rules: the weight decides, a plain answer needs no mention. */
static void
test_offers_are_compressed (void)
{
  const struct
  {
    const char *accepted;
    const char *coding;
  } cases[] = {
    { "Accept-Encoding: gzip\r\n", "gzip" },
    { "Accept-Encoding: br, GZip;q=0.5\r\n", "gzip" },
    { "Accept-Encoding: *\r\n", "gzip" },
    { "Accept-Encoding: gzip;q=0, *\r\n", NULL },
    { "Accept-Encoding: gzip;q=0.5, identity\r\n", NULL },
    { "Accept-Encoding: br\r\n", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EtTestAnswer) answer = get_offers (cases[i].accepted);
      g_autofree char *coding = et_test_answer_get_field (answer, "Content-Encoding");
      g_autofree char *vary = et_test_answer_get_field (answer, "Vary");

      g_assert_cmpint (answer->status, ==, 200);
      g_assert_cmpstr (coding, ==, cases[i].coding);
      g_assert_cmpstr (vary, ==, "Accept-Encoding");
    }
}

/* The two forms are other bytes, so each has an ETag of its own. */
static void
test_compressed_offers_are_sent_once (void)
{
  g_autoptr (EtTestAnswer) plain = get_offers (NULL);
  g_autoptr (EtTestAnswer) first = get_offers ("Accept-Encoding: gzip\r\n");
  g_autofree char *plain_etag = et_test_answer_get_field (plain, "ETag");
  g_autofree char *etag = et_test_answer_get_field (first, "ETag");
  g_autofree char *fields = g_strdup_printf ("Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n",
                                             etag);
  g_autoptr (EtTestAnswer) second = get_offers (fields);
  g_autofree char *coding = et_test_answer_get_field (second, "Content-Encoding");
  g_autofree char *vary = et_test_answer_get_field (second, "Vary");

  g_assert_cmpstr (etag, !=, plain_etag);
  g_assert_cmpuint (g_bytes_get_size (first->body), <, g_bytes_get_size (plain->body));
  g_assert_cmpint (second->status, ==, 304);
  g_assert_null (coding);
  g_assert_cmpstr (vary, ==, "Accept-Encoding");
}

static void
test_an_empty_cart (void)
{
  g_autoptr (EtTestAnswer) answer = test_office_call (office, "GET", "/api/cart/", NULL, NULL);
  g_autofree char *body = et_test_answer_dup_body (answer);
  g_autofree char *cookie = et_test_answer_get_field (answer, "Set-Cookie");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (g_str_has_prefix (body, "{\"items\":[],"));
  g_assert_nonnull (strstr (body, "\"total\":0.00"));
  g_assert_null (cookie);
}

static void
test_a_cart (void)
{
  g_autofree char *token = newcomer ();
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *body = NULL;
  g_autofree char *expected = g_strdup_printf (
      "{\"items\":[{\"offer_id\":%" G_GINT64_FORMAT ",\"name\":\"Ticket Solo - Athlétisme\","
      "\"price_cents\":5000,\"price\":50.00,\"qty\":2,\"line_total_cents\":10000,"
      "\"line_total\":100.00}],\"total_cents\":10000,\"total\":100.00,\"held_until\":\"2",
      office->solo);

  add (token, office->solo, 2, 200, NULL);
  answer = test_office_call (office, "GET", "/api/cart/", token, NULL);
  body = et_test_answer_dup_body (answer);
  g_assert_true (g_str_has_prefix (body, expected));
}

static void
test_adding (void)
{
  g_autofree char *token = newcomer ();
  g_autoptr (EtTestAnswer) one = test_office_call (
      office, "POST", "/api/cart/add", token, "{\"offer_id\":%" G_GINT64_FORMAT "}", office->duo);
  g_autoptr (EtTestAnswer) more = test_office_call (
      office, "POST", "/api/cart/add/", token,
      "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":3,\"extra\":1}", office->duo);
  JsonObject *answer = et_test_answer_get_json (one);

  et_test_answer_assert (one, 200, NULL);
  et_test_answer_assert (more, 200, NULL);
  g_assert_true (json_object_get_boolean_member (answer, "ok"));
  test_office_assert_int (et_test_answer_get_json (more), "order_id",
                          json_object_get_int_member (answer, "order_id"));
  assert_total (token, 4 * 8500);
}

static void
test_updating (void)
{
  g_autofree char *token = newcomer ();
  static const int quantities[] = { 5, 2, 0, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (quantities); i++)
    {
      g_autoptr (EtTestAnswer) answer = test_office_call (
          office, "POST", "/api/cart/update/", token,
          "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%d}", office->solo, quantities[i]);
      g_autofree char *body = et_test_answer_dup_body (answer);

      g_assert_cmpstr (body, ==, "{\"ok\":true}");
      assert_total (token, quantities[i] * 5000);
    }
}

static void
test_clearing (void)
{
  g_autofree char *token = newcomer ();

  add (token, office->solo, 1, 200, NULL);
  add (token, office->duo, 1, 200, NULL);
  for (int i = 0; i < 2; i++)
    et_test_server_expect (office->server, "POST", "/api/cart/clear/", token, NULL, 200, NULL);
  assert_total (token, 0);
}

static void
test_offers_that_are_not_on_sale (void)
{
  g_autofree char *token = newcomer ();

  add (token, 4711, 1, 404, "offer_unknown");
  add (token, office->gone, 1, 404, "offer_unknown");
  assert_total (token, 0);
}

static void
test_more_than_is_left (void)
{
  g_autofree char *token = newcomer ();
  g_autoptr (EtTestAnswer)
      answer = test_office_call (office, "POST", "/api/cart/add/", token,
                                 "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":2}", office->last);

  et_test_answer_assert (answer, 409, "sold_out");
  test_office_assert_int (et_test_answer_get_json (answer), "available", 1);
  test_office_assert_text (et_test_answer_get_json (answer), "offer", "Last");
}

static void
test_limits (void)
{
  g_autofree char *token = newcomer ();

  add (token, office->solo, 20, 200, NULL);
  add (token, office->solo, 1, 409, "too_many_tickets");
  add (token, office->duo, 20, 200, NULL);
  assert_total (token, 20 * 5000 + 20 * 8500);
}

/* Returns: (transfer full): the Cookie field of a guest who put something into a cart. */
static char *
begin_guest (void)
{
  g_autoptr (EtTestAnswer) answer = test_office_call (
      office, "POST", "/api/cart/add/", NULL, "{\"offer_id\":%" G_GINT64_FORMAT "}", office->solo);
  g_autofree char *cookie = et_test_answer_get_field (answer, "Set-Cookie");
  char *end;

  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (g_str_has_prefix (cookie, "sessionid="));
  g_assert_nonnull (strstr (cookie, "HttpOnly"));
  end = strchr (cookie, ';');
  *end = '\0';
  return g_strdup_printf ("Cookie: %s\r\n", cookie);
}

static void
test_a_guest_has_a_cart (void)
{
  g_autofree char *cookie = begin_guest ();
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call_with (office->server, "GET", "/api/cart/", cookie, NULL);

  et_test_answer_assert (answer, 200, NULL);
  test_office_assert_int (et_test_answer_get_json (answer), "total_cents", 5000);
}

static void
test_the_cart_is_adopted_at_sign_in (void)
{
  g_autofree char *cookie = begin_guest ();
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"adopter\",\"password\":\"" ET_TEST_PASSWORD "\","
      "\"cart\":[{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":2}]}",
      office->duo);
  g_autoptr (EtTestAnswer) answer = et_test_server_call_with (
      office->server, "POST", "/api/accounts/signup/", cookie, body);
  JsonObject *root = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 201, NULL);
  assert_total (json_object_get_string_member (root, "token"), 5000 + 2 * 8500);
}

static void
test_a_bearer_ignores_cookies (void)
{
  g_autofree char *token = newcomer ();
  g_autofree char *cookie = begin_guest ();
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\n%s", token, cookie);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call_with (office->server, "GET", "/api/cart/", fields, NULL);

  test_office_assert_int (et_test_answer_get_json (answer), "total_cents", 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/offers/list", test_offers);
  g_test_add_func ("/api/offers/etag", test_offers_are_sent_once);
  g_test_add_func ("/api/offers/gzip", test_offers_are_compressed);
  g_test_add_func ("/api/offers/gzip-not-modified", test_compressed_offers_are_sent_once);
  g_test_add_func ("/api/cart/empty", test_an_empty_cart);
  g_test_add_func ("/api/cart/show", test_a_cart);
  g_test_add_func ("/api/cart/add", test_adding);
  g_test_add_func ("/api/cart/update", test_updating);
  g_test_add_func ("/api/cart/clear", test_clearing);
  g_test_add_func ("/api/cart/not-on-sale", test_offers_that_are_not_on_sale);
  g_test_add_func ("/api/cart/sold-out", test_more_than_is_left);
  g_test_add_func ("/api/cart/limits", test_limits);
  g_test_add_func ("/api/cart/guest", test_a_guest_has_a_cart);
  g_test_add_func ("/api/cart/adopt", test_the_cart_is_adopted_at_sign_in);
  g_test_add_func ("/api/cart/bearer", test_a_bearer_ignores_cookies);
  result = g_test_run ();
  test_office_close (office);
  return result;
}

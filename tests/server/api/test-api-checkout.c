/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"

static TestOffice *office;

/* Returns: (transfer full): the token of a new customer with two solo tickets in the cart. */
static char *
customer (void)
{
  static int n;
  g_autofree char *name = g_strdup_printf ("buyer%d", ++n);
  char *token = et_test_server_sign_up (office->server, name);
  g_autoptr (EtTestAnswer)
      answer = test_office_call (office, "POST", "/api/cart/add/", token,
                                 "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":2}", office->solo);

  et_test_answer_assert (answer, 200, NULL);
  return token;
}

static EtTestAnswer *
check_out (const char *token, const char *key, const char *body)
{
  g_autofree char *fields = key != NULL ? g_strdup_printf (
                                              "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\n",
                                              token, key)
                                        : g_strdup_printf ("Authorization: Bearer %s\r\n", token);

  return et_test_server_call_with (office->server, "POST", "/api/cart/checkout/", fields, body);
}

static void
assert_cart (const char *token, int64_t cents)
{
  g_autoptr (JsonObject) cart = test_office_get (office, "/api/cart/", token);

  test_office_assert_int (cart, "total_cents", cents);
}

static void
test_a_purchase (void)
{
  g_autofree char *token = customer ();
  g_autoptr (JsonObject) cart = test_office_get (office, "/api/cart/", token);
  g_autoptr (EtTestAnswer) answer = check_out (
      token, NULL, "{\"card_number\":\"4242 4242 4242 4242\",\"total_cents\":10000}");
  JsonObject *root = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (json_object_get_boolean_member (root, "ok"));
  test_office_assert_int (root, "order_id", json_object_get_int_member (cart, "order_id"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "tickets")), ==, 2);
  assert_cart (token, 0);
}

static void
test_without_a_card (void)
{
  g_autofree char *token = customer ();
  g_autoptr (EtTestAnswer) answer = check_out (token, NULL, NULL);

  et_test_answer_assert (answer, 200, NULL);
}

static void
test_an_empty_cart (void)
{
  g_autofree char *token = et_test_server_sign_up (office->server, "emptyhanded");
  g_autoptr (EtTestAnswer) answer = check_out (token, NULL, NULL);

  et_test_answer_assert (answer, 400, "cart_empty");
  test_office_assert_text (et_test_answer_get_json (answer), "error", "Panier vide");
}

static void
test_a_guest (void)
{
  et_test_server_expect (office->server, "POST", "/api/cart/checkout/", NULL, NULL, 401,
                         "unauthenticated");
}

static void
assert_refused (const char *body, int status, const char *code)
{
  g_autofree char *token = customer ();
  g_autoptr (EtTestAnswer) answer = check_out (token, NULL, body);

  et_test_answer_assert (answer, status, code);
  assert_cart (token, 10000);
}

static void
test_a_declined_card (void)
{
  assert_refused ("{\"card_number\":\"4000 0000 0000 0002\"}", 402, "payment_declined");
  assert_refused ("{\"card_number\":\"5555555555554444\"}", 402, "payment_declined");
}

static void
test_a_payment_that_times_out (void)
{
  assert_refused ("{\"card_number\":\"4000000000009995\"}", 504, "payment_timeout");
}

static void
test_another_total (void)
{
  g_autofree char *token = customer ();
  g_autoptr (EtTestAnswer) answer = check_out (token, NULL, "{\"total_cents\":9999}");
  g_autofree char *body = et_test_answer_dup_body (answer);

  et_test_answer_assert (answer, 409, "price_changed");
  test_office_assert_int (et_test_answer_get_json (answer), "total_cents", 10000);
  test_office_assert_int (et_test_answer_get_json (answer), "expected_total_cents", 9999);
  g_assert_nonnull (strstr (body, "\"total\":100.00"));
  g_assert_nonnull (strstr (body, "100,00\u00a0€"));
  g_assert_nonnull (strstr (body, "99,99\u00a0€"));
  assert_cart (token, 10000);
}

/* Who puts the last place into the cart holds it, and can buy it. */
static void
test_the_last_place (void)
{
  g_autofree char *first = customer ();
  g_autofree char *second = customer ();
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT "}", office->last);
  g_autoptr (EtTestAnswer)
      held = test_office_call (office, "POST", "/api/cart/add/", first, "%s", body);
  g_autoptr (EtTestAnswer)
      late = test_office_call (office, "POST", "/api/cart/add/", second, "%s", body);
  g_autoptr (EtTestAnswer) sold = check_out (first, NULL, NULL);

  et_test_answer_assert (held, 200, NULL);
  et_test_answer_assert (late, 409, "sold_out");
  test_office_assert_int (et_test_answer_get_json (late), "available", 0);
  et_test_answer_assert (sold, 200, NULL);
  assert_cart (second, 10000);
}

static void
test_opening_the_checkout_holds (void)
{
  g_autofree char *token = customer ();
  g_autoptr (EtTestAnswer) held = NULL;

  held = test_office_call (office, "POST", "/api/cart/hold/", token, NULL);
  et_test_answer_assert (held, 200, NULL);
  g_assert_nonnull (json_object_get_string_member_with_default (et_test_answer_get_json (held),
                                                                "held_until", NULL));
}

static void
test_the_same_key_buys_once (void)
{
  g_autofree char *token = customer ();
  g_autoptr (EtTestAnswer) first = check_out (token, "key-1", "{\"total_cents\":10000}");
  g_autoptr (EtTestAnswer) again = check_out (token, "key-1", "{\"total_cents\":10000}");
  g_autofree char *one = et_test_answer_dup_body (first);
  g_autofree char *two = et_test_answer_dup_body (again);

  et_test_answer_assert (first, 200, NULL);
  et_test_answer_assert (again, 200, NULL);
  g_assert_cmpstr (one, ==, two);
}

static void
test_the_same_key_for_something_else (void)
{
  g_autofree char *token = customer ();
  g_autoptr (EtTestAnswer) first = check_out (token, "key-1", "{\"total_cents\":10000}");
  g_autoptr (EtTestAnswer) other = check_out (token, "key-1", "{}");

  et_test_answer_assert (first, 200, NULL);
  et_test_answer_assert (other, 422, "key_reused");
}

static void
test_a_refused_payment_is_remembered (void)
{
  g_autofree char *token = customer ();
  const char *body = "{\"card_number\":\"4000000000000002\"}";
  g_autoptr (EtTestAnswer) first = check_out (token, "key-1", body);
  g_autoptr (EtTestAnswer) again = check_out (token, "key-1", body);
  g_autoptr (EtTestAnswer) fresh = check_out (token, "key-2", "{}");

  et_test_answer_assert (first, 402, "payment_declined");
  et_test_answer_assert (again, 402, "payment_declined");
  et_test_answer_assert (fresh, 200, NULL);
}

static void
test_a_second_checkout (void)
{
  g_autofree char *token = customer ();
  g_autoptr (EtTestAnswer) first = check_out (token, NULL, NULL);
  g_autoptr (EtTestAnswer) second = check_out (token, NULL, NULL);

  et_test_answer_assert (first, 200, NULL);
  et_test_answer_assert (second, 400, "cart_empty");
}

static void
test_sold_out_is_shown (void)
{
  int64_t offer = test_office_add_offer (office, "\"name\":\"One\",\"offer_type\":\"solo\","
                                                 "\"price_cents\":1,\"quota\":1");
  g_autofree char *body = NULL;
  g_autofree char *expected = g_strdup_printf ("\"id\":%" G_GINT64_FORMAT ",", offer);
  g_autoptr (EtTestAnswer) answer = NULL;

  test_office_buy (office, office->bob, offer, 1);
  g_usleep (600 * 1000); /* it is published four times a second */
  answer = test_office_call (office, "GET", "/api/offers/", NULL, NULL);
  body = et_test_answer_dup_body (answer);
  g_assert_nonnull (strstr (body, expected));
  g_assert_nonnull (strstr (strstr (body, expected), "\"availability\":\"sold_out\""));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/checkout/purchase", test_a_purchase);
  g_test_add_func ("/api/checkout/no-card", test_without_a_card);
  g_test_add_func ("/api/checkout/empty", test_an_empty_cart);
  g_test_add_func ("/api/checkout/guest", test_a_guest);
  g_test_add_func ("/api/checkout/declined", test_a_declined_card);
  g_test_add_func ("/api/checkout/timeout", test_a_payment_that_times_out);
  g_test_add_func ("/api/checkout/price-changed", test_another_total);
  g_test_add_func ("/api/checkout/last-place", test_the_last_place);
  g_test_add_func ("/api/checkout/hold", test_opening_the_checkout_holds);
  g_test_add_func ("/api/checkout/same-key", test_the_same_key_buys_once);
  g_test_add_func ("/api/checkout/key-reused", test_the_same_key_for_something_else);
  g_test_add_func ("/api/checkout/refusal-remembered", test_a_refused_payment_is_remembered);
  g_test_add_func ("/api/checkout/twice", test_a_second_checkout);
  g_test_add_func ("/api/checkout/sold-out-shown", test_sold_out_is_shown);
  result = g_test_run ();
  test_office_close (office);
  return result;
}

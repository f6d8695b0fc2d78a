/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/repo/et-order-repo.h"
#include "server/service/et-invoice-issue.h"
#include "server/service/et-ticket-issue.h"
#include "test-shop.h"

static EtOrder *
load_order (TestShop *shop, int64_t order_id)
{
  g_autoptr (GError) error = NULL;
  EtOrder *order = et_order_repo_find (shop->db, order_id, &error);

  g_assert_no_error (error);
  return order;
}

/* Returns: (transfer full): why a checkout does not begin. */
static GError *
refuse (TestShop *shop, int64_t account_id, int64_t expected_total)
{
  g_auto (EtCheckout) checkout = { 0 };
  GError *error = NULL;

  test_shop_begin (shop);
  g_assert_false (
      et_checkout_begin (&checkout, shop->db, shop->config, account_id, expected_total, &error));
  test_shop_rollback (shop);
  return error;
}

static void
test_a_purchase (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;
  g_autoptr (EtOrder) order = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_put (shop, shop->ada, shop->duo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  test_shop_assert_places (shop, 0, 3);
  et_checkout_pay (&checkout, shop->services.payment, "4242424242424242");
  tickets = test_shop_finish_checkout (shop, &checkout);
  g_assert_cmpuint (tickets->len, ==, 3);
  test_shop_assert_places (shop, 3, 0);

  order = load_order (shop, checkout.order.order_id);
  g_assert_cmpstr (order->state, ==, "paid");
  g_assert_cmpint (order->total_cents, ==, 18500);
  g_assert_cmpint (order->ticket_count, ==, 3);
  g_assert_cmpuint (strlen (order->code), ==, 5);
  g_assert_cmpuint (order->items->len, ==, 2);
}

static void
test_tickets_say_what_was_sold (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  int64_t id = test_shop_buy (shop, shop->ada, shop->duo), owner;
  g_autoptr (EtTicket)
      ticket = et_ticket_issue_load (shop->db, &shop->services, id, &owner, &error);
  g_autoptr (EtTicket) again = et_ticket_issue_load (shop->db, &shop->services, id, &owner, NULL);
  EtTicketKey key;

  g_assert_no_error (error);
  g_assert_cmpint (owner, ==, shop->ada);
  g_assert_cmpint (ticket->admits, ==, 2);
  g_assert_cmpint (ticket->price_cents, ==, 8500);
  g_assert_cmpstr (ticket->holder, ==, "ada");
  g_assert_true (g_str_has_suffix (ticket->short_number, "-1"));
  g_assert_cmpstr (ticket->ticket_key, ==, again->ticket_key);
  g_assert_true (et_ticket_key_parse (ticket->ticket_key, &key, &error));
  g_assert_true (et_signing_keys_prove (shop->services.signing_keys, &key));
  g_assert_cmpint (key.claims.ticket_id, ==, id);
  g_assert_cmpint (key.claims.admits, ==, 2);
}

static void
test_an_order_keeps_its_terms (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtOrder) order = NULL;
  g_autoptr (EtInvoice) invoice = NULL;
  int64_t order_id;

  test_shop_buy (shop, shop->ada, shop->solo);
  order_id = test_shop_get (shop, "SELECT id FROM orders");
  test_shop_exec (shop, "UPDATE offers SET price_cents = 1, name = 'Else', admits = 9");
  order = load_order (shop, order_id);
  invoice = et_invoice_load (shop->db, order_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (order->total_cents, ==, 5000);
  g_assert_cmpstr (ET_ORDER_LINE (order->items->pdata[0])->name, ==, "Ticket solo");
  g_assert_cmpint (invoice->total_cents, ==, 5000);
  g_assert_cmpstr (invoice->seller_name, ==, "Office");
  g_assert_cmpstr (invoice->order_code, ==, order->code);
}

static void
test_invoice_numbers_have_no_gap (TestShop *shop)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *year = g_date_time_format (now, "%Y");

  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *number = g_strdup_printf ("%s-%06d", year, i);
      g_autoptr (EtOrder) order = NULL;

      test_shop_buy (shop, shop->ada, shop->solo);
      order = load_order (shop, test_shop_get (shop, "SELECT MAX(id) FROM orders"));
      g_assert_cmpstr (order->invoice_number, ==, number);
    }
}

static void
test_an_empty_cart (TestShop *shop)
{
  g_autoptr (GError) error = refuse (shop, shop->ada, ET_NULL_INT64);

  g_assert_error (error, ET_ERROR, ET_ERROR_CART_EMPTY);
}

static void
test_the_second_checkout_finds_an_empty_cart (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;
  g_autoptr (GError) error = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  error = refuse (shop, shop->ada, ET_NULL_INT64);
  g_assert_error (error, ET_ERROR, ET_ERROR_CART_EMPTY);
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  g_assert_cmpuint (tickets->len, ==, 1);
}

static void
test_another_total (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  error = refuse (shop, shop->ada, 9999);
  g_assert_error (error, ET_ERROR, ET_ERROR_PRICE_CHANGED);
  g_assert_cmpstr (et_error_get_detail (error, "total"), ==, "100.00");
  g_assert_cmpstr (et_error_get_detail (error, "expected_total"), ==, "99.99");
  test_shop_assert_places (shop, 0, 2);
}

static void
test_the_last_place (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  shop->config->hold_minutes = 0;
  test_shop_put (shop, shop->bob, shop->solo, 2);
  test_shop_exec (shop, "UPDATE offers SET quota = 1 WHERE offer_type = 'solo'");
  error = refuse (shop, shop->bob, ET_NULL_INT64);
  g_assert_error (error, ET_ERROR, ET_ERROR_SOLD_OUT);
  g_assert_cmpstr (et_error_get_detail (error, "available"), ==, "1");
  test_shop_assert_places (shop, 0, 0);
}

static void
test_an_offer_withdrawn_meanwhile (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_exec (shop, "UPDATE offers SET is_active = 0");
  error = refuse (shop, shop->ada, ET_NULL_INT64);
  g_assert_error (error, ET_ERROR, ET_ERROR_OFFER_UNKNOWN);
  g_assert_cmpstr (et_error_get_detail (error, "offer"), ==, "Ticket solo");
}

static void
assert_not_sold (TestShop *shop, const char *card_number, EtErrorCode code)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (EtCart) cart = NULL;
  EtCartOwner ada = { shop->ada, 0 };
  int64_t order_id;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  et_checkout_pay (&checkout, shop->services.payment, card_number);
  g_assert_null (test_shop_finish_checkout (shop, &checkout));
  g_assert_error (checkout.refusal, ET_ERROR, (int) code);
  test_shop_assert_places (shop, 0, 2);
  cart = et_cart_load (shop->db, &ada, &order_id, NULL);
  g_assert_cmpint (order_id, ==, checkout.order.order_id);
  g_assert_cmpint (et_cart_count_tickets (cart), ==, 2);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM tickets"), ==, 0);
}

static void
test_a_declined_card_keeps_the_cart (TestShop *shop)
{
  assert_not_sold (shop, "4000000000000002", ET_ERROR_PAYMENT_DECLINED);
}

static void
test_an_unknown_card_is_declined (TestShop *shop)
{
  assert_not_sold (shop, "5555555555554444", ET_ERROR_PAYMENT_DECLINED);
}

static void
test_a_timeout_keeps_the_cart (TestShop *shop)
{
  assert_not_sold (shop, "4000000000009995", ET_ERROR_PAYMENT_TIMEOUT);
}

static void
test_nobody_knows_whether_it_was_paid (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;
  g_autoptr (GError) error = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  checkout.payment = ET_PAYMENT_UNKNOWN;
  test_shop_begin (shop);
  g_assert_false (et_checkout_finish (&checkout, shop->db, &shop->services, &tickets, &error));
  test_shop_rollback (shop);
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  test_shop_assert_places (shop, 0, 1); /* the recovery asks again */
}

static void
test_another_card_after_a_declined_one (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;

  assert_not_sold (shop, "4000000000000002", ET_ERROR_PAYMENT_DECLINED);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  et_checkout_pay (&checkout, shop->services.payment, "4242424242424242");
  tickets = test_shop_finish_checkout (shop, &checkout);
  g_assert_cmpuint (tickets->len, ==, 2);
  g_assert_cmpint (checkout.order.attempt, ==, 2);
}

static void
test_what_was_added_while_paying_stays (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (EtCart) cart = NULL;
  EtCartOwner ada = { shop->ada, 0 };
  int64_t order_id;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  test_shop_put (shop, shop->ada, shop->solo, 3);
  test_shop_put (shop, shop->ada, shop->duo, 1);
  et_checkout_pay (&checkout, shop->services.payment, "4000000000000002");
  g_assert_null (test_shop_finish_checkout (shop, &checkout));
  cart = et_cart_load (shop->db, &ada, &order_id, NULL);
  g_assert_cmpint (order_id, ==, checkout.order.order_id);
  g_assert_cmpint (cart->total_cents, ==, 3 * 5000 + 8500);
  test_shop_assert_places (shop, 0, 4);
}

static void
test_a_free_order_needs_no_payment (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;
  int64_t offer_id = test_shop_add_offer (shop, shop->event_id, "solo", 0, 5);

  test_shop_put (shop, shop->ada, offer_id, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  et_checkout_pay (&checkout, shop->services.payment, "4000000000000002");
  tickets = test_shop_finish_checkout (shop, &checkout);
  g_assert_cmpuint (tickets->len, ==, 1);
}

static void
test_only_steps_of_availability_are_told (TestShop *shop)
{
  static const char changes[] = "SELECT COUNT(*) FROM changes WHERE kind = 'offer'";

  for (int i = 0; i < 8; i++)
    test_shop_buy (shop, shop->ada, shop->solo);
  g_assert_cmpint (test_shop_get (shop, changes), ==, 0);
  test_shop_buy (shop, shop->ada, shop->solo); /* one of ten is left: few */
  g_assert_cmpint (test_shop_get (shop, changes), ==, 1);
  test_shop_buy (shop, shop->ada, shop->solo); /* sold out */
  g_assert_cmpint (test_shop_get (shop, changes), ==, 2);
}

static void
test_the_buyer_is_told (TestShop *shop)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT COUNT(*) FROM changes WHERE account_id = %" G_GINT64_FORMAT
      " AND kind IN ('order', 'ticket', 'cart')",
      shop->ada);

  test_shop_buy (shop, shop->ada, shop->solo);
  g_assert_cmpint (test_shop_get (shop, sql), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/checkout/purchase", test_a_purchase);
  test_shop_add ("/server/checkout/tickets", test_tickets_say_what_was_sold);
  test_shop_add ("/server/checkout/terms", test_an_order_keeps_its_terms);
  test_shop_add ("/server/checkout/invoices", test_invoice_numbers_have_no_gap);
  test_shop_add ("/server/checkout/empty", test_an_empty_cart);
  test_shop_add ("/server/checkout/twice", test_the_second_checkout_finds_an_empty_cart);
  test_shop_add ("/server/checkout/price-changed", test_another_total);
  test_shop_add ("/server/checkout/sold-out", test_the_last_place);
  test_shop_add ("/server/checkout/withdrawn", test_an_offer_withdrawn_meanwhile);
  test_shop_add ("/server/checkout/declined", test_a_declined_card_keeps_the_cart);
  test_shop_add ("/server/checkout/unknown-card", test_an_unknown_card_is_declined);
  test_shop_add ("/server/checkout/timeout", test_a_timeout_keeps_the_cart);
  test_shop_add ("/server/checkout/unknown-outcome", test_nobody_knows_whether_it_was_paid);
  test_shop_add ("/server/checkout/another-card", test_another_card_after_a_declined_one);
  test_shop_add ("/server/checkout/newer-cart", test_what_was_added_while_paying_stays);
  test_shop_add ("/server/checkout/free", test_a_free_order_needs_no_payment);
  test_shop_add ("/server/checkout/availability", test_only_steps_of_availability_are_told);
  test_shop_add ("/server/checkout/changes", test_the_buyer_is_told);
  return g_test_run ();
}

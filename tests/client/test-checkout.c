/* SPDX-License-Identifier: MIT */
/* Checkouts whose answer did not come, and what the next one makes of them. */
#include "client-shop.h"
#include "client/et-call.h"
#include "client/et-copy.h"

#define CHECKOUT "/api/cart/checkout/"
#define DECLINED "4000000000000002"

static gboolean
check_out (ClientShop *shop, const char *card, int64_t *ret_order_id, GError **error)
{
  return et_outbox_check_out (et_context_get_outbox (shop->context), card, ret_order_id, NULL, NULL,
                              error);
}

static void
assert_refused (ClientShop *shop, const char *card, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  g_assert_false (check_out (shop, card, &order_id, &error));
  g_assert_error (error, ET_ERROR, (int) code);
}

static int64_t
assert_paid (ClientShop *shop)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id = 0;

  check_out (shop, NULL, &order_id, &error);
  g_assert_no_error (error);
  return order_id;
}

static int64_t
count_paid (ClientShop *shop)
{
  return et_test_server_count (shop->server, "SELECT count(*) FROM orders WHERE state = 'paid'");
}

/* Two Solos, for which the program asks to pay; the answer does not come, and it ends. */
static void
interrupt (ClientShop *shop, const char *card, ClientFault fault)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_gateway_fail (shop->gateway, CHECKOUT, fault, G_MAXUINT);
  g_assert_false (check_out (shop, card, &order_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_OFFLINE);
  client_gateway_mend (shop->gateway);
  client_shop_restart_program (shop);
}

static void
change_price (ClientShop *shop)
{
  client_shop_stop_server (shop);
  client_shop_change_offer (shop, "price_cents = 6000, version = version + 1");
  client_shop_start_server (shop);
}

static void
buy_elsewhere (ClientShop *shop)
{
  g_autofree char *token = et_test_server_sign_in (shop->server, "zoe");

  et_test_server_expect (shop->server, "POST", CHECKOUT, token, "{}", 200, NULL);
}

static void
put_elsewhere (ClientShop *shop, int64_t offer_id, int quantity)
{
  g_autofree char *token = et_test_server_sign_in (shop->server, "zoe");
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%d,\"qty\":%d}", (int) offer_id,
                                           quantity);

  et_test_server_expect (shop->server, "POST", "/api/cart/update/", token, body, 200, NULL);
}

/* The person agreed to another total, and is asked again. */
static void
assert_asks_again (ClientShop *shop, const char *card)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtCart) cart = NULL;
  int64_t order_id;

  change_price (shop);
  g_assert_false (check_out (shop, card, &order_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_PRICE_CHANGED);
  g_assert_cmpstr (et_error_get_detail (error, "total_cents"), ==, "12000");
  g_assert_cmpstr (et_error_get_detail (error, "expected_total_cents"), ==, "10000");
  g_assert_cmpint (count_paid (shop), ==, 0);
  cart = et_cart_store_load (client_shop_get_store (shop), NULL);
  g_assert_cmpint (cart->total_cents, ==, 12000);

  assert_paid (shop);
  g_assert_cmpint (count_paid (shop), ==, 1);
}

static void
test_new_price (ClientShop *shop, gconstpointer data)
{
  interrupt (shop, NULL, CLIENT_FAULT_CUT_BEFORE);
  assert_asks_again (shop, NULL);
}

static void
test_new_price_and_other_card (ClientShop *shop, gconstpointer data)
{
  interrupt (shop, DECLINED, CLIENT_FAULT_HALF);
  assert_asks_again (shop, NULL);
}

static void
test_purchase_elsewhere (ClientShop *shop, gconstpointer data)
{
  interrupt (shop, NULL, CLIENT_FAULT_CUT_BEFORE);
  buy_elsewhere (shop);
  assert_refused (shop, NULL, ET_ERROR_CART_EMPTY);
  g_assert_cmpint (count_paid (shop), ==, 1);
}

/* What was bought elsewhere is not what this program tried to buy. */
static void
test_purchase_elsewhere_and_new_cart (ClientShop *shop, gconstpointer data)
{
  int64_t order_id;

  interrupt (shop, NULL, CLIENT_FAULT_CUT_BEFORE);
  buy_elsewhere (shop);
  client_shop_set_cart (shop, shop->solo, 0);
  client_shop_set_cart (shop, shop->duo, 1);
  assert_refused (shop, NULL, ET_ERROR_PRICE_CHANGED);
  g_assert_cmpint (count_paid (shop), ==, 1);
  order_id = assert_paid (shop);
  g_assert_cmpint (order_id, ==,
                   et_test_server_count (shop->server, "SELECT max(order_id) FROM tickets"));
  g_assert_cmpint (count_paid (shop), ==, 2);
}

/* The key is asked what came of it; a cart that was begun since stays. */
static void
test_lost_answer_and_new_cart (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx1", (int) shop->duo);
  int64_t order_id;

  interrupt (shop, NULL, CLIENT_FAULT_HALF);
  put_elsewhere (shop, shop->duo, 1);
  order_id = assert_paid (shop);
  g_assert_cmpint (
      order_id, ==,
      et_test_server_count (shop->server, "SELECT id FROM orders WHERE state = 'paid'"));
  client_shop_assert_cart (shop, expected);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

/* A table of checkouts that can be written, but not read. */
static gpointer
break_checkouts (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db,
                     "DROP TABLE checkouts;"
                     "CREATE VIEW checkouts AS SELECT abs(-9223372036854775807 - 1) AS request_key,"
                     " 1 AS order_id, 1 AS total_cents, 1 AS created_at;"
                     "CREATE TRIGGER keep INSTEAD OF INSERT ON checkouts BEGIN SELECT 1; END;"
                     "CREATE TRIGGER lose INSTEAD OF DELETE ON checkouts BEGIN SELECT 1; END;",
                     error)
             ? ET_DONE
             : NULL;
}

/* A store that fails is not one without an earlier checkout. */
static void
test_unreadable_checkout (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  et_store_run (client_shop_get_store (shop), break_checkouts, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_refused (shop, NULL, ET_ERROR_INTERNAL);
  g_assert_cmpuint (client_request_log_count (client_gateway_get_log (shop->gateway), CHECKOUT), ==,
                    0);
}

static void
test_senseless_answer (ClientShop *shop, gconstpointer data)
{
  static const char *const answers[] = {
    "{\"ok\":true,\"order_id\":1,\"tickets\":[\"1\"]}",
    "{\"ok\":true,\"order_id\":1,\"tickets\":[1,{}]}",
    "{\"ok\":true,\"order_id\":1,\"tickets\":[null]}",
    "{\"ok\":true,\"order_id\":1,\"tickets\":7}",
    "{\"ok\":true,\"order_id\":\"1\",\"tickets\":[1]}",
  };

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      client_gateway_set_answer (shop->gateway, CHECKOUT, 200, "application/json", answers[i]);
      assert_refused (shop, NULL, ET_ERROR_BAD_ANSWER);
    }
  client_gateway_mend (shop->gateway);
  assert_paid (shop);
  g_assert_cmpint (count_paid (shop), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/checkout/" path, ClientShop, NULL, client_shop_set_up_behind_gateway, test, \
              client_shop_tear_down)
  ADD ("new-price", test_new_price);
  ADD ("new-price-and-other-card", test_new_price_and_other_card);
  ADD ("purchase-elsewhere", test_purchase_elsewhere);
  ADD ("purchase-elsewhere-and-new-cart", test_purchase_elsewhere_and_new_cart);
  ADD ("lost-answer-and-new-cart", test_lost_answer_and_new_cart);
  ADD ("unreadable-checkout", test_unreadable_checkout);
  ADD ("senseless-answer", test_senseless_answer);
#undef ADD
  return g_test_run ();
}

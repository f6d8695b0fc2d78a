/* SPDX-License-Identifier: MIT */
#include "server/repo/et-guards.h"
#include "server/service/et-refund.h"
#include "test-shop.h"

/* When an offer is on sale, and how many of its tickets an order and an account may have. */

static void
set_rule (TestShop *shop, const char *member, int64_t value)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE offers SET %s = %" G_GINT64_FORMAT
                                          " WHERE id = %" G_GINT64_FORMAT,
                                          member, value, shop->solo);

  test_shop_exec (shop, sql);
}

/* What the row says at a moment about a line of @quantity tickets. */
static gboolean
ask (TestShop *shop, int64_t quantity, int64_t now)
{
  EtPlacesClaim claim = { shop->solo, quantity, quantity, now };
  g_autoptr (GError) error = NULL;
  gboolean is_taken;

  test_shop_begin (shop);
  et_guard_take_places (shop->db, &claim, &is_taken, &error);
  g_assert_no_error (error);
  test_shop_rollback (shop);
  return is_taken;
}

static GError *
refuse_to_add (TestShop *shop, EtCartOwner owner, int64_t quantity)
{
  EtCartWish wish = { shop->solo, quantity };
  GError *error = NULL;
  int64_t order_id;

  test_shop_begin (shop);
  g_assert_false (et_cart_add (shop->db, shop->config, &owner, &wish, &order_id, &error));
  test_shop_rollback (shop);
  return error;
}

static GError *
refuse_to_hold (TestShop *shop)
{
  GError *error = NULL;

  test_shop_begin (shop);
  g_assert_false (et_cart_hold (shop->db, shop->config, shop->ada, &error));
  test_shop_rollback (shop);
  return error;
}

static GError *
refuse_to_sell (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  GError *error = NULL;

  test_shop_begin (shop);
  g_assert_false (
      et_checkout_begin (&checkout, shop->db, shop->config, shop->ada, ET_NULL_INT64, &error));
  test_shop_rollback (shop);
  return error;
}

static void
assert_refused (GError *error, EtErrorCode code, const char *detail, const char *value)
{
  g_autoptr (GError) owned = error;

  g_assert_error (owned, ET_ERROR, (int) code);
  g_assert_cmpstr (et_error_get_detail (owned, detail), ==, value);
  g_assert_cmpstr (et_error_get_detail (owned, "offer"), ==, "Ticket solo");
}

static void
test_a_sale_begins (TestShop *shop)
{
  set_rule (shop, "sale_starts", 1000);
  g_assert_false (ask (shop, 1, 999));
  g_assert_true (ask (shop, 1, 1000));
}

static void
test_a_sale_ends (TestShop *shop)
{
  set_rule (shop, "sale_ends", 1000);
  g_assert_true (ask (shop, 1, 999));
  g_assert_false (ask (shop, 1, 1000));
}

static void
test_an_order_has_a_maximum (TestShop *shop)
{
  set_rule (shop, "max_per_order", 3);
  g_assert_true (ask (shop, 3, 1000));
  g_assert_false (ask (shop, 4, 1000));
}

static void
test_before_the_sale (TestShop *shop)
{
  int64_t starts = et_time_now () + ET_HOUR;
  g_autofree char *time = et_time_to_iso (starts / 1000 * 1000);

  set_rule (shop, "sale_starts", starts / 1000 * 1000);
  assert_refused (refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 1), ET_ERROR_NOT_ON_SALE,
                  "sale_starts", time);
  assert_refused (refuse_to_add (shop, (EtCartOwner){ 0, 1 }, 1), ET_ERROR_NOT_ON_SALE,
                  "sale_starts", time);
}

/* The hold was taken in time, but that is no purchase. */
static void
test_after_the_sale (TestShop *shop)
{
  test_shop_put (shop, shop->ada, shop->solo, 2);
  set_rule (shop, "sale_ends", 86400000);
  assert_refused (refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 1), ET_ERROR_NOT_ON_SALE,
                  "sale_ends", "1970-01-02T00:00:00Z");
  assert_refused (refuse_to_hold (shop), ET_ERROR_NOT_ON_SALE, "sale_ends", "1970-01-02T00:00:00Z");
  assert_refused (refuse_to_sell (shop), ET_ERROR_NOT_ON_SALE, "sale_ends", "1970-01-02T00:00:00Z");
  test_shop_assert_places (shop, 0, 2);
}

/* People read the time in words. */
static void
test_a_refusal_says_when (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  set_rule (shop, "sale_ends", 86400000);
  error = refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 1);
  sentence = et_error_fill_sentence (error, error->message, "en");
  g_assert_cmpstr (sentence, ==, "The sale of “Ticket solo” ended on Fri 2 Jan 1970, 00:00 UTC");
}

/* The sale ends between the look and the write: the row decides. */
static void
test_a_sale_that_ends_meanwhile (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_auto (EtSale) sale = { 0 };
  int64_t order_id;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  order_id = test_shop_get (shop, "SELECT id FROM orders");
  set_rule (shop, "sale_ends", et_time_now () + 30);
  while (et_time_now () < test_shop_get (shop, "SELECT sale_ends FROM offers WHERE quota = 10"))
    {
      et_sale_clear (&sale);
      g_assert_true (et_sale_repo_load (shop->db, order_id, &sale, NULL));
      g_usleep (1000);
    }
  g_assert_false (ask (shop, 2, et_time_now ()));
  error = refuse_to_sell (shop);
  g_assert_error (error, ET_ERROR, ET_ERROR_NOT_ON_SALE);
}

static void
test_one_order_may_have_so_many (TestShop *shop)
{
  set_rule (shop, "max_per_order", 3);
  test_shop_put (shop, shop->ada, shop->solo, 3);
  assert_refused (refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 1), ET_ERROR_TOO_MANY_TICKETS,
                  "limit", "3");
  assert_refused (refuse_to_add (shop, (EtCartOwner){ 0, 1 }, 4), ET_ERROR_TOO_MANY_TICKETS,
                  "limit", "3");
}

static void
test_a_maximum_that_is_lowered_holds_at_the_checkout (TestShop *shop)
{
  test_shop_put (shop, shop->ada, shop->solo, 3);
  set_rule (shop, "max_per_order", 2);
  assert_refused (refuse_to_sell (shop), ET_ERROR_TOO_MANY_TICKETS, "limit", "2");
}

static void
test_an_account_may_have_so_many (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;

  set_rule (shop, "max_per_account", 4);
  test_shop_put (shop, shop->ada, shop->solo, 3);
  assert_refused (refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 2), ET_ERROR_ACCOUNT_LIMIT,
                  "available", "4"); /* in this cart */
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  assert_refused (refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 2), ET_ERROR_ACCOUNT_LIMIT,
                  "available", "1"); /* beside the order that is being paid */
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  assert_refused (refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 2), ET_ERROR_ACCOUNT_LIMIT,
                  "available", "1"); /* beside the tickets */
  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_put (shop, shop->bob, shop->solo, 4);
}

static void
test_refunded_tickets_do_not_count (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtInvoice) note = NULL;
  EtRefund refund = { .reason = "Ill", .end_state = "refunded", .actor_id = shop->sam };

  set_rule (shop, "max_per_account", 1);
  test_shop_buy (shop, shop->ada, shop->solo);
  refund.order_id = test_shop_get (shop, "SELECT id FROM orders");
  assert_refused (refuse_to_add (shop, (EtCartOwner){ shop->ada, 0 }, 1), ET_ERROR_ACCOUNT_LIMIT,
                  "available", "0");
  test_shop_begin (shop);
  note = et_refund_carry_out (shop->db, &refund, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  test_shop_put (shop, shop->ada, shop->solo, 1);
}

/* Without holds it is the checkout that counts. */
static void
test_an_account_without_holds (TestShop *shop)
{
  shop->config->hold_minutes = 0;
  set_rule (shop, "max_per_account", 2);
  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_put (shop, shop->ada, shop->solo, 2);
  assert_refused (refuse_to_sell (shop), ET_ERROR_ACCOUNT_LIMIT, "available", "1");
  test_shop_assert_places (shop, 1, 0);
}

/* What the account may not have is given back whole. */
static void
test_what_is_over_the_maximum_is_not_held (TestShop *shop)
{
  EtCartWish wish = { shop->solo, 3 };
  g_autoptr (GError) error = NULL;

  test_shop_exec (shop, "UPDATE events SET capacity = 5");
  set_rule (shop, "max_per_account", 2);
  test_shop_begin (shop);
  et_cart_adopt (shop->db, shop->config, shop->ada, 0, &wish, 1, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  g_assert_cmpint (test_shop_get (shop, "SELECT quantity FROM order_lines"), ==, 3);
  test_shop_assert_places (shop, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT taken FROM events"), ==, 0);
  assert_refused (refuse_to_hold (shop), ET_ERROR_ACCOUNT_LIMIT, "available", "2");
}

static void
test_a_cart_brings_what_is_on_sale (TestShop *shop)
{
  EtCartWish wishes[] = { { shop->solo, 5 }, { shop->duo, 1 } };
  g_autoptr (GError) error = NULL;

  set_rule (shop, "max_per_order", 2);
  test_shop_exec (shop, "UPDATE offers SET sale_ends = 1000 WHERE offer_type = 'duo'");
  test_shop_begin (shop);
  et_cart_adopt (shop->db, shop->config, shop->ada, 0, wishes, 2, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  g_assert_cmpint (test_shop_get (shop, "SELECT SUM(quantity) FROM order_lines"), ==, 2);
}

static void
add (const char *name, TestShopFunc func)
{
  g_autofree char *path = g_strconcat ("/server/sale-rules/", name, NULL);

  test_shop_add (path, func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("begins", test_a_sale_begins);
  add ("ends", test_a_sale_ends);
  add ("order", test_an_order_has_a_maximum);
  add ("before", test_before_the_sale);
  add ("after", test_after_the_sale);
  add ("words", test_a_refusal_says_when);
  add ("meanwhile", test_a_sale_that_ends_meanwhile);
  add ("order-maximum", test_one_order_may_have_so_many);
  add ("lowered", test_a_maximum_that_is_lowered_holds_at_the_checkout);
  add ("account-maximum", test_an_account_may_have_so_many);
  add ("refunded", test_refunded_tickets_do_not_count);
  add ("without-holds", test_an_account_without_holds);
  add ("over", test_what_is_over_the_maximum_is_not_held);
  add ("adopted", test_a_cart_brings_what_is_on_sale);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "server/repo/et-guards.h"
#include "server/repo/et-order-repo.h"
#include "server/service/et-checkout-recovery.h"
#include "server/service/et-refund.h"
#include "test-shop.h"

#define PURCHASE_KEY "sixteen letters."

/* Which states an order goes through: each way from each state is tried with the guard that leads
 * there. */
static const char *const states[] = { "cart",    "pending",   "paid",     "failed",
                                      "expired", "cancelled", "refunded", NULL };

static gboolean
is_expected (const char *from, const char *to)
{
  static const char *const allowed[] = { "cart>pending",
                                         "pending>paid",
                                         "pending>cart",
                                         "pending>expired",
                                         "paid>refunded",
                                         "paid>cancelled",
                                         NULL };
  g_autofree char *way = g_strconcat (from, ">", to, NULL);

  return g_strv_contains (allowed, way);
}

/* Tries to bring the order from its state to another one by @func's guard. */
static gboolean
claim (TestShop *shop, int64_t order_id, const char *to)
{
  g_autoptr (GError) error = NULL;
  int64_t claimed_id;

  et_guard_claim_cart (shop->db, shop->ada, 5, &claimed_id, &error);
  g_assert_no_error (error);
  g_assert_true (claimed_id == 0 || claimed_id == order_id);
  return claimed_id != 0;
}

static gboolean
settle (TestShop *shop, int64_t order_id, const char *to)
{
  EtPendingOrder order = { .order_id = order_id, .attempt = 1, .purchase_key = PURCHASE_KEY };
  EtSettlement settlement = { &order, to, NULL, ET_NULL_INT64 };
  g_autoptr (GError) error = NULL;
  gboolean is_settled;

  et_guard_settle_order (shop->db, &settlement, &is_settled, &error);
  g_assert_no_error (error);
  return is_settled;
}

static gboolean
end (TestShop *shop, int64_t order_id, const char *to)
{
  g_autoptr (GError) error = NULL;
  gboolean is_ended;

  et_guard_end_order (shop->db, order_id, to, &is_ended, &error);
  g_assert_no_error (error);
  return is_ended;
}

/* Returns: how many of the three guards moved the order. */
static guint
count_ways (TestShop *shop, int64_t order_id, const char *from, const char *to)
{
  static gboolean (*const guards[]) (TestShop *, int64_t, const char *) = { claim, settle, end };
  g_autofree char *reset = g_strdup_printf ("UPDATE orders SET state = '%s', payment_attempt = 1, "
                                            "purchase_key = CAST('" PURCHASE_KEY
                                            "' AS BLOB) WHERE id = %" G_GINT64_FORMAT,
                                            from, order_id);
  g_autofree char *reached = g_strdup_printf ("SELECT COUNT(*) FROM orders WHERE state = '%s'", to);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (guards); i++)
    {
      if (guards[i] == claim && !g_str_equal (to, "pending"))
        continue;
      test_shop_begin (shop);
      test_shop_exec (shop, reset);
      if (guards[i](shop, order_id, to))
        {
          n++;
          g_assert_cmpint (test_shop_get (shop, reached), ==, 1);
        }
      test_shop_rollback (shop);
    }
  return n;
}

static void
test_every_way (TestShop *shop)
{
  int64_t order_id;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  order_id = test_shop_get (shop, "SELECT id FROM orders");
  for (const char *const *from = states; *from != NULL; from++)
    for (const char *const *to = states; *to != NULL; to++)
      {
        guint n = count_ways (shop, order_id, *from, *to);

        g_test_message ("%s to %s: %u", *from, *to, n);
        g_assert_cmpuint (n, ==, is_expected (*from, *to) ? 1 : 0);
      }
}

/* An order whose payment is another's attempt stays, also one that has the same number. */
static void
test_another_attempt (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  EtPendingOrder order;
  EtSettlement late = { &order, "expired", NULL, ET_NULL_INT64 };
  gboolean is_settled;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  order = checkout.order;
  order.attempt++;
  g_assert_true (et_guard_settle_order (shop->db, &late, &is_settled, NULL));
  g_assert_false (is_settled);
  order = checkout.order;
  order.purchase_key[0] ^= 1;
  g_assert_true (et_guard_settle_order (shop->db, &late, &is_settled, NULL));
  g_assert_false (is_settled);
}

/* A paid order with a ticket that is not refunded stays paid. */
static void
test_a_part_that_is_refunded (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  gboolean is_ended;

  test_shop_buy (shop, shop->ada, shop->solo);
  g_assert_true (et_guard_end_order (shop->db, test_shop_get (shop, "SELECT id FROM orders"),
                                     "refunded", &is_ended, &error));
  g_assert_no_error (error);
  g_assert_false (is_ended);
}

static void
add (const char *name, TestShopFunc func)
{
  g_autofree char *path = g_strconcat ("/server/order-states/", name, NULL);

  test_shop_add (path, func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("ways", test_every_way);
  add ("attempt", test_another_attempt);
  add ("part", test_a_part_that_is_refunded);
  return g_test_run ();
}

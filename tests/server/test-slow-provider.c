/* SPDX-License-Identifier: MIT */
#include "server/commands/et-upkeep.h"
#include "server/service/et-refund.h"
#include "test-shop.h"

/* A payment provider that does not come back, and the rest of what a server does by itself. */

static const char held[] = "SELECT COUNT(*) FROM orders WHERE state = 'cart' AND "
                           "held_until IS NOT NULL";

typedef struct
{
  EtPaymentProvider provider;
  gint is_asked, is_released; /* atomic */
} HangingPayment;

static void
hang (HangingPayment *self)
{
  g_atomic_int_set (&self->is_asked, TRUE);
  while (!g_atomic_int_get (&self->is_released))
    g_usleep (1000);
}

static EtPaymentState
hang_in_cancel (EtPaymentProvider *provider, int64_t order_id, int64_t attempt)
{
  hang ((HangingPayment *) provider);
  return ET_PAYMENT_UNKNOWN;
}

static gboolean
hang_in_refund (EtPaymentProvider *provider,
                int64_t order_id,
                int64_t attempt,
                int64_t refund_id,
                int64_t cents,
                GError **error)
{
  hang ((HangingPayment *) provider);
  return TRUE;
}

static void
wait_until_asked (HangingPayment *payment)
{
  int64_t end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!g_atomic_int_get (&payment->is_asked))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
    }
}

/* The time of all holds is over. */
static gboolean
make_holds_old (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db, "UPDATE orders SET held_until = 1 WHERE state = 'cart'", error);
}

static void
wait_for_holds (TestShop *shop)
{
  int64_t end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (test_shop_get (shop, held) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10000);
    }
}

/* The server starts, and the holds are ended, while the provider hangs; @shop reads only meanwhile. */
static void
run_upkeep (TestShop *shop, HangingPayment *payment)
{
  EtServices services = shop->services;
  g_autoptr (EtSessionCache) sessions = et_session_cache_new (16);
  g_autoptr (GError) error = NULL;
  EtWriter *writer = et_writer_new (g_steal_pointer (&shop->db), 16, 16);
  EtUpkeep *upkeep;

  payment->provider = (EtPaymentProvider){ .cancel = hang_in_cancel, .refund = hang_in_refund };
  services.payment = &payment->provider;
  services.session_cache = sessions;
  shop->db = et_db_open (shop->url, ET_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  upkeep = et_upkeep_new (&services, writer, &error);
  g_assert_no_error (error);

  wait_until_asked (payment);
  g_assert_cmpint (test_shop_get (shop, held), ==, 1);
  g_assert_true (et_writer_run (writer, make_holds_old, NULL, &error));
  wait_for_holds (shop);
  g_assert_false (g_atomic_int_get (&payment->is_released));

  g_atomic_int_set (&payment->is_released, TRUE);
  et_upkeep_free (upkeep);
  et_db_close (shop->db);
  et_writer_free (writer);
  shop->db = et_db_open (shop->url, ET_DB_READ_WRITE, &error);
  g_assert_no_error (error);
}

static void
test_a_refund_hangs (TestShop *shop)
{
  HangingPayment payment = { 0 };
  g_autoptr (EtInvoice) note = NULL;
  EtRefund wish = { .actor_id = shop->sam, .reason = "Ill", .end_state = "refunded" };

  test_shop_buy (shop, shop->ada, shop->solo);
  wish.order_id = test_shop_get (shop, "SELECT id FROM orders WHERE state = 'paid'");
  test_shop_begin (shop);
  note = et_refund_carry_out (shop->db, &wish, NULL);
  test_shop_commit (shop);
  test_shop_put (shop, shop->bob, shop->solo, 1);
  run_upkeep (shop, &payment);
  g_assert_cmpint (
      test_shop_get (shop, "SELECT COUNT(*) FROM credit_notes WHERE returned_at IS NULL"), ==, 0);
}

static void
test_a_recovery_hangs (TestShop *shop)
{
  HangingPayment payment = { 0 };
  g_auto (EtCheckout) checkout = { 0 };

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  test_shop_exec (shop, "UPDATE orders SET pending_at = 1 WHERE state = 'pending'");
  test_shop_put (shop, shop->bob, shop->solo, 1);
  run_upkeep (shop, &payment);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders WHERE state = 'pending'"), ==,
                   1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/slow-provider/refund", test_a_refund_hangs);
  test_shop_add ("/server/slow-provider/recovery", test_a_recovery_hangs);
  return g_test_run ();
}

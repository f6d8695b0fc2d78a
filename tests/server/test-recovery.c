/* SPDX-License-Identifier: MIT */
#include "server/db/et-writer.h"
#include "server/repo/et-order-repo.h"
#include "server/service/et-checkout-recovery.h"
#include "server/service/et-idempotency.h"
#include "test-shop.h"

/* A provider that knows one answer for whatever it is asked. */
typedef struct
{
  EtPaymentProvider provider;
  EtPaymentState state;
} FixedPayment;

static EtPaymentState
answer_fixed (EtPaymentProvider *provider, int64_t order_id, int64_t attempt)
{
  return ((FixedPayment *) provider)->state;
}

static void
keep (EtPaymentProvider *provider)
{
}

/* Runs the recovery as the server does after a crash. Returns: how many orders it settled. */
static guint
recover (TestShop *shop, EtPaymentState state)
{
  FixedPayment fixed = { { .cancel = answer_fixed, .free = keep }, state };
  EtServices services = shop->services;
  g_autoptr (GError) error = NULL;
  EtWriter *writer;
  EtDb *reader;
  guint n_settled;

  services.payment = &fixed.provider;
  writer = et_writer_new (g_steal_pointer (&shop->db), 16, 16);
  reader = et_db_open (shop->url, ET_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  et_checkout_recover (&services, reader, writer, et_time_now () + ET_SECOND, &n_settled, &error);
  g_assert_no_error (error);
  et_db_close (reader);
  et_writer_free (writer);
  shop->db = et_db_open (shop->url, ET_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  return n_settled;
}

static void
cut_off (TestShop *shop, EtIdempotencyKey *key)
{
  g_auto (EtCheckout) checkout = { .request_key = "once" };
  g_auto (EtStoredAnswer) answer = { 0 };

  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  et_idempotency_key_init (key, "once", shop->ada, 0, NULL);
  et_idempotency_key_digest (key, "POST", "/api/cart/checkout", NULL);
  test_shop_begin (shop);
  g_assert_true (et_idempotency_recall (shop->db, key, &answer, NULL));
  test_shop_commit (shop);
}

static void
test_a_paid_order_is_finished_after_a_crash (TestShop *shop)
{
  g_auto (EtStoredAnswer) answer = { 0 };
  EtIdempotencyKey key;

  cut_off (shop, &key);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_PAID), ==, 1);
  test_shop_assert_places (shop, 2, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM tickets"), ==, 2);
  g_assert_true (et_idempotency_recall (shop->db, &key, &answer, NULL));
  g_assert_cmpint (answer.status, ==, 200);
}

/* Who comes again begins anew. */
static void
assert_forgotten (TestShop *shop, const EtIdempotencyKey *key)
{
  g_auto (EtStoredAnswer) answer = { 0 };

  test_shop_begin (shop);
  g_assert_true (et_idempotency_recall (shop->db, key, &answer, NULL));
  g_assert_cmpint (answer.status, ==, 0);
  test_shop_rollback (shop);
}

static void
test_an_unpaid_order_becomes_a_cart_after_a_crash (TestShop *shop)
{
  EtIdempotencyKey key;

  cut_off (shop, &key);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_NOT_PAID), ==, 1);
  test_shop_assert_places (shop, 0, 2);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders WHERE state = 'cart'"), ==, 1);
  assert_forgotten (shop, &key);
}

/* The checkout began so long ago that nobody waits for it. */
static void
cut_off_long_ago (TestShop *shop, EtIdempotencyKey *key)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE orders SET pending_at = %" G_GINT64_FORMAT,
                                          et_time_now () - 30 * ET_MINUTE);

  cut_off (shop, key);
  test_shop_exec (shop, sql);
}

static int64_t
count_in_state (TestShop *shop, const char *state)
{
  g_autofree char *sql = g_strdup_printf ("SELECT COUNT(*) FROM orders WHERE state = '%s'", state);

  return test_shop_get (shop, sql);
}

static void
test_an_order_expires (TestShop *shop)
{
  g_autoptr (GPtrArray) orders = NULL;
  EtIdempotencyKey key;

  cut_off_long_ago (shop, &key);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_NOT_PAID), ==, 1);
  test_shop_assert_places (shop, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT SUM(taken) FROM events"), ==, 0);
  g_assert_cmpint (count_in_state (shop, "cart"), ==, 0);
  orders = et_order_repo_list_of_account (shop->db, shop->ada, NULL);
  g_assert_cmpuint (orders->len, ==, 1);
  g_assert_cmpstr (ET_ORDER (orders->pdata[0])->state, ==, "expired");
  g_assert_cmpint (ET_ORDER (orders->pdata[0])->total_cents, ==, 10000);
  assert_forgotten (shop, &key);
}

/* A charge is never lost, however late it is known. */
static void
test_a_charged_order_never_expires (TestShop *shop)
{
  EtIdempotencyKey key;

  cut_off_long_ago (shop, &key);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_UNKNOWN), ==, 0);
  g_assert_cmpint (count_in_state (shop, "pending"), ==, 1);
  test_shop_assert_places (shop, 0, 2);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_PAID), ==, 1);
  g_assert_cmpint (count_in_state (shop, "paid"), ==, 1);
  test_shop_assert_places (shop, 2, 0);
}

/* What the buyer has put into a cart meanwhile is another order. */
static void
test_a_cart_outlives_the_order_that_expires (TestShop *shop)
{
  EtIdempotencyKey key;

  cut_off_long_ago (shop, &key);
  test_shop_put (shop, shop->ada, shop->duo, 1);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_NOT_PAID), ==, 1);
  g_assert_cmpint (count_in_state (shop, "cart"), ==, 1);
  g_assert_cmpint (count_in_state (shop, "expired"), ==, 1);
  g_assert_cmpint (test_shop_get (shop, "SELECT held FROM offers WHERE offer_type = 'duo'"), ==, 1);
  g_assert_cmpint (test_shop_get (shop, "SELECT held FROM offers WHERE offer_type = 'solo'"), ==,
                   0);
}

static void
test_an_order_waits_while_the_provider_is_silent (TestShop *shop)
{
  EtIdempotencyKey key;

  cut_off (shop, &key);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_UNKNOWN), ==, 0);
  test_shop_assert_places (shop, 0, 2);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_NOT_PAID), ==, 1);
}

static void
test_the_late_finish_of_a_recovered_order (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  g_assert_cmpuint (recover (shop, ET_PAYMENT_PAID), ==, 1);
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  g_assert_cmpuint (tickets->len, ==, 1);
  test_shop_assert_places (shop, 1, 0);
}

/* Begins a checkout whose request does not learn of it, and has it ended as never paid.
 * @is_other: the begin that the request knows of was lost, and this is the buyer's next. */
static void
end_left (TestShop *shop, gboolean is_other)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GError) error = NULL;
  EtUnfinishedCheckout left = { .payment = ET_PAYMENT_NOT_PAID };
  EtWriter *writer;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  left.order = checkout.order;
  if (is_other)
    left.order.purchase_key[0] ^= 1;
  et_unfinished_add (shop->services.unfinished, &left);
  writer = et_writer_new (g_steal_pointer (&shop->db), 16, 16);
  et_checkout_finish_left (&shop->services, writer, &error);
  g_assert_no_error (error);
  et_writer_free (writer);
  shop->db = et_db_open (shop->url, ET_DB_READ_WRITE, &error);
  g_assert_no_error (error);
}

static void
test_a_begin_without_payment_is_ended (TestShop *shop)
{
  end_left (shop, FALSE);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders WHERE state = 'cart'"), ==, 1);
}

static void
test_the_next_begin_is_not_ended (TestShop *shop)
{
  end_left (shop, TRUE);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders WHERE state = 'pending'"), ==,
                   1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/recovery/paid", test_a_paid_order_is_finished_after_a_crash);
  test_shop_add ("/server/recovery/unpaid", test_an_unpaid_order_becomes_a_cart_after_a_crash);
  test_shop_add ("/server/recovery/later", test_an_order_waits_while_the_provider_is_silent);
  test_shop_add ("/server/recovery/expires", test_an_order_expires);
  test_shop_add ("/server/recovery/charged", test_a_charged_order_never_expires);
  test_shop_add ("/server/recovery/newer-cart", test_a_cart_outlives_the_order_that_expires);
  test_shop_add ("/server/recovery/late-finish", test_the_late_finish_of_a_recovered_order);
  test_shop_add ("/server/recovery/without-payment", test_a_begin_without_payment_is_ended);
  test_shop_add ("/server/recovery/next-begin", test_the_next_begin_is_not_ended);
  return g_test_run ();
}

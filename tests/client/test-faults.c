/* SPDX-License-Identifier: MIT */
#include "client-shop.h"
#include "client/et-call.h"
#include "client/et-copy.h"

#define CHECKOUT "/api/cart/checkout/"
#define UPDATE "/api/cart/update/"
#define SYNC "/api/sync/"

/* Faults that end with a second attempt. */
static const struct
{
  const char *name;
  ClientFault fault;
  EtErrorCode code;
} faults[] = {
  { "cut-before", CLIENT_FAULT_CUT_BEFORE, ET_ERROR_OFFLINE },
  { "cut-after", CLIENT_FAULT_CUT_AFTER, ET_ERROR_OFFLINE },
  { "half", CLIENT_FAULT_HALF, ET_ERROR_OFFLINE },
  { "cut-json", CLIENT_FAULT_CUT_JSON, ET_ERROR_BAD_ANSWER },
  { "web-page", CLIENT_FAULT_WEB_PAGE, ET_ERROR_BAD_ANSWER },
  { "redirect", CLIENT_FAULT_REDIRECT, ET_ERROR_BAD_ANSWER },
  { "status-500", CLIENT_FAULT_500, ET_ERROR_UNAVAILABLE },
  { "status-503", CLIENT_FAULT_503, ET_ERROR_UNAVAILABLE },
  { "silence", CLIENT_FAULT_SILENCE, ET_ERROR_OFFLINE },
};

static void
sign_up (ClientShop *shop)
{
  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
}

static gboolean
check_out (ClientShop *shop, const char *card, int64_t *ret_order_id, GError **error)
{
  g_autoptr (GArray) tickets = NULL;

  if (!et_outbox_check_out (et_context_get_outbox (shop->context), card, ret_order_id, &tickets,
                            NULL, error))
    return FALSE;
  g_assert_cmpuint (tickets->len, ==, 2);
  return TRUE;
}

/* Until it is mended: libsoup repeats a request with a key by itself when an idle connection turns
 * out to be dead. */
static void
break_down (ClientShop *shop, const char *path, ClientFault fault)
{
  if (fault == CLIENT_FAULT_SILENCE)
    et_remote_set_patience (et_context_get_remote (shop->context), 1);
  client_gateway_fail (shop->gateway, path, fault, G_MAXUINT);
}

static int64_t
count_on_server (ClientShop *shop, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s%s", table,
                                          g_str_equal (table, "orders") ? " WHERE state='paid'"
                                                                        : "");

  return et_test_server_count (shop->server, sql);
}

static void
test_edit (ClientShop *shop, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *expected = g_strdup_printf ("%dx2 %dx1", (int) shop->solo, (int) shop->duo);

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_set_cart (shop, shop->duo, 1);
  break_down (shop, UPDATE, faults[i].fault);
  client_shop_fail_to_sync (shop, faults[i].code);
  client_gateway_mend (shop->gateway);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 2);
  client_shop_assert_cart (shop, expected);

  client_shop_restart_program (shop);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
  client_shop_assert_server_cart (shop, "zoe", expected);
  client_shop_assert_cart (shop, expected);
  g_assert_cmpuint (client_request_log_count_keys (client_gateway_get_log (shop->gateway), UPDATE),
                    ==, 2);
}

static void
test_checkout (ClientShop *shop, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  int64_t order_id = 0;

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  break_down (shop, CHECKOUT, faults[i].fault);
  g_assert_false (check_out (shop, "4242424242424242", &order_id, &error));
  g_assert_error (error, ET_ERROR, (int) faults[i].code);
  client_gateway_mend (shop->gateway);

  client_shop_restart_program (shop);
  g_clear_error (&error);
  check_out (shop, "4242424242424242", &order_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 1);
  g_assert_cmpint (count_on_server (shop, "tickets"), ==, 2);
  g_assert_cmpuint (
      client_request_log_count_keys (client_gateway_get_log (shop->gateway), CHECKOUT), ==, 1);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
  client_shop_assert_cart (shop, "");
}

/* A page that does not come whole changes nothing, and comes again. */
static void
test_page (ClientShop *shop, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  sign_up (shop);
  client_shop_buy (shop, shop->solo, 2);
  client_shop_restart_program (shop);
  break_down (shop, SYNC, faults[i].fault);
  client_shop_fail_to_sync (shop, faults[i].code);
  client_gateway_mend (shop->gateway);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
}

static void
test_edit_that_comes_twice (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx2", (int) shop->solo);

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_gateway_fail (shop->gateway, UPDATE, CLIENT_FAULT_TWICE, 1);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

static void
test_checkout_that_comes_twice (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_gateway_fail (shop->gateway, CHECKOUT, CLIENT_FAULT_TWICE, 1);
  check_out (shop, NULL, &order_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 1);
  g_assert_cmpint (count_on_server (shop, "tickets"), ==, 2);
}

/* The first card's answer does not come; then the person tries a second one. */
static void
assert_pays_once (ClientShop *shop, ClientFault fault, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id = 0;

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  break_down (shop, CHECKOUT, fault);
  g_assert_false (check_out (shop, first, &order_id, NULL));
  client_gateway_mend (shop->gateway);
  check_out (shop, second, &order_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 1);
}

static void
test_other_card_after_lost_answer (ClientShop *shop, gconstpointer data)
{
  assert_pays_once (shop, CLIENT_FAULT_HALF, "4242424242424242", NULL);
}

static void
test_other_card_after_lost_request (ClientShop *shop, gconstpointer data)
{
  assert_pays_once (shop, CLIENT_FAULT_CUT_BEFORE, "4000000000000002", "4242424242424242");
}

static void
test_other_card_after_lost_refusal (ClientShop *shop, gconstpointer data)
{
  assert_pays_once (shop, CLIENT_FAULT_HALF, "4000000000000002", "4242424242424242");
}

/* A purchase that sync has shown is not taken for the answer of the next checkout. */
static void
test_next_purchase_after_lost_answer (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int64_t first = 0, second = 0;

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  break_down (shop, CHECKOUT, CLIENT_FAULT_HALF);
  g_assert_false (check_out (shop, NULL, &first, NULL));
  client_gateway_mend (shop->gateway);
  client_shop_restart_program (shop);
  client_shop_sync (shop);
  client_shop_assert_cart (shop, "");
  client_shop_set_cart (shop, shop->duo, 2);
  check_out (shop, NULL, &second, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 2);
  g_assert_cmpuint (client_shop_count_orders (shop), ==, 2);
}

static void
assert_pays_after (ClientShop *shop, const char *card, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf ("%dx2", (int) shop->solo);
  int64_t order_id = 0;

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  g_assert_false (check_out (shop, card, &order_id, &error));
  g_assert_error (error, ET_ERROR, (int) code);
  client_shop_assert_cart (shop, expected);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 0);

  g_clear_error (&error);
  check_out (shop, "4242 4242 4242 4242", &order_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 1);
}

static void
test_declined_card (ClientShop *shop, gconstpointer data)
{
  assert_pays_after (shop, "4000 0000 0000 0002", ET_ERROR_PAYMENT_DECLINED);
}

static void
test_payment_that_times_out (ClientShop *shop, gconstpointer data)
{
  assert_pays_after (shop, "4000 0000 0000 9995", ET_ERROR_PAYMENT_TIMEOUT);
}

/* Who asks while a round is under way waits for one that began after he asked. */
static void
test_asking_during_a_round (ClientShop *shop, gconstpointer data)
{
  EtSync *sync = et_context_get_sync (shop->context);
  ClientRequestLog *log = client_gateway_get_log (shop->gateway);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  guint at_start, per_round;

  sign_up (shop);
  at_start = client_request_log_count (log, SYNC);
  client_shop_sync (shop);
  per_round = client_request_log_count (log, SYNC) - at_start;
  client_gateway_fail (shop->gateway, SYNC, CLIENT_FAULT_DELAY, 1);
  et_sync_run_async (sync, NULL, client_keep_result_cb, &first);
  et_sync_run_async (sync, NULL, client_keep_result_cb, &second);
  client_wait_for (first != NULL && second != NULL);
  g_assert_true (et_sync_run_finish (sync, first, NULL));
  g_assert_true (et_sync_run_finish (sync, second, NULL));
  g_assert_cmpuint (client_request_log_count (log, SYNC), ==, at_start + 3 * per_round);
}

static void
test_empty_cart (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  sign_up (shop);
  g_assert_false (check_out (shop, NULL, &order_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CART_EMPTY);
  g_assert_cmpuint (client_request_log_count (client_gateway_get_log (shop->gateway), CHECKOUT), ==,
                    0);
}

static void
test_guest_cannot_pay (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  g_assert_false (check_out (shop, NULL, &order_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAUTHENTICATED);
}

static gpointer
set_old_price (EtDb *db, gpointer data, GError **error)
{
  return et_copy_exec (db, "UPDATE offers SET price_cents = 4000", error) ? ET_DONE : NULL;
}

/* The person agreed to another total: nothing is bought, the new prices are shown. */
static void
test_other_total (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  et_store_run (client_shop_get_store (shop), set_old_price, NULL, NULL, NULL);
  g_assert_false (check_out (shop, NULL, &order_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_PRICE_CHANGED);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 0);
}

static void
test_server_away_during_checkout (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  sign_up (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_gateway_set_server (shop->gateway, 1);
  g_assert_false (check_out (shop, NULL, &order_id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  client_gateway_set_server (shop->gateway, et_test_server_get_port (shop->server));
  g_clear_error (&error);
  check_out (shop, NULL, &order_id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_on_server (shop, "orders"), ==, 1);
}

static void
add (const char *path, gconstpointer data, void (*test) (ClientShop *, gconstpointer))
{
  g_test_add (path, ClientShop, data, client_shop_set_up_behind_gateway, test,
              client_shop_tear_down);
}

static void
add_for_each_fault (const char *what, void (*test) (ClientShop *, gconstpointer))
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/client/faults/%s/%s", what, faults[i].name);

      add (path, GUINT_TO_POINTER (i), test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_for_each_fault ("edit", test_edit);
  add_for_each_fault ("checkout", test_checkout);
  add_for_each_fault ("page", test_page);
#define ADD(path, test) add ("/client/faults/" path, NULL, test)
  ADD ("edit-that-comes-twice", test_edit_that_comes_twice);
  ADD ("checkout-that-comes-twice", test_checkout_that_comes_twice);
  ADD ("other-card-after-lost-answer", test_other_card_after_lost_answer);
  ADD ("other-card-after-lost-request", test_other_card_after_lost_request);
  ADD ("other-card-after-lost-refusal", test_other_card_after_lost_refusal);
  ADD ("next-purchase-after-lost-answer", test_next_purchase_after_lost_answer);
  ADD ("declined-card", test_declined_card);
  ADD ("payment-that-times-out", test_payment_that_times_out);
  ADD ("asking-during-a-round", test_asking_during_a_round);
  ADD ("empty-cart", test_empty_cart);
  ADD ("guest-cannot-pay", test_guest_cannot_pay);
  ADD ("other-total", test_other_total);
  ADD ("server-away-during-checkout", test_server_away_during_checkout);
#undef ADD
  return g_test_run ();
}

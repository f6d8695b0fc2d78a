/* SPDX-License-Identifier: MIT */
/* A server that takes its time, and one that would be asked the same in each round. */
#include "client-shop.h"
#include "client/et-call.h"
#include "client/et-copy.h"

#define CHECKOUT "/api/cart/checkout/"
#define UPDATE "/api/cart/update/"
#define SYNC "/api/sync/"

static gboolean
has_come (ClientShop *shop, const char *path)
{
  return client_request_log_count (client_gateway_get_log (shop->gateway), path) > 0;
}

/* What the person does while the server is slow is not lost in what it answers. */
static void
test_edit_during_a_slow_edit (ClientShop *shop, gconstpointer data)
{
  EtSync *sync = et_context_get_sync (shop->context);
  g_autofree char *expected = g_strdup_printf ("%dx3", (int) shop->solo);
  g_autoptr (GAsyncResult) result = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_gateway_fail (shop->gateway, UPDATE, CLIENT_FAULT_DELAY, 1);
  et_sync_run_async (sync, NULL, client_keep_result_cb, &result);
  client_wait_for (has_come (shop, UPDATE));
  client_shop_set_cart (shop, shop->solo, 3);
  client_wait_for (result != NULL);
  g_assert_true (et_sync_run_finish (sync, result, NULL));
  client_shop_assert_cart (shop, expected);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

static void
test_edit_during_a_slow_checkout (ClientShop *shop, gconstpointer data)
{
  EtOutbox *outbox = et_context_get_outbox (shop->context);
  g_autofree char *expected = g_strdup_printf ("%dx1", (int) shop->duo);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_gateway_fail (shop->gateway, CHECKOUT, CLIENT_FAULT_DELAY, 1);
  et_outbox_check_out_async (outbox, NULL, 0, NULL, client_keep_result_cb, &result);
  client_wait_for (has_come (shop, CHECKOUT));
  client_shop_set_cart (shop, shop->duo, 1);
  client_wait_for (result != NULL);
  et_outbox_check_out_finish (outbox, result, &order_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
  client_shop_assert_cart (shop, expected);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

/* A page that takes its time is a page. */
static void
test_slow_page (ClientShop *shop, gconstpointer data)
{
  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 2);
  client_shop_restart_program (shop);
  client_gateway_fail (shop->gateway, SYNC, CLIENT_FAULT_DELAY, 2);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
}

static gpointer
refund_tickets (EtDb *db, gpointer data, GError **error)
{
  return et_copy_exec (db, "UPDATE tickets SET refunded = 1", error) ? ET_DONE : NULL;
}

/* The server knows nothing of the credit notes of an order: it is not asked each time. */
static void
test_refused_credit_notes (ClientShop *shop, gconstpointer data)
{
  ClientRequestLog *log = client_gateway_get_log (shop->gateway);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int64_t order_id = 0;
  guint n;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  et_outbox_check_out (et_context_get_outbox (shop->context), NULL, &order_id, NULL, NULL, &error);
  g_assert_no_error (error);
  path = g_strdup_printf ("/api/orders/%d/", (int) order_id);
  client_gateway_set_answer (shop->gateway, path, 404, "application/json",
                             "{\"ok\":false,\"error\":\"Unknown\",\"code\":\"not_found\"}");
  n = client_request_log_count (log, path);
  et_store_run (client_shop_get_store (shop), refund_tickets, NULL, NULL, NULL);
  client_shop_sync (shop);
  g_assert_cmpuint (client_request_log_count (log, path), ==, n + 1);
  client_shop_sync (shop);
  g_assert_cmpuint (client_request_log_count (log, path), ==, n + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/slow/" path, ClientShop, NULL, client_shop_set_up_behind_gateway, test, \
              client_shop_tear_down)
  ADD ("edit", test_edit_during_a_slow_edit);
  ADD ("checkout", test_edit_during_a_slow_checkout);
  ADD ("page", test_slow_page);
  ADD ("refused-credit-notes", test_refused_credit_notes);
#undef ADD
  return g_test_run ();
}

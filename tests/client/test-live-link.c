/* SPDX-License-Identifier: MIT */
#include "client-shop.h"

#include "client/et-catalogue-store.h"

/* What happens on the server is here at once, although rounds are an hour apart. */

#define RARELY 3600

static void
stop (ClientShop *shop)
{
  et_sync_stop (et_context_get_sync (shop->context));
}

static void
start (ClientShop *shop)
{
  EtSync *sync = et_context_get_sync (shop->context);

  et_sync_start (sync, RARELY);
  client_wait_for (et_sync_get_state (sync) == ET_SYNC_IDLE);
}

static void
change_cart (ClientShop *shop, int64_t quantity)
{
  g_autofree char *token = et_test_server_sign_in (shop->server, "zoe");
  g_autofree char *body = g_strdup_printf (
      "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%" G_GINT64_FORMAT "}", shop->solo, quantity);

  et_test_server_expect (shop->server, "POST", "/api/cart/update/", token, body, 200, NULL);
}

static void
count_cb (EtStore *store, const char *kind, guint *n)
{
  if (g_str_equal (kind, "cart"))
    (*n)++;
}

/* Waits until the cart in the copy has changed. */
static void
await_cart (ClientShop *shop, guint *n_changes, int64_t quantity)
{
  g_autofree char *expected = g_strdup_printf ("%" G_GINT64_FORMAT "x%" G_GINT64_FORMAT, shop->solo,
                                               quantity);

  client_wait_for (*n_changes > 0);
  *n_changes = 0;
  client_shop_assert_cart (shop, expected);
}

static void
test_a_change_elsewhere (ClientShop *shop, gconstpointer data)
{
  guint n_changes = 0;

  client_shop_sign_up (shop, "zoe");
  start (shop);
  client_wait_for (et_sync_is_live (et_context_get_sync (shop->context)));
  g_signal_connect (client_shop_get_store (shop), "changed", G_CALLBACK (count_cb), &n_changes);
  change_cart (shop, 3);
  await_cart (shop, &n_changes, 3);
  change_cart (shop, 1);
  await_cart (shop, &n_changes, 1);
  g_signal_handlers_disconnect_by_data (client_shop_get_store (shop), &n_changes);
  stop (shop);
}

/* The link comes back by itself. */
static void
test_the_server_starts_again (ClientShop *shop, gconstpointer data)
{
  EtSync *sync = et_context_get_sync (shop->context);
  guint n_changes = 0;

  client_shop_sign_up (shop, "zoe");
  start (shop);
  client_wait_for (et_sync_is_live (sync));
  client_shop_stop_server (shop);
  client_wait_for (!et_sync_is_live (sync));
  client_shop_start_server (shop);
  client_wait_for (et_sync_is_live (sync));
  g_signal_connect (client_shop_get_store (shop), "changed", G_CALLBACK (count_cb), &n_changes);
  change_cart (shop, 2);
  await_cart (shop, &n_changes, 2);
  g_signal_handlers_disconnect_by_data (client_shop_get_store (shop), &n_changes);
  stop (shop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add (name, ClientShop, NULL, client_shop_set_up, func, client_shop_tear_down)
  ADD ("/client/live/change", test_a_change_elsewhere);
  ADD ("/client/live/restart", test_the_server_starts_again);
  return g_test_run ();
}

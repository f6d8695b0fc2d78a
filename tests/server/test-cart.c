/* SPDX-License-Identifier: MIT */
#include "server/repo/et-cart-repo.h"
#include "test-shop.h"

static EtCart *
load (TestShop *shop, const EtCartOwner *owner)
{
  g_autoptr (GError) error = NULL;
  EtCart *cart = et_cart_load (shop->db, owner, NULL, &error);

  g_assert_no_error (error);
  return cart;
}

static void
assert_cart (TestShop *shop, const EtCartOwner *owner, int64_t n_tickets, int64_t total_cents)
{
  g_autoptr (EtCart) cart = load (shop, owner);

  g_assert_cmpint (et_cart_count_tickets (cart), ==, n_tickets);
  g_assert_cmpint (cart->total_cents, ==, total_cents);
}

static void
add (TestShop *shop, const EtCartOwner *owner, int64_t offer_id, int64_t quantity)
{
  g_autoptr (GError) error = NULL;
  EtCartWish wish = { offer_id, quantity };
  int64_t order_id;

  test_shop_begin (shop);
  et_cart_add (shop->db, shop->config, owner, &wish, &order_id, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static void
set (TestShop *shop, const EtCartOwner *owner, int64_t offer_id, int64_t quantity)
{
  g_autoptr (GError) error = NULL;
  EtCartWish wish = { offer_id, quantity };

  test_shop_begin (shop);
  et_cart_set (shop->db, shop->config, owner, &wish, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

/* Returns: (transfer full): why a cart does not take the tickets. */
static GError *
refuse (TestShop *shop, int64_t offer_id, int64_t quantity)
{
  EtCartOwner owner = { shop->ada, 0 };
  EtCartWish wish = { offer_id, quantity };
  GError *error = NULL;
  int64_t order_id;

  test_shop_begin (shop);
  g_assert_false (et_cart_add (shop->db, shop->config, &owner, &wish, &order_id, &error));
  test_shop_rollback (shop);
  return error;
}

static void
test_reading_creates_nothing (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 }, guest = { 0, 9 }, nobody = { 0, 0 };

  assert_cart (shop, &ada, 0, 0);
  assert_cart (shop, &guest, 0, 0);
  assert_cart (shop, &nobody, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders"), ==, 0);
}

static void
test_adding_the_same_offer_adds_up (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 }, bob = { shop->bob, 0 };

  add (shop, &ada, shop->solo, 1);
  add (shop, &ada, shop->solo, 2);
  add (shop, &ada, shop->duo, 1);
  assert_cart (shop, &ada, 4, 3 * 5000 + 8500);
  assert_cart (shop, &bob, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM order_lines"), ==, 2);
}

static void
test_setting_and_removing (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 }, nobody = { 0, 0 };

  set (shop, &ada, shop->solo, 5);
  assert_cart (shop, &ada, 5, 25000);
  set (shop, &ada, shop->solo, 2);
  assert_cart (shop, &ada, 2, 10000);
  set (shop, &ada, shop->solo, 0);
  set (shop, &ada, 4711, 0);
  set (shop, &nobody, shop->solo, 0);
  assert_cart (shop, &ada, 0, 0);
}

static void
test_clearing_keeps_the_number (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  EtCartOwner ada = { shop->ada, 0 };
  int64_t before, after;

  add (shop, &ada, shop->solo, 1);
  before = test_shop_get (shop, "SELECT id FROM orders");
  test_shop_begin (shop);
  et_cart_clear (shop->db, &ada, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  assert_cart (shop, &ada, 0, 0);
  add (shop, &ada, shop->duo, 1);
  after = test_shop_get (shop, "SELECT id FROM orders");
  g_assert_cmpint (before, ==, after);
}

static void
test_unknown_and_inactive_offers (TestShop *shop)
{
  g_autoptr (GError) unknown = refuse (shop, 4711, 1);
  g_autoptr (GError) inactive = NULL;

  test_shop_exec (shop, "UPDATE offers SET is_active = 0");
  inactive = refuse (shop, shop->solo, 1);
  g_assert_error (unknown, ET_ERROR, ET_ERROR_OFFER_UNKNOWN);
  g_assert_error (inactive, ET_ERROR, ET_ERROR_OFFER_UNKNOWN);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders"), ==, 0);
}

static void
test_more_than_is_left (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  EtCartOwner ada = { shop->ada, 0 };

  add (shop, &ada, shop->solo, 10);
  error = refuse (shop, shop->solo, 1);
  g_assert_error (error, ET_ERROR, ET_ERROR_SOLD_OUT);
  g_assert_cmpstr (et_error_get_detail (error, "available"), ==, "10");
  g_assert_cmpstr (et_error_get_detail (error, "offer"), ==, "Ticket solo");
  assert_cart (shop, &ada, 10, 50000);
}

static void
test_limits (TestShop *shop)
{
  g_autoptr (GError) a_line = refuse (shop, shop->duo, 21);
  g_autoptr (GError) an_order = NULL;
  EtCartOwner ada = { shop->ada, 0 };
  int64_t third = test_shop_add_offer (shop, shop->event_id, "familiale", 100, ET_NULL_INT64);
  int64_t fourth = test_shop_add_offer (shop, shop->event_id, "familiale", 100, ET_NULL_INT64);

  add (shop, &ada, shop->duo, 20);
  add (shop, &ada, third, 20);
  an_order = refuse (shop, fourth, 11);
  g_assert_error (a_line, ET_ERROR, ET_ERROR_TOO_MANY_TICKETS);
  g_assert_cmpstr (et_error_get_detail (a_line, "limit"), ==, "20");
  g_assert_error (an_order, ET_ERROR, ET_ERROR_TOO_MANY_TICKETS);
  g_assert_cmpstr (et_error_get_detail (an_order, "limit"), ==, "50");
  add (shop, &ada, fourth, 10);
}

static void
test_a_cart_follows_the_price (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 };

  add (shop, &ada, shop->solo, 2);
  test_shop_exec (shop, "UPDATE offers SET price_cents = 6000");
  assert_cart (shop, &ada, 2, 12000);
}

static void
adopt (TestShop *shop, int64_t session_id, const EtCartWish *wishes, gsize n_wishes)
{
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  et_cart_adopt (shop->db, shop->config, shop->ada, session_id, wishes, n_wishes, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static void
test_a_guest_cart_is_adopted_whole (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 }, guest = { 0, 9 };
  int64_t number;

  add (shop, &guest, shop->solo, 3);
  number = test_shop_get (shop, "SELECT id FROM orders");
  adopt (shop, 9, NULL, 0);
  assert_cart (shop, &ada, 3, 15000);
  assert_cart (shop, &guest, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT id FROM orders"), ==, number);
}

static void
test_adopting_takes_the_larger_quantity (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 }, guest = { 0, 9 };
  EtCartWish wishes[] = { { shop->duo, 4 }, { 4711, 1 }, { shop->solo, 1 } };

  add (shop, &ada, shop->solo, 2);
  add (shop, &ada, shop->duo, 1);
  add (shop, &guest, shop->solo, 3);
  adopt (shop, 9, wishes, G_N_ELEMENTS (wishes));
  assert_cart (shop, &ada, 7, 3 * 5000 + 4 * 8500);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders"), ==, 1);
}

static void
test_adopting_stays_within_the_limits (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 };
  EtCartWish wishes[] = { { shop->duo, 1000 } };

  adopt (shop, 0, wishes, G_N_ELEMENTS (wishes));
  assert_cart (shop, &ada, 20, 20 * 8500);
}

static void
test_adopting_nothing_creates_nothing (TestShop *shop)
{
  adopt (shop, 9, NULL, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders"), ==, 0);
}

static void
test_carts_of_guests_who_are_gone (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 }, gone = { 0, 9 }, living = { 0, 10 };
  g_autoptr (GError) error = NULL;

  test_shop_exec (shop, "INSERT INTO sessions (id, token_hash, created_at, last_used_at, "
                        "expires_at) VALUES (10, CAST('h' AS BLOB), 1, 1, 1)");
  add (shop, &ada, shop->solo, 1);
  add (shop, &gone, shop->solo, 1);
  add (shop, &living, shop->solo, 1);
  test_shop_begin (shop);
  g_assert_true (et_cart_repo_delete_abandoned (shop->db, 100, &error));
  test_shop_commit (shop);
  assert_cart (shop, &ada, 1, 5000);
  assert_cart (shop, &gone, 0, 0);
  assert_cart (shop, &living, 1, 5000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/cart/read", test_reading_creates_nothing);
  test_shop_add ("/server/cart/add", test_adding_the_same_offer_adds_up);
  test_shop_add ("/server/cart/set", test_setting_and_removing);
  test_shop_add ("/server/cart/clear", test_clearing_keeps_the_number);
  test_shop_add ("/server/cart/unknown-offer", test_unknown_and_inactive_offers);
  test_shop_add ("/server/cart/sold-out", test_more_than_is_left);
  test_shop_add ("/server/cart/limits", test_limits);
  test_shop_add ("/server/cart/price", test_a_cart_follows_the_price);
  test_shop_add ("/server/cart/adopt", test_a_guest_cart_is_adopted_whole);
  test_shop_add ("/server/cart/adopt-larger", test_adopting_takes_the_larger_quantity);
  test_shop_add ("/server/cart/adopt-limits", test_adopting_stays_within_the_limits);
  test_shop_add ("/server/cart/adopt-nothing", test_adopting_nothing_creates_nothing);
  test_shop_add ("/server/cart/abandoned", test_carts_of_guests_who_are_gone);
  return g_test_run ();
}

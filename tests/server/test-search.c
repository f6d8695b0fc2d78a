/* SPDX-License-Identifier: MIT */
#include "server/repo/et-like.h"
#include "server/repo/et-offer-repo.h"
#include "server/repo/et-order-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "test-shop.h"

static const EtPage first_page = { 1, 50 };

static void
assert_pattern (const char *text, const char *expected)
{
  g_autofree char *pattern = et_like_containing (text);

  g_assert_cmpstr (pattern, ==, expected);
}

static void
test_patterns (TestShop *shop)
{
  assert_pattern (NULL, "%");
  assert_pattern ("  ", "%");
  assert_pattern ("Été", "%ete%");
  assert_pattern ("50%_!", "%50!%!_!!%");
}

static guint
count_offers (TestShop *shop, const EtOfferQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) offers = et_offer_repo_list (shop->db, query, &first_page, &error);
  int64_t count;

  g_assert_no_error (error);
  g_assert_true (et_offer_repo_count (shop->db, query, &count, &error));
  g_assert_cmpint (count, ==, offers->len);
  return offers->len;
}

static void
test_offers (TestShop *shop)
{
  EtOfferQuery by_event = { .text = "athletisme", .is_active = -1 };
  EtOfferQuery by_type = { .offer_type = "duo", .is_active = -1 };
  EtOfferQuery by_sport = { .sport = "judo", .is_active = -1 };
  EtOfferQuery inactive = { .is_active = 0 };
  EtOfferQuery wildcard = { .text = "%", .is_active = -1 };

  g_assert_cmpuint (count_offers (shop, &by_event), ==, 2);
  g_assert_cmpuint (count_offers (shop, &by_type), ==, 1);
  g_assert_cmpuint (count_offers (shop, &by_sport), ==, 0);
  g_assert_cmpuint (count_offers (shop, &inactive), ==, 0);
  g_assert_cmpuint (count_offers (shop, &wildcard), ==, 0);
}

static guint
count_orders (TestShop *shop, const char *text)
{
  EtOrderQuery query = { .text = text };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders = et_order_repo_list (shop->db, &query, &first_page, &error);

  g_assert_no_error (error);
  return orders->len;
}

static void
test_orders (TestShop *shop)
{
  g_autoptr (EtOrder) order = NULL;
  g_autofree char *code = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_buy (shop, shop->bob, shop->solo);
  order = et_order_repo_find (shop->db, 1, NULL);
  code = g_ascii_strdown (order->code, -1);
  g_assert_cmpuint (count_orders (shop, NULL), ==, 2);
  g_assert_cmpuint (count_orders (shop, code), ==, 1);
  g_assert_cmpuint (count_orders (shop, order->invoice_number), ==, 1);
  g_assert_cmpuint (count_orders (shop, "ADA"), ==, 1);
  g_assert_cmpuint (count_orders (shop, "nobody"), ==, 0);
}

static void
test_renamed_holders (TestShop *shop)
{
  EtTicketQuery query = { .holder = "ANONYME" };
  g_autoptr (GPtrArray) rows = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_buy (shop, shop->bob, shop->solo);
  g_assert_true (et_ticket_repo_rename_holder (shop->db, shop->ada, "Anonyme", NULL));
  rows = et_ticket_repo_list (shop->db, &query, &first_page, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((EtTicketRow *) rows->pdata[0])->account_id, ==, shop->ada);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/search/patterns", test_patterns);
  test_shop_add ("/server/search/offers", test_offers);
  test_shop_add ("/server/search/orders", test_orders);
  test_shop_add ("/server/search/holders", test_renamed_holders);
  return g_test_run ();
}

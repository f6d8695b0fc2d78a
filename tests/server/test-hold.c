/* SPDX-License-Identifier: MIT */
#include "server/repo/et-hold-repo.h"
#include "server/service/et-account-rights.h"
#include "server/service/et-hold.h"
#include "server/service/et-offer-edit.h"
#include "server/service/et-profile.h"
#include "test-shop.h"

static int64_t
get_until (TestShop *shop)
{
  return test_shop_get (shop, "SELECT held_until FROM orders");
}

static void
set (TestShop *shop, int64_t account_id, int64_t offer_id, int64_t quantity)
{
  g_autoptr (GError) error = NULL;
  EtCartOwner owner = { account_id, 0 };
  EtCartWish wish = { offer_id, quantity };

  test_shop_begin (shop);
  et_cart_set (shop->db, shop->config, &owner, &wish, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static void
hold (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  et_cart_hold (shop->db, shop->config, shop->ada, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

/* @carts: (nullable): those of an earlier look; NULL looks now. */
static void
sweep (TestShop *shop, GArray *carts, int64_t now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) expired = carts != NULL ? g_array_ref (carts)
                                             : et_hold_list_expired (shop->db, now, &error);

  g_assert_no_error (error);
  test_shop_begin (shop);
  et_hold_sweep (shop->db, expired, now, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static int64_t
later (void)
{
  return et_time_now () + ET_HOUR;
}

/* Returns: (transfer full): why Bob's cart does not take the tickets. */
static GError *
refuse (TestShop *shop, int64_t offer_id, int64_t quantity)
{
  EtCartOwner owner = { shop->bob, 0 };
  EtCartWish wish = { offer_id, quantity };
  GError *error = NULL;
  int64_t order_id;

  test_shop_begin (shop);
  g_assert_false (et_cart_add (shop->db, shop->config, &owner, &wish, &order_id, &error));
  test_shop_rollback (shop);
  return error;
}

static void
test_a_line_holds_its_places (TestShop *shop)
{
  EtCartOwner ada = { shop->ada, 0 };
  g_autoptr (EtCart) cart = NULL;
  int64_t now = et_time_now ();

  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_assert_places (shop, 0, 2);
  cart = et_cart_load (shop->db, &ada, NULL, NULL);
  g_assert_cmpint (cart->held_until, >=, now + 15 * ET_MINUTE);
  g_assert_cmpint (cart->held_until, <, now + 16 * ET_MINUTE);
}

static void
test_a_duo_holds_two_places_of_the_event (TestShop *shop)
{
  test_shop_exec (shop, "UPDATE events SET capacity = 5");
  test_shop_put (shop, shop->ada, shop->duo, 2);
  g_assert_cmpint (test_shop_get (shop, "SELECT taken FROM events"), ==, 4);
}

static void
test_what_is_held_is_not_left (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 7);
  error = refuse (shop, shop->solo, 4);
  g_assert_error (error, ET_ERROR, ET_ERROR_SOLD_OUT);
  g_assert_cmpstr (et_error_get_detail (error, "available"), ==, "3");
}

static void
test_what_the_event_has_left_is_said (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_exec (shop, "UPDATE events SET capacity = 6");
  test_shop_put (shop, shop->ada, shop->solo, 3);
  error = refuse (shop, shop->duo, 2);
  g_assert_error (error, ET_ERROR, ET_ERROR_SOLD_OUT);
  g_assert_cmpstr (et_error_get_detail (error, "available"), ==, "1");
}

static void
test_fewer_tickets_give_places_back (TestShop *shop)
{
  test_shop_put (shop, shop->ada, shop->solo, 5);
  set (shop, shop->ada, shop->solo, 2);
  test_shop_assert_places (shop, 0, 2);
  set (shop, shop->ada, shop->solo, 0);
  test_shop_assert_places (shop, 0, 0);
}

static void
test_a_line_grows_by_what_is_left (TestShop *shop)
{
  test_shop_put (shop, shop->ada, shop->solo, 5);
  set (shop, shop->ada, shop->solo, 10);
  test_shop_assert_places (shop, 0, 10);
}

static void
test_clearing_gives_places_back (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  EtCartOwner ada = { shop->ada, 0 };

  test_shop_put (shop, shop->ada, shop->solo, 5);
  test_shop_put (shop, shop->ada, shop->duo, 1);
  test_shop_begin (shop);
  et_cart_clear (shop->db, &ada, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  test_shop_assert_places (shop, 0, 0);
}

static void
test_a_sweep_gives_places_back (TestShop *shop)
{
  test_shop_put (shop, shop->ada, shop->solo, 5);
  sweep (shop, NULL, et_time_now ());
  test_shop_assert_places (shop, 0, 5);
  sweep (shop, NULL, later ());
  test_shop_assert_places (shop, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT quantity FROM order_lines"), ==, 5);
}

static void
test_a_hold_is_prolonged_four_times (TestShop *shop)
{
  int64_t until;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  for (int i = 0; i < 4; i++)
    {
      test_shop_exec (shop, "UPDATE orders SET held_until = held_until - 1000");
      until = get_until (shop);
      hold (shop);
      g_assert_cmpint (get_until (shop), >, until);
    }
  until = get_until (shop);
  g_usleep (2000);
  set (shop, shop->ada, shop->solo, 2);
  hold (shop);
  g_assert_cmpint (get_until (shop), ==, until);
  test_shop_assert_places (shop, 0, 2);
}

static void
test_clearing_does_not_begin_anew (TestShop *shop)
{
  int64_t until;

  for (int i = 0; i < 5; i++)
    {
      set (shop, shop->ada, shop->solo, 1);
      set (shop, shop->ada, shop->solo, 0);
    }
  until = get_until (shop);
  g_usleep (2000);
  set (shop, shop->ada, shop->solo, 1);
  g_assert_cmpint (get_until (shop), ==, until);
}

static void
test_a_checkout_sells_what_is_held (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 10);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  test_shop_assert_places (shop, 0, 10);
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  test_shop_assert_places (shop, 10, 0);
}

static void
test_an_expired_hold_is_taken_again (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };

  test_shop_put (shop, shop->ada, shop->solo, 2);
  sweep (shop, NULL, later ());
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  test_shop_assert_places (shop, 0, 2);
}

static void
test_an_expired_hold_may_be_lost (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GError) error = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 6);
  sweep (shop, NULL, later ());
  test_shop_put (shop, shop->bob, shop->solo, 6);
  test_shop_begin (shop);
  g_assert_false (
      et_checkout_begin (&checkout, shop->db, shop->config, shop->ada, ET_NULL_INT64, &error));
  test_shop_rollback (shop);
  g_assert_error (error, ET_ERROR, ET_ERROR_SOLD_OUT);
  g_assert_cmpstr (et_error_get_detail (error, "available"), ==, "4");
}

static void
test_coming_to_pay_holds_again (TestShop *shop)
{
  test_shop_put (shop, shop->ada, shop->solo, 6);
  test_shop_put (shop, shop->ada, shop->duo, 1);
  sweep (shop, NULL, later ());
  test_shop_put (shop, shop->bob, shop->solo, 6);
  hold (shop);
  test_shop_assert_places (shop, 0, 7); /* the duo, but not the six */
}

/* A sweep that looked before the checkout began must not take the places away from it. */
static void
test_a_sweep_comes_too_late (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) carts = NULL;
  g_autoptr (GArray) tickets = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  carts = et_hold_list_expired (shop->db, later (), NULL);
  g_assert_cmpuint (carts->len, ==, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  sweep (shop, carts, later ());
  test_shop_assert_places (shop, 0, 2);
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  sweep (shop, carts, later ());
  test_shop_assert_places (shop, 2, 0);
}

static void
test_a_prolonged_hold_is_not_swept (TestShop *shop)
{
  g_autoptr (GArray) carts = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  carts = et_hold_list_expired (shop->db, later (), NULL);
  sweep (shop, carts, et_time_now ());
  test_shop_assert_places (shop, 0, 2);
}

static void
test_a_declined_card_keeps_the_hold (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };

  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  et_checkout_pay (&checkout, shop->services.payment, "4000000000000002");
  g_assert_null (test_shop_finish_checkout (shop, &checkout));
  test_shop_assert_places (shop, 0, 2);
  sweep (shop, NULL, later ());
  test_shop_assert_places (shop, 0, 0);
}

static void
test_an_offer_in_carts_only_goes (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  gboolean is_removed;

  test_shop_put (shop, shop->ada, shop->duo, 3);
  test_shop_begin (shop);
  et_offer_edit_remove (shop->db, shop->sam, shop->duo, &is_removed, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  g_assert_true (is_removed);
  g_assert_cmpint (test_shop_get (shop, "SELECT taken FROM events"), ==, 0);
}

static void
test_other_admissions_are_taken_at_the_checkout (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };

  test_shop_put (shop, shop->ada, shop->duo, 1);
  test_shop_exec (shop, "UPDATE offers SET admits = 4 WHERE offer_type = 'duo'");
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  g_assert_cmpint (test_shop_get (shop, "SELECT taken FROM events"), ==, 4);
}

/* Somebody who may not come any more keeps nobody from buying; somebody who is still signed in
 * elsewhere keeps his places. */
static void
test_the_last_session_ends (TestShop *shop)
{
  static const EtRightsChange out = { .has_is_disabled = TRUE, .is_disabled = TRUE };
  g_autoptr (EtAccount) account = NULL;
  int64_t root = test_shop_add_account (shop, "root", ET_ROLE_ADMIN);
  EtNewSession here;

  test_shop_add_session (shop, shop->ada, &here);
  test_shop_put (shop, shop->ada, shop->solo, 3);
  test_shop_begin (shop);
  g_assert_true (et_profile_set_password (shop->db, shop->ada, here.id, "hash", NULL));
  test_shop_commit (shop);
  test_shop_assert_places (shop, 0, 3);
  test_shop_begin (shop);
  account = et_account_rights_save (shop->db, root, shop->ada, &out, NULL);
  g_assert_nonnull (account);
  test_shop_commit (shop);
  test_shop_assert_places (shop, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT quantity FROM order_lines"), ==, 3);
}

static void
test_carts_need_not_hold (TestShop *shop)
{
  shop->config->hold_minutes = 0;
  test_shop_put (shop, shop->ada, shop->solo, 10);
  test_shop_put (shop, shop->bob, shop->solo, 10);
  test_shop_assert_places (shop, 0, 0);
}

static void
add (const char *name, TestShopFunc func)
{
  g_autofree char *path = g_strconcat ("/server/hold/", name, NULL);

  test_shop_add (path, func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("line", test_a_line_holds_its_places);
  add ("duo", test_a_duo_holds_two_places_of_the_event);
  add ("left", test_what_is_held_is_not_left);
  add ("left-at-event", test_what_the_event_has_left_is_said);
  add ("fewer", test_fewer_tickets_give_places_back);
  add ("more", test_a_line_grows_by_what_is_left);
  add ("clear", test_clearing_gives_places_back);
  add ("sweep", test_a_sweep_gives_places_back);
  add ("prolonged", test_a_hold_is_prolonged_four_times);
  add ("clear-and-add", test_clearing_does_not_begin_anew);
  add ("checkout", test_a_checkout_sells_what_is_held);
  add ("taken-again", test_an_expired_hold_is_taken_again);
  add ("lost", test_an_expired_hold_may_be_lost);
  add ("coming-to-pay", test_coming_to_pay_holds_again);
  add ("sweep-too-late", test_a_sweep_comes_too_late);
  add ("sweep-after-renewal", test_a_prolonged_hold_is_not_swept);
  add ("declined", test_a_declined_card_keeps_the_hold);
  add ("remove-offer", test_an_offer_in_carts_only_goes);
  add ("other-admissions", test_other_admissions_are_taken_at_the_checkout);
  add ("last-session", test_the_last_session_ends);
  add ("off", test_carts_need_not_hold);
  return g_test_run ();
}

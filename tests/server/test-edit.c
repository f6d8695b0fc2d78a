/* SPDX-License-Identifier: MIT */
#include "server/repo/et-event-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-event-edit.h"
#include "server/service/et-offer-edit.h"
#include "test-shop.h"

static EtOffer *
find_offer (TestShop *shop, int64_t id)
{
  g_autoptr (GError) error = NULL;
  EtOffer *offer = et_offer_repo_find (shop->db, id, &error);

  g_assert_no_error (error);
  return offer;
}

static EtOffer *
replace (TestShop *shop, EtOffer *offer, GError **error)
{
  EtOffer *after;

  test_shop_begin (shop);
  after = et_offer_edit_replace (shop->db, shop->sam, offer, error);
  if (after != NULL)
    test_shop_commit (shop);
  else
    test_shop_rollback (shop);
  return after;
}

static gboolean
remove_offer (TestShop *shop, int64_t id)
{
  g_autoptr (GError) error = NULL;
  gboolean is_removed;

  test_shop_begin (shop);
  et_offer_edit_remove (shop->db, shop->sam, id, &is_removed, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  return is_removed;
}

static void
test_a_new_offer (TestShop *shop)
{
  g_autoptr (EtOffer) wanted = find_offer (shop, shop->solo);
  g_autoptr (EtOffer) made = NULL;
  g_autoptr (GError) error = NULL;

  et_record_set_text (&wanted->name, "Another");
  test_shop_begin (shop);
  made = et_offer_edit_create (shop->db, shop->sam, wanted, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  g_assert_cmpint (made->id, >, shop->duo);
  g_assert_cmpint (made->version, ==, 1);
  g_assert_cmpint (made->sold, ==, 0);
  g_assert_cmpstr (made->event_name, ==, "Athlétisme");
}

static void
test_an_event_that_does_not_exist (TestShop *shop)
{
  g_autoptr (EtOffer) wanted = find_offer (shop, shop->solo);
  g_autoptr (GError) error = NULL;

  wanted->event_id = 4711;
  test_shop_begin (shop);
  g_assert_null (et_offer_edit_create (shop->db, shop->sam, wanted, &error));
  test_shop_rollback (shop);
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
  g_assert_cmpstr (et_error_get_detail (error, "field"), ==, "event_id");
}

static void
test_an_edit_raises_the_version_and_is_noted (TestShop *shop)
{
  g_autoptr (EtOffer) wanted = find_offer (shop, shop->solo);
  g_autoptr (EtOffer) after = NULL;

  wanted->price_cents = 6000;
  after = replace (shop, wanted, NULL);
  g_assert_cmpint (after->version, ==, 2);
  g_assert_cmpint (after->price_cents, ==, 6000);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM audit WHERE action = 'change_offer' "
                                        "AND detail LIKE '%price_cents 5000 > 6000%'"),
                   ==, 1);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM changes WHERE kind = 'offer'"), ==,
                   1);
}

static void
test_the_second_editor_is_told (TestShop *shop)
{
  g_autoptr (EtOffer) one = find_offer (shop, shop->solo);
  g_autoptr (EtOffer) other = find_offer (shop, shop->solo);
  g_autoptr (EtOffer) after = replace (shop, one, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (after);
  g_assert_null (replace (shop, other, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_VERSION_CHANGED);
  g_assert_cmpstr (et_error_get_detail (error, "changed_by"), ==, "sam");
  g_assert_cmpstr (et_error_get_detail (error, "changes"), ==, "version 1 > 2");
}

static void
test_a_sale_is_no_edit (TestShop *shop)
{
  g_autoptr (EtOffer) before = find_offer (shop, shop->solo);
  g_autoptr (EtOffer) after = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  after = find_offer (shop, shop->solo);
  g_assert_cmpint (after->sold, ==, 1);
  g_assert_cmpint (after->version, ==, before->version);
}

static void
test_a_quota_below_what_is_sold (TestShop *shop)
{
  g_autoptr (EtOffer) wanted = NULL;
  g_autoptr (GError) error = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_buy (shop, shop->ada, shop->solo);
  wanted = find_offer (shop, shop->solo);
  wanted->quota = 1;
  g_assert_null (replace (shop, wanted, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
  g_assert_cmpstr (et_error_get_detail (error, "taken"), ==, "2");
}

static void
test_a_sold_offer_stays_with_its_event (TestShop *shop)
{
  int64_t other = test_shop_add_event (shop, et_time_now (), et_time_now () + ET_HOUR);
  g_autoptr (EtOffer) wanted = NULL;
  g_autoptr (GError) error = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  wanted = find_offer (shop, shop->solo);
  wanted->event_id = other;
  g_assert_null (replace (shop, wanted, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
}

static void
test_removing_what_was_never_sold (TestShop *shop)
{
  test_shop_put (shop, shop->ada, shop->solo, 2);
  g_assert_true (remove_offer (shop, shop->solo));
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM offers"), ==, 1);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM order_lines"), ==, 0);
}

static void
test_removing_what_was_sold (TestShop *shop)
{
  test_shop_buy (shop, shop->ada, shop->solo);
  g_assert_false (remove_offer (shop, shop->solo));
  g_assert_cmpint (test_shop_get (shop, "SELECT is_active FROM offers WHERE id = 1"), ==, 0);
}

static void
test_removing_what_is_being_paid (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  g_assert_false (remove_offer (shop, shop->solo));
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  g_assert_cmpuint (tickets->len, ==, 1);
}

static EtEvent *
find_event (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  EtEvent *event = et_event_repo_find (shop->db, shop->event_id, &error);

  g_assert_no_error (error);
  return event;
}

static EtEvent *
replace_event (TestShop *shop, EtEvent *event, GError **error)
{
  EtEvent *after;

  test_shop_begin (shop);
  after = et_event_edit_replace (shop->db, shop->sam, event, error);
  if (after != NULL)
    test_shop_commit (shop);
  else
    test_shop_rollback (shop);
  return after;
}

static void
test_moving_an_event_tells_its_tickets (TestShop *shop)
{
  g_autoptr (EtEvent) wanted = find_event (shop);
  g_autoptr (EtEvent) after = NULL;
  int64_t before;

  test_shop_buy (shop, shop->ada, shop->solo);
  before = test_shop_get (shop, "SELECT MAX(seq) FROM changes");
  wanted->starts_at += ET_MINUTE;
  after = replace_event (shop, wanted, NULL);
  g_assert_cmpint (after->version, ==, 2);
  g_assert_cmpint (test_shop_get (shop, "SELECT MAX(seq) FROM changes"), ==, before + 3);
}

static void
test_the_second_editor_of_an_event_is_told (TestShop *shop)
{
  g_autoptr (EtEvent) one = find_event (shop);
  g_autoptr (EtEvent) other = find_event (shop);
  g_autoptr (EtEvent) after = NULL;
  g_autoptr (GError) error = NULL;

  et_record_set_text (&one->venue, "Elsewhere");
  after = replace_event (shop, one, NULL);
  g_assert_cmpint (after->version, ==, 2);
  g_assert_null (replace_event (shop, other, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_VERSION_CHANGED);
  g_assert_cmpstr (et_error_get_detail (error, "changed_by"), ==, "sam");
}

static void
test_an_unknown_event (TestShop *shop)
{
  g_autoptr (EtEvent) event = find_event (shop);
  g_autoptr (GError) error = NULL;

  event->id = 4711;
  g_assert_null (replace_event (shop, event, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_NOT_FOUND);
}

static gboolean
remove_event (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  gboolean is_removed;

  test_shop_begin (shop);
  et_event_edit_remove (shop->db, shop->sam, shop->event_id, &is_removed, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  return is_removed;
}

static void
test_removing_an_event (TestShop *shop)
{
  g_assert_true (remove_event (shop));
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM events"), ==, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM offers"), ==, 0);
}

static void
test_removing_an_event_that_was_sold (TestShop *shop)
{
  test_shop_buy (shop, shop->ada, shop->solo);
  g_assert_false (remove_event (shop));
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM events"), ==, 1);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM offers WHERE is_active = 1"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/edit/create", test_a_new_offer);
  test_shop_add ("/server/edit/unknown-event", test_an_event_that_does_not_exist);
  test_shop_add ("/server/edit/replace", test_an_edit_raises_the_version_and_is_noted);
  test_shop_add ("/server/edit/conflict", test_the_second_editor_is_told);
  test_shop_add ("/server/edit/sale", test_a_sale_is_no_edit);
  test_shop_add ("/server/edit/quota", test_a_quota_below_what_is_sold);
  test_shop_add ("/server/edit/event-of-sold", test_a_sold_offer_stays_with_its_event);
  test_shop_add ("/server/edit/remove", test_removing_what_was_never_sold);
  test_shop_add ("/server/edit/remove-sold", test_removing_what_was_sold);
  test_shop_add ("/server/edit/remove-pending", test_removing_what_is_being_paid);
  test_shop_add ("/server/edit/move-event", test_moving_an_event_tells_its_tickets);
  test_shop_add ("/server/edit/event-conflict", test_the_second_editor_of_an_event_is_told);
  test_shop_add ("/server/edit/unknown-event-id", test_an_unknown_event);
  test_shop_add ("/server/edit/remove-event", test_removing_an_event);
  test_shop_add ("/server/edit/remove-sold-event", test_removing_an_event_that_was_sold);
  return g_test_run ();
}

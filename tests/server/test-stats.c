/* SPDX-License-Identifier: MIT */
#include "core/et-json-scan.h"
#include "server/service/et-refund.h"
#include "server/service/et-stats.h"
#include "test-shop.h"

static JsonObject *
read_stats (TestShop *shop, int64_t n_days, int64_t now)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GError) error = NULL;
  EtStatsQuery query = { n_days, now, "Europe/Paris" };
  JsonObject *stats;

  et_json_writer_begin_object (writer, NULL);
  et_stats_write (shop->db, &query, writer, &error);
  g_assert_no_error (error);
  et_json_writer_end_object (writer);
  json = et_json_writer_finish (writer);
  stats = et_json_parse_object (g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                                &et_json_answer_limits, &error);
  g_assert_no_error (error);
  return stats;
}

static void
test_sales_of_today (TestShop *shop)
{
  g_autoptr (JsonObject) stats = NULL;
  JsonArray *days, *offers;

  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_buy (shop, shop->bob, shop->duo);
  stats = read_stats (shop, 7, et_time_now ());
  g_assert_cmpint (json_object_get_int_member (stats, "orders"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (stats, "tickets"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (stats, "revenue_cents"), ==, 13500);
  days = json_object_get_array_member (stats, "days");
  g_assert_cmpuint (json_array_get_length (days), ==, 7);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (days, 6), "orders"),
                   ==, 2);
  offers = json_object_get_array_member (stats, "offers");
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (offers, 0), "revenue_cents"), ==,
      8500);
}

/* @ticket_id: 0 for all that is left of the order. */
static void
refund (TestShop *shop, int64_t order_id, int64_t ticket_id)
{
  g_autoptr (GArray) tickets = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (EtInvoice) note = NULL;
  g_autoptr (GError) error = NULL;
  EtRefund refund = { .order_id = order_id,
                      .reason = "Ill",
                      .end_state = "refunded",
                      .actor_id = shop->sam,
                      .ticket_ids = ticket_id != 0 ? tickets : NULL };

  g_array_append_val (tickets, ticket_id);
  test_shop_begin (shop);
  note = et_refund_carry_out (shop->db, &refund, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static void
test_refunds_are_subtracted (TestShop *shop)
{
  g_autoptr (JsonObject) part = NULL;
  g_autoptr (JsonObject) whole = NULL;
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;
  JsonObject *offer;

  test_shop_put (shop, shop->ada, shop->solo, 3);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  refund (shop, checkout.order.order_id, g_array_index (tickets, int64_t, 1));
  part = read_stats (shop, 1, et_time_now ());
  g_assert_cmpint (json_object_get_int_member (part, "orders"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (part, "tickets"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (part, "revenue_cents"), ==, 10000);
  offer = json_array_get_object_element (json_object_get_array_member (part, "offers"), 0);
  g_assert_cmpint (json_object_get_int_member (offer, "tickets"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (offer, "sold"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (offer, "revenue_cents"), ==, 10000);

  refund (shop, checkout.order.order_id, 0);
  whole = read_stats (shop, 1, et_time_now ());
  g_assert_cmpint (json_object_get_int_member (whole, "orders"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (whole, "revenue_cents"), ==, 0);
}

/* 23:30 UTC on 28 March 2026 is 00:30 of the 29th in Paris, the day of 23 hours. */
static void
test_days_are_local (TestShop *shop)
{
  g_autoptr (JsonObject) stats = NULL;
  JsonObject *day;

  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_exec (shop, "UPDATE orders SET paid_at = 1774740600000");
  stats = read_stats (shop, 3, 1774861200000); /* 2026-03-30 11:00 in Paris */
  day = json_array_get_object_element (json_object_get_array_member (stats, "days"), 1);
  g_assert_cmpstr (json_object_get_string_member (day, "day"), ==, "2026-03-29");
  g_assert_cmpint (json_object_get_int_member (day, "orders"), ==, 1);
}

static void
test_admissions_by_quarters (TestShop *shop)
{
  g_autoptr (JsonObject) stats = NULL;
  JsonArray *admissions;
  JsonObject *first;

  for (int i = 0; i < 3; i++)
    test_shop_buy (shop, shop->ada, shop->duo);
  test_shop_exec (shop, "UPDATE tickets SET state = 'used', used_by = 3, "
                        "used_at = 1774861200000 + 60000 * (id - 1) * (id - 1) * 4");
  stats = read_stats (shop, 1, 1774861200000);
  admissions = json_object_get_array_member (stats, "admissions");
  g_assert_cmpuint (json_array_get_length (admissions), ==, 2);
  first = json_array_get_object_element (admissions, 0);
  g_assert_cmpstr (json_object_get_string_member (first, "at"), ==, "2026-03-30T09:00:00Z");
  g_assert_cmpint (json_object_get_int_member (first, "tickets"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (first, "people"), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/stats/today", test_sales_of_today);
  test_shop_add ("/server/stats/refunds", test_refunds_are_subtracted);
  test_shop_add ("/server/stats/local-days", test_days_are_local);
  test_shop_add ("/server/stats/admissions", test_admissions_by_quarters);
  return g_test_run ();
}

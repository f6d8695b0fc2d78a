/* SPDX-License-Identifier: MIT */
#include "server/service/et-seed.h"
#include "server/service/et-ticket-issue.h"
#include "test-shop.h"

static EtSeeded
seed (TestShop *shop, int64_t now)
{
  g_autoptr (GError) error = NULL;
  EtSeeded added = { -1, -1 };

  test_shop_begin (shop);
  et_seed_offers (shop->db, now, &added, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  return added;
}

static void
empty_catalogue (TestShop *shop)
{
  test_shop_exec (shop, "DELETE FROM offers");
  test_shop_exec (shop, "DELETE FROM events");
}

static void
test_enough_of_everything (TestShop *shop)
{
  EtSeeded added;

  empty_catalogue (shop);
  added = seed (shop, et_time_now ());
  g_assert_cmpint (added.n_events, >=, 12);
  g_assert_cmpint (added.n_offers, ==, 3 * added.n_events);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(DISTINCT sport) FROM events"), >=, 8);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM events"), ==, added.n_events);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(DISTINCT name) FROM offers"), ==,
                   added.n_offers);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM offers WHERE description = ''"), ==,
                   0);
}

static void
test_twice_adds_nothing (TestShop *shop)
{
  EtSeeded again;
  int64_t n_offers;

  seed (shop, et_time_now ());
  n_offers = test_shop_get (shop, "SELECT COUNT(*) FROM offers");
  again = seed (shop, et_time_now () + ET_DAY);
  g_assert_cmpint (again.n_events, ==, 0);
  g_assert_cmpint (again.n_offers, ==, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM offers"), ==, n_offers);
}

static void
test_the_offers_of_the_original (TestShop *shop)
{
  seed (shop, et_time_now ());
  g_assert_cmpint (test_shop_get (shop, "SELECT price_cents FROM offers "
                                        "WHERE name = 'Ticket Solo - Athlétisme'"),
                   ==, 5000);
  g_assert_cmpint (test_shop_get (shop, "SELECT price_cents FROM offers "
                                        "WHERE name = 'Ticket Duo - Natation' AND admits = 2"),
                   ==, 8500);
}

/* At each hour of a day in winter and in summer. */
static void
test_two_events_are_on_for_a_day (TestShop *shop)
{
  static const int64_t midnights[] = { 1768435200000, 1784073600000, 1774742400000 };

  for (gsize i = 0; i < G_N_ELEMENTS (midnights); i++)
    for (int hour = 0; hour < 24; hour++)
      {
        int64_t now = midnights[i] + hour * ET_HOUR + 59 * ET_MINUTE;
        int64_t starts_at, ends_at;

        empty_catalogue (shop);
        test_shop_exec (shop, "DELETE FROM counters WHERE name = 'seed'");
        seed (shop, now);
        starts_at = test_shop_get (shop, "SELECT MAX(e.starts_at) FROM events e JOIN offers o "
                                         "ON o.event_id = e.id WHERE o.name IN "
                                         "('Ticket Solo - Athlétisme', 'Ticket Duo - Natation')");
        ends_at = test_shop_get (shop, "SELECT MIN(ends_at) FROM events");
        g_assert_cmpint (et_ticket_valid_from (starts_at), <=, now);
        g_assert_cmpint (et_ticket_valid_until (ends_at), >=, now + 24 * ET_HOUR);
      }
}

static void
test_all_other_events_are_to_come (TestShop *shop)
{
  int64_t now = et_time_now ();
  g_autofree char *sql = g_strdup_printf (
      "SELECT COUNT(*) FROM events WHERE starts_at <= %" G_GINT64_FORMAT, now + ET_DAY);

  empty_catalogue (shop);
  seed (shop, now);
  g_assert_cmpint (test_shop_get (shop, sql), ==, 2);
}

static void
test_days_are_those_of_the_games (TestShop *shop)
{
  empty_catalogue (shop);
  seed (shop, 1790000000000); /* September 2026 */
  g_assert_cmpint (test_shop_get (shop, "SELECT starts_at FROM events "
                                        "WHERE name = 'Aviron : finales du huit'"),
                   ==, 1817278200000); /* 2027-08-03 09:30 in Paris */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/seed/enough", test_enough_of_everything);
  test_shop_add ("/server/seed/twice", test_twice_adds_nothing);
  test_shop_add ("/server/seed/original", test_the_offers_of_the_original);
  test_shop_add ("/server/seed/on-now", test_two_events_are_on_for_a_day);
  test_shop_add ("/server/seed/to-come", test_all_other_events_are_to_come);
  test_shop_add ("/server/seed/days", test_days_are_those_of_the_games);
  return g_test_run ();
}

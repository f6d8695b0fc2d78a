/* SPDX-License-Identifier: MIT */
#include "core/et-record.h"
#include "test-scan-races.h"
#include "tests/support/et-test-cluster.h"

/* Each race runs on the real server, two processes of it where the database allows it, where the
 * rules must hold in every round, and on one without guards (et-guards-unguarded.c), where they
 * must be seen broken: else the race was none. */

#define CHECKOUT "/api/cart/checkout/"

/* Runs one round. Returns: whether the rules held. */
typedef gboolean (*RaceFunc) (TestHall *hall, guint round);

typedef struct
{
  const char *name;
  RaceFunc run;
  guint n_buyers;
  int64_t quota;
  int64_t capacity; /* of each event; 0 for unlimited */
  guint n_rounds; /* in the short run; 0 for 10 */
  guint n_full_rounds; /* 0 for 100 */
  int64_t max_per_account; /* of each offer; 0 for unlimited */
  gboolean has_holds; /* carts hold places */
  gboolean is_seen_on_files_only; /* without its guard: the batches of a database server hide it */
} Race;

static int
get_status (GPtrArray *answers, guint i)
{
  return ((EtTestAnswer *) answers->pdata[i])->status;
}

/* Whether @n answers are all there are of a request that is carried out once: the same success, or
 * a word that it is under way. */
static gboolean
are_of_one_request (GPtrArray *answers, guint n)
{
  return test_answers_are_the_same (answers, 200) &&
         test_answers_count (answers, 200, NULL) +
                 test_answers_count (answers, 409, "in_progress") ==
             n;
}

/* All buyers want a place of an offer that has fewer. Who gets none keeps the cart. */
static gboolean
race_for_places (TestHall *hall, guint round)
{
  guint n = hall->buyers->len;
  int64_t offer_id = hall->offers[round], n_kept;
  GPtrArray *answers;

  test_hall_put (hall, hall->buyers, offer_id, 1);
  answers = test_hall_keep (hall, test_clients_post (hall->buyers, n, CHECKOUT, NULL, "{}"));
  n_kept = test_hall_count (hall,
                            "SELECT COUNT(*) FROM orders o JOIN order_lines l "
                            "ON l.order_id = o.id WHERE o.state = 'cart' AND l.offer_id = $",
                            offer_id);
  test_hall_post (hall, hall->buyers, "/api/cart/clear/", "{}");
  return test_answers_count (answers, 200, NULL) == hall->quota &&
         test_answers_count (answers, 409, "sold_out") == n - hall->quota &&
         n_kept == n - hall->quota && test_hall_has_sold (hall, offer_id, hall->quota);
}

/* All buyers want a place at an event that has fewer, half of them by one offer of it, half by the
 * other. */
static gboolean
race_for_an_event (TestHall *hall, guint round)
{
  guint n = hall->buyers->len;
  int64_t offers[] = { hall->offers[round], hall->others[round] };
  GPtrArray *answers;

  for (guint half = 0; half < 2; half++)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();

      for (guint i = half; i < n; i += 2)
        g_ptr_array_add (some, hall->buyers->pdata[i]);
      test_hall_put (hall, some, offers[half], 1);
    }
  answers = test_hall_keep (hall, test_clients_post (hall->buyers, n, CHECKOUT, NULL, "{}"));
  test_hall_post (hall, hall->buyers, "/api/cart/clear/", "{}");
  return test_answers_count (answers, 200, NULL) == hall->capacity &&
         test_answers_count (answers, 409, "sold_out") == n - hall->capacity &&
         test_hall_count (hall,
                          "SELECT e.taken FROM events e JOIN offers o ON o.event_id = e.id "
                          "WHERE o.id = $",
                          offers[0]) == hall->capacity;
}

/* All buyers put a place into their carts of an offer that has fewer. Who holds one can buy it. */
static gboolean
race_for_a_hold (TestHall *hall, guint round)
{
  guint n = hall->buyers->len;
  int64_t offer_id = hall->offers[round], held;
  int64_t places = hall->capacity != ET_NULL_INT64 ? hall->capacity : hall->quota;
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT "}", offer_id);
  GPtrArray *answers;

  test_hall_wait_for_look (hall);
  answers = test_hall_keep (hall,
                            test_clients_post (hall->buyers, n, "/api/cart/add/", NULL, body));
  held = test_hall_count (hall, "SELECT held FROM offers WHERE id = $", offer_id);
  test_hall_post (hall, hall->buyers, "/api/cart/clear/", "{}");
  return test_answers_count (answers, 200, NULL) == places &&
         test_answers_count (answers, 409, "sold_out") == n - places && held == places &&
         test_hall_has_sold (hall, offer_id, 0);
}

/* One buyer pays for one cart two to eight times. */
static gboolean
race_for_a_cart (TestHall *hall, guint round)
{
  guint n = 2 + round % (TEST_HALL_PACK - 1);
  GPtrArray *answers;

  test_hall_put (hall, hall->pack, hall->offers[round], 3);
  answers = test_hall_keep (hall, test_clients_post (hall->pack, n, CHECKOUT, NULL, "{}"));
  return test_answers_count (answers, 200, NULL) == 1 &&
         test_answers_count (answers, 400, "cart_empty") == n - 1 &&
         test_hall_has_sold (hall, hall->offers[round], 3);
}

/* On several devices one buyer puts a ticket into the cart and pays, all at once: more than one
 * order comes of it, and together they have what one account may. */
static gboolean
race_for_a_share (TestHall *hall, guint round)
{
  int64_t offer_id = hall->offers[round];
  guint n = hall->pack->len;
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT "}", offer_id);
  GPtrArray *answers;

  for (guint i = 0; i < n; i++)
    {
      test_client_send (hall->pack->pdata[i], "POST", "/api/cart/add/", NULL, body);
      test_client_send (hall->pack->pdata[i], "POST", CHECKOUT, NULL, "{}");
    }
  answers = test_hall_keep (hall, test_clients_read (hall->pack, n));
  g_ptr_array_unref (test_clients_read (hall->pack, n));
  return test_answers_count (answers, 200, NULL) == hall->max_per_account &&
         test_answers_count (answers, 409, "account_limit") == n - hall->max_per_account &&
         test_hall_has_sold (hall, offer_id, hall->max_per_account);
}

/* One request for the checkout is repeated, at once and later. */
static gboolean
race_of_one_request (TestHall *hall, guint round)
{
  guint n = hall->pack->len;
  g_autofree char *key = g_strdup_printf ("request-%u", round);
  GPtrArray *answers;

  test_hall_put (hall, hall->pack, hall->offers[round], 3);
  answers = test_hall_keep (hall, test_clients_post (hall->pack, n, CHECKOUT, key, "{}"));
  g_ptr_array_add (answers, test_client_post (hall->pack->pdata[0], CHECKOUT, key, "{}"));
  return are_of_one_request (answers, n + 1) && get_status (answers, n) == 200 &&
         test_hall_has_sold (hall, hall->offers[round], 3);
}

/* Two different requests for the checkout come with one key: every other answer belongs to the one
 * that came too late. */
static gboolean
race_of_two_requests (TestHall *hall, guint round)
{
  static const char *const bodies[] = { "{}", "{\"card_number\":\"4242424242424242\"}" };
  guint n = hall->pack->len, late = 0;
  g_autofree char *key = g_strdup_printf ("either-%u", round);
  GPtrArray *answers;

  test_hall_put (hall, hall->pack, hall->offers[round], 2);
  for (guint i = 0; i < n; i++)
    test_client_send (hall->pack->pdata[i], "POST", CHECKOUT, key, bodies[i % 2]);
  answers = test_hall_keep (hall, test_clients_read (hall->pack, n));
  while (late < n && get_status (answers, late) != 422)
    late++;
  for (guint i = late % 2; i < n; i += 2)
    if (get_status (answers, i) != 422)
      return FALSE;
  return test_answers_count (answers, 422, "key_reused") == n / 2 &&
         are_of_one_request (answers, n / 2) && test_hall_has_sold (hall, hall->offers[round], 2);
}

/* One wish for a ticket is repeated. */
static gboolean
race_of_one_wish (TestHall *hall, guint round)
{
  guint n = hall->pack->len;
  int64_t offer_id = hall->offers[round], quantity;
  g_autofree char *key = g_strdup_printf ("wish-%u", round);
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT "}", offer_id);
  GPtrArray *answers;

  answers = test_hall_keep (hall, test_clients_post (hall->pack, n, "/api/cart/add/", key, body));
  quantity = test_hall_count (hall, "SELECT quantity FROM order_lines WHERE offer_id = $",
                              offer_id);
  test_hall_post (hall, hall->pack, "/api/cart/clear/", "{}");
  return are_of_one_request (answers, n) && quantity == 1;
}

/* Several desks refund one ticket. */
static gboolean
race_of_refunds (TestHall *hall, guint round)
{
  guint n = hall->desks->len;
  int64_t offer_id = hall->offers[round];
  g_autofree char *path = NULL;
  g_autofree char *body = NULL;
  g_autoptr (EtTestAnswer) bought = NULL;
  JsonObject *sale;
  GPtrArray *answers;

  test_hall_put (hall, hall->pack, offer_id, 1);
  bought = test_client_post (hall->pack->pdata[0], CHECKOUT, NULL, "{}");
  et_test_answer_assert (bought, 200, NULL);
  test_hall_wait_for_look (hall);
  sale = et_test_answer_get_json (bought);
  path = g_strdup_printf ("/api/admin/orders/%" G_GINT64_FORMAT "/refund/",
                          json_object_get_int_member (sale, "order_id"));
  body = g_strdup_printf (
      "{\"reason\":\"Ill\",\"tickets\":[%" G_GINT64_FORMAT "]}",
      json_array_get_int_element (json_object_get_array_member (sale, "tickets"), 0));
  answers = test_hall_keep (hall, test_clients_post (hall->desks, n, path, NULL, body));
  return test_answers_count (answers, 200, NULL) == 1 &&
         test_answers_count (answers, 409, "conflict") == n - 1 &&
         test_hall_count (hall, "SELECT sold FROM offers WHERE id = $", offer_id) == 0;
}

static gboolean
run_round (TestHall *hall, const Race *race, guint round)
{
  if (race->run (hall, round))
    return TRUE;
  test_answers_tell (hall->answers);
  return FALSE;
}

static TestHall *
open_hall (const Race *race, gboolean is_guarded)
{
  if (race->max_per_account != 0)
    return test_hall_open_with_maximum (is_guarded, race->quota, race->max_per_account);
  return test_hall_open (is_guarded, race->n_buyers, race->quota,
                         race->capacity != 0 ? race->capacity : ET_NULL_INT64, race->has_holds);
}

static guint
count_rounds (const Race *race)
{
  if (et_test_is_full_run ())
    return race->n_full_rounds != 0 ? race->n_full_rounds : 100;
  return race->n_rounds != 0 ? race->n_rounds : 10;
}

static void
test_rules_hold (gconstpointer data)
{
  static const char *const check[] = { "check", NULL };
  const Race *race = data;
  TestHall *hall = open_hall (race, TRUE);
  guint n = count_rounds (race);
  int64_t began;

  if (et_test_cluster_is_running ())
    test_hall_add_process (hall);
  began = g_get_monotonic_time ();
  for (guint round = 0; round < n; round++)
    g_assert_true (run_round (hall, race, round));
  g_test_message ("%s: %u rounds in %.1f s; %" G_GINT64_FORMAT " tickets sold", race->name, n,
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC,
                  et_test_server_count (hall->server, "SELECT COUNT(*) FROM tickets"));
  g_assert_cmpint (et_test_server_run (hall->server, check, NULL, NULL, NULL), ==, 0);
  test_hall_close (hall);
}

static void
test_race_is_seen (gconstpointer data)
{
  const Race *race = data;
  TestHall *hall = open_hall (race, FALSE);
  guint round = 0;

  while (round < TEST_HALL_OFFERS && run_round (hall, race, round))
    round++;
  g_assert_cmpuint (round, <, TEST_HALL_OFFERS);
  g_test_message ("%s: broken in round %u", race->name, round + 1);
  test_hall_close (hall);
}

/* What slips past a guard that is missing, the CHECK of the table still refuses. */
static void
test_check_holds (gconstpointer data)
{
  const Race *race = data;
  TestHall *hall;
  guint round = 0;

  g_setenv ("ET_TEST_KEEP_CHECK", "1", TRUE);
  hall = open_hall (race, FALSE);
  while (round < TEST_HALL_OFFERS && run_round (hall, race, round))
    round++;
  g_assert_cmpuint (round, <, TEST_HALL_OFFERS);
  g_assert_cmpuint (test_answers_count (hall->answers, 409, "conflict"), >, 0);
  g_assert_true (test_hall_has_sold (hall, hall->offers[round], hall->quota));
  test_hall_close (hall);
  g_unsetenv ("ET_TEST_KEEP_CHECK");
}

static void
add (const Race *race, const char *kind, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/races/%s/%s", race->name, kind);

  g_test_add_data_func (path, race, func);
}

int
main (int argc, char **argv)
{
  static const Race races[] = {
    { "last-place", race_for_places, 64, 1 },
    { "event-capacity", race_for_an_event, 64, 1000, .capacity = 3 },
    { "cart", race_for_a_hold, 64, 1, .has_holds = TRUE },
    { "cart-and-event", race_for_a_hold, 64, 1000, .capacity = 3, .has_holds = TRUE },
    { "hundred-places", race_for_places, 200, 100, .n_rounds = 2 },
    { "account-share", race_for_a_share, 0, 1000, .max_per_account = 3 },
    { "one-cart", race_for_a_cart, 0, 1000 },
    { "one-request", race_of_one_request, 0, 1000 },
    { "two-requests", race_of_two_requests, 0, 1000 },
    { "one-wish", race_of_one_wish, 0, 1000 },
    { "gates", race_through_gates, 0, 1000, .n_full_rounds = 1000 },
    { "one-scan", race_of_one_scan, 0, 1000 },
    { "refunds", race_of_refunds, 0, 1000, .is_seen_on_files_only = TRUE },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (races); i++)
    {
      add (&races[i], "guarded", test_rules_hold);
      if (!races[i].is_seen_on_files_only || !et_test_cluster_is_running ())
        add (&races[i], "unguarded", test_race_is_seen);
    }
  add (&races[0], "checked", test_check_holds);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-record.h"
#include "test-hall.h"
#include "tests/support/et-test-live.h"

/* Two processes on one database, as behind a balancer: what one of them was told, the other knows.
 * Clients with even numbers are at the first process, those with odd numbers at the second. */

#define CHECKOUT "/api/cart/checkout/"
#define ME "/api/accounts/me/"

#define QUOTA 30
#define N_BUYERS 60

/* What one process must know of the other at the latest. */
#define LATEST G_USEC_PER_SEC

#define HINT_INTERVAL (G_USEC_PER_SEC * 3 / 10) /* longer than a hint waits after another */

static TestHall *hall;

static int
get_status (EtTestServer *server, const char *path, const char *token)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", path, token, NULL);

  return answer->status;
}

/* Waits for the second process to refuse a token, and no longer than it may take. */
static void
expect_refusal_beside (const char *token)
{
  int64_t until = g_get_monotonic_time () + LATEST;

  while (get_status (hall->beside, ME, token) != 401)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (5000);
    }
}

static void
test_a_session_that_ends (void)
{
  g_autofree char *token = et_test_server_sign_up (hall->server, "leaver");

  g_assert_cmpint (get_status (hall->beside, ME, token), ==, 200);
  et_test_server_expect (hall->server, "POST", "/api/accounts/logout/", token, NULL, 200, NULL);
  expect_refusal_beside (token);
}

static void
test_an_account_that_is_disabled (void)
{
  g_autofree char *token = et_test_server_sign_up (hall->server, "villain");
  g_autofree char *path = g_strdup_printf (
      "/api/admin/accounts/%" G_GINT64_FORMAT "/",
      et_test_server_count (hall->server, "SELECT id FROM accounts WHERE username = 'villain'"));
  TestClient *desk = hall->desks->pdata[0];

  g_assert_cmpint (get_status (hall->beside, ME, token), ==, 200);
  et_test_server_expect (hall->server, "PATCH", path, desk->token, "{\"disabled\":true}", 200,
                         NULL);
  expect_refusal_beside (token);
}

static void
test_a_cart (void)
{
  g_autoptr (EtTestAnswer) here = NULL;
  g_autoptr (EtTestAnswer) there = NULL;

  test_hall_put (hall, hall->pack, hall->offers[0], 2);
  here = test_client_get (hall->pack->pdata[0], "/api/cart/");
  there = test_client_get (hall->pack->pdata[1], "/api/cart/");
  g_assert_cmpint (json_object_get_double_member (et_test_answer_get_json (there), "total"), ==,
                   100);
  g_assert_true (g_bytes_equal (here->body, there->body));
}

/* A checkout is answered by both byte for byte the same; another one with its key is refused. */
static void
test_one_request (void)
{
  g_autoptr (EtTestAnswer) here = NULL;
  g_autoptr (EtTestAnswer) there = NULL;
  g_autoptr (EtTestAnswer) other = NULL;

  test_hall_put (hall, hall->pack, hall->offers[1], 3);
  here = test_client_post (hall->pack->pdata[0], CHECKOUT, "once", "{}");
  et_test_answer_assert (here, 200, NULL);
  there = test_client_post (hall->pack->pdata[1], CHECKOUT, "once", "{}");
  et_test_answer_assert (there, 200, NULL);
  g_assert_true (g_bytes_equal (here->body, there->body));
  other = test_client_post (hall->pack->pdata[1], CHECKOUT, "once",
                            "{\"card_number\":\"4242424242424242\"}");
  et_test_answer_assert (other, 422, "key_reused");
  g_assert_true (test_hall_has_sold (hall, hall->offers[1], 3));
}

/* Waits for the next version at the second process, and acknowledges it. */
static void
take_hint (EtTestLive *live)
{
  g_autofree char *seen = g_strdup_printf ("{\"version\":%" G_GINT64_FORMAT "}",
                                           et_test_live_read_version (live));

  et_test_live_say (live, seen);
}

/* Returns: microseconds from a change at the first process to the hint at the second. */
static int64_t
time_hint (EtTestLive *live)
{
  TestClient *pack = hall->pack->pdata[0];
  int64_t began = g_get_monotonic_time ();

  et_test_server_expect (hall->server, "PATCH", ME, pack->token, "{\"display_name\":\"Pack\"}", 200,
                         NULL);
  take_hint (live);
  return g_get_monotonic_time () - began;
}

static EtTestLive *
open_live_beside (void)
{
  TestClient *there = hall->pack->pdata[1];
  EtTestLive *live = et_test_live_new (there->port, there->token);

  take_hint (live);
  return live;
}

/* Who only looked every half a second would mostly come later. */
static void
expect_most_hints_soon (EtTestLive *live)
{
  guint n_soon = 0;

  for (guint i = 0; i < 6; i++)
    {
      int64_t took;

      g_usleep (HINT_INTERVAL);
      took = time_hint (live);
      g_test_message ("Hint after %d ms", (int) (took / 1000));
      g_assert_cmpint (took, <, LATEST);
      n_soon += took < LATEST / 5 ? 1 : 0;
    }
  g_assert_cmpuint (n_soon, >, 3);
}

static void
test_hints (void)
{
  g_autoptr (EtTestLive) live = open_live_beside ();

  expect_most_hints_soon (live);
}

/* All connections of both processes are cut: they connect again, and listen again. */
static void
test_hints_after_a_cut (void)
{
  g_autofree char *token = et_test_server_sign_up (hall->server, "cut");
  g_autoptr (EtTestLive) live = open_live_beside ();

  g_assert_cmpint (get_status (hall->beside, ME, token), ==, 200);
  et_test_server_count (hall->server, "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) "
                                      "FROM pg_stat_activity WHERE datname = current_database() "
                                      "AND pid <> pg_backend_pid()) cut");
  et_test_server_expect (hall->server, "POST", "/api/accounts/logout/", token, NULL, 200, NULL);
  expect_refusal_beside (token);
  expect_most_hints_soon (live);
}

/* A change of the catalogue that one process makes is in the other's. */
static void
test_the_catalogue (void)
{
  TestClient *desk = hall->desks->pdata[0];
  int64_t until;

  et_test_server_expect (hall->server, "POST", "/api/admin/offers/", desk->token,
                         "{\"event_id\":1,\"name\":\"Newest\",\"offer_type\":\"solo\","
                         "\"price_cents\":100,\"quota\":null}",
                         201, NULL);
  until = g_get_monotonic_time () + LATEST;
  for (;;)
    {
      g_autoptr (EtTestAnswer)
          answer = et_test_server_call (hall->beside, "GET", "/api/offers/", NULL, NULL);
      g_autofree char *body = et_test_answer_dup_body (answer);

      if (strstr (body, "Newest") != NULL)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (5000);
    }
}

/* A ticket is scanned at gates of both at once. */
static void
test_gates (void)
{
  for (guint round = 2; round < 12; round++)
    {
      g_autofree char *key = test_hall_buy (hall, hall->offers[round]);
      g_autofree char *body = g_strdup_printf ("{\"ticket_key\":\"%s\",\"gate\":\"North\"}", key);
      g_autoptr (GPtrArray) answers = test_clients_post (hall->gates, hall->gates->len,
                                                         "/api/tickets/verify/", NULL, body);

      test_answers_tell (answers);
      g_assert_cmpuint (test_answers_count (answers, 200, NULL), ==, 1);
      g_assert_cmpuint (test_answers_count (answers, 409, "already_used"), ==, answers->len - 1);
    }
}

static void
test_the_last_places (void)
{
  int64_t offer_id = hall->offers[20];
  g_autoptr (GPtrArray) answers = NULL;

  test_hall_put (hall, hall->buyers, offer_id, 1);
  answers = test_clients_post (hall->buyers, N_BUYERS, CHECKOUT, NULL, "{}");
  test_answers_tell (answers);
  g_assert_cmpuint (test_answers_count (answers, 200, NULL), ==, QUOTA);
  g_assert_cmpuint (test_answers_count (answers, 409, "sold_out"), ==, N_BUYERS - QUOTA);
  g_assert_true (test_hall_has_sold (hall, offer_id, QUOTA));
}

static guint
count_keys (EtTestServer *server)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", "/api/keys/", NULL, NULL);
  g_autofree char *body = et_test_answer_dup_body (answer);
  guint n = 0;

  for (const char *key = body; (key = strstr (key, "\"public_key\"")) != NULL; key++)
    n++;
  return n;
}

/* A key that the operator adds is known to both soon, and what is sold with it valid at both. */
static void
test_a_new_key (void)
{
  static const char *const generate[] = { "generate-key", NULL };
  int64_t until;

  g_assert_cmpuint (count_keys (hall->beside), ==, 1);
  g_assert_cmpint (et_test_server_run (hall->server, generate, NULL, NULL, NULL), ==, 0);
  until = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  while (count_keys (hall->server) != 2 || count_keys (hall->beside) != 2)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (20000);
    }
  test_gates ();
}

static gpointer
add_offers (gpointer is_over)
{
  TestClient *desk = hall->desks->pdata[0];

  while (!g_atomic_int_get ((gboolean *) is_over))
    et_test_server_expect (hall->server, "POST", "/api/admin/offers/", desk->token,
                           "{\"event_id\":1,\"name\":\"Noted\",\"offer_type\":\"solo\","
                           "\"price_cents\":100,\"quota\":null}",
                           201, NULL);
  return NULL;
}

/* The chain is looked at as it was at one moment, while it grows. */
static void
test_the_audit_while_it_grows (void)
{
  static const char *const verify[] = { "verify-audit", NULL };
  gboolean is_over = FALSE;
  GThread *writer = g_thread_new ("writer", add_offers, &is_over);
  guint n_sound = 0;

  for (guint i = 0; i < 10; i++)
    n_sound += et_test_server_run (hall->beside, verify, NULL, NULL, NULL) == 0 ? 1 : 0;
  g_atomic_int_set (&is_over, TRUE);
  g_thread_join (writer);
  g_assert_cmpuint (n_sound, ==, 10);
}

static void
test_all_is_sound (void)
{
  static const char *const check[] = { "check", NULL };
  static const char *const verify[] = { "verify-audit", NULL };

  g_assert_cmpint (et_test_server_run (hall->beside, check, NULL, NULL, NULL), ==, 0);
  g_assert_cmpint (et_test_server_run (hall->beside, verify, NULL, NULL, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  hall = test_hall_open (TRUE, N_BUYERS, QUOTA, ET_NULL_INT64, FALSE);
  test_hall_add_process (hall);
  g_test_add_func ("/processes/session", test_a_session_that_ends);
  g_test_add_func ("/processes/account", test_an_account_that_is_disabled);
  g_test_add_func ("/processes/cart", test_a_cart);
  g_test_add_func ("/processes/one-request", test_one_request);
  g_test_add_func ("/processes/catalogue", test_the_catalogue);
  g_test_add_func ("/processes/gates", test_gates);
  g_test_add_func ("/processes/last-places", test_the_last_places);
  g_test_add_func ("/processes/new-key", test_a_new_key);
  g_test_add_func ("/processes/audit", test_the_audit_while_it_grows);
  g_test_add_func ("/processes/hints", test_hints);
  if (g_str_has_prefix (g_getenv ("ET_TEST_DATABASE_URL"), "postgresql:"))
    g_test_add_func ("/processes/hints-after-a-cut", test_hints_after_a_cut);
  g_test_add_func ("/processes/sound", test_all_is_sound);
  status = g_test_run ();
  test_hall_close (hall);
  return status;
}

/* SPDX-License-Identifier: MIT */
#include "test-clients.h"
#include "tests/support/et-test-server.h"

/* Two processes on one database, one of which ends in the midst of a payment. */

#define CHECKOUT "/api/cart/checkout/"
#define SLOW_CARD "{\"card_number\":\"4000000000009995\"}"
#define SLOW_MS "4000"

/* How soon the others must have brought a dead process's orders to their end. */
#define LATEST (3 * G_USEC_PER_SEC)

typedef struct
{
  EtTestServer *first; /* owned */
  EtTestServer *second; /* owned; does not run yet */
  char *token; /* owned */
  TestClient *buyer; /* owned; at the first */
} Fixture;

static int64_t
count_pending (Fixture *fixture)
{
  return et_test_server_count (fixture->first,
                               "SELECT COUNT(*) FROM orders WHERE state = 'pending'");
}

static void
wait_for_pending (Fixture *fixture, int64_t n, int64_t patience)
{
  int64_t until = g_get_monotonic_time () + patience;

  while (count_pending (fixture) != n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (10000);
    }
}

/* A checkout at the first process, which asks for the money. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const environment[] = { "ETICKETS_PAYMENT_TIMEOUT_MS=" SLOW_MS, NULL };
  static const char *const seed[] = { "seed-offers", NULL };

  fixture->first = et_test_server_new (environment);
  fixture->second = et_test_server_new_beside (fixture->first);
  g_assert_cmpint (et_test_server_run (fixture->first, seed, NULL, NULL, NULL), ==, 0);
  fixture->token = et_test_server_sign_up (fixture->first, "ada");
  fixture->buyer = test_client_new (et_test_server_get_port (fixture->first), fixture->token);
  et_test_server_expect (fixture->first, "POST", "/api/cart/add/", fixture->token,
                         "{\"offer_id\":1}", 200, NULL);
  test_client_send (fixture->buyer, "POST", CHECKOUT, "slow", SLOW_CARD);
  wait_for_pending (fixture, 1, LATEST);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const check[] = { "check", NULL };

  g_assert_cmpint (et_test_server_run (fixture->second, check, NULL, NULL, NULL), ==, 0);
  test_client_free (fixture->buyer);
  g_free (fixture->token);
  et_test_server_free (fixture->second);
  et_test_server_free (fixture->first);
}

/* Who begins to serve leaves alone what another one is at work on. */
static void
test_one_that_lives (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_server_start (fixture->second);
  g_usleep (3 * G_USEC_PER_SEC / 2); /* it looks each second */
  g_assert_cmpint (count_pending (fixture), ==, 1);
  answer = test_client_read (fixture->buyer);
  et_test_answer_assert (answer, 504, "payment_timeout");
  et_test_server_stop (fixture->second);
  et_test_server_stop (fixture->first);
}

static void
expect_cart_beside (Fixture *fixture)
{
  wait_for_pending (fixture, 0, LATEST);
  et_test_server_expect (fixture->second, "POST", CHECKOUT, fixture->token, "{}", 200, NULL);
  et_test_server_stop (fixture->second);
}

/* Its buyer has the cart back, and buys at the other one. */
static void
test_one_that_is_killed (Fixture *fixture, gconstpointer data)
{
  et_test_server_start (fixture->second);
  et_test_server_kill (fixture->first);
  expect_cart_beside (fixture);
}

static void
test_one_that_was_killed (Fixture *fixture, gconstpointer data)
{
  et_test_server_kill (fixture->first);
  et_test_server_start (fixture->second);
  expect_cart_beside (fixture);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/dead-process/lives", test_one_that_lives);
  add ("/dead-process/is-killed", test_one_that_is_killed);
  add ("/dead-process/was-killed", test_one_that_was_killed);
  return g_test_run ();
}

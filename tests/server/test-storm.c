/* SPDX-License-Identifier: MIT */
#include "test-storm.h"

#define N_BUYERS 8
#define SCARCE_QUOTA 30

typedef struct
{
  TestBuyer *buyer; /* borrowed */
  int last_status;
} Spree;

static gpointer
buy_until (gpointer data)
{
  Spree *spree = data;
  int status;

  do
    status = test_buyer_ask (spree->buyer);
  while (status != spree->last_status && status != 0);
  g_assert_cmpint (status, ==, spree->last_status);
  return NULL;
}

/* Waits until somebody has bought. */
static void
wait_for_orders (TestStorm *storm, guint n)
{
  int64_t end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while ((guint) g_atomic_int_get (&storm->ledger->n_orders) < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
    }
}

/* All buy at once; at a random moment after the first sale @end does something to the server, so
 * that they get @last_status and stop. */
void
test_storm_run (TestStorm *storm, int last_status, TestStormFunc end)
{
  GThread *threads[N_BUYERS];
  Spree sprees[N_BUYERS];
  guint n_before = (guint) g_atomic_int_get (&storm->ledger->n_orders);

  for (guint i = 0; i < N_BUYERS; i++)
    {
      sprees[i] = (Spree){ storm->buyers->pdata[i], last_status };
      threads[i] = g_thread_new ("buyer", buy_until, &sprees[i]);
    }
  wait_for_orders (storm, n_before + 1);
  g_usleep ((gulong) g_test_rand_int_range (0, 300000));
  end (storm);
  for (guint i = 0; i < N_BUYERS; i++)
    g_thread_join (threads[i]);
}

/* Those who were cut off ask again on new connections, and come to the end of what they had
 * begun. */
void
test_storm_ask_again (TestStorm *storm)
{
  for (guint i = 0; i < N_BUYERS; i++)
    {
      TestBuyer *buyer = storm->buyers->pdata[i];

      test_buyer_connect (buyer, storm->server);
      do
        g_assert_cmpint (test_buyer_ask (buyer), !=, 0);
      while (!test_buyer_is_at_rest (buyer));
    }
}

/* How many have begun a purchase whose end they do not know. */
guint
test_storm_count_begun (TestStorm *storm)
{
  guint n = 0;

  for (guint i = 0; i < N_BUYERS; i++)
    n += test_buyer_is_at_rest (storm->buyers->pdata[i]) ? 0 : 1;
  return n;
}

/* Begins a checkout with the key "slow", and returns while the payment provider is being asked,
 * which it does not answer. */
void
test_storm_wait_for_payment (TestStorm *storm, TestBuyer *buyer)
{
  int64_t end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_assert_cmpint (test_buyer_ask (buyer), ==, 200); /* fills the cart */
  test_client_send (buyer->client, "POST", "/api/cart/checkout/", "slow",
                    "{\"card_number\":\"4000000000009995\"}");
  while (test_storm_count_pending (storm) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (5000);
    }
}

/* Returns when the server has settled what the one before it left behind. */
void
test_storm_wait_for_settlement (TestStorm *storm)
{
  int64_t end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (test_storm_count_pending (storm) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (5000);
    }
}

int64_t
test_storm_count_pending (TestStorm *storm)
{
  return et_test_server_count (storm->server,
                               "SELECT COUNT(*) FROM orders WHERE state = 'pending'");
}

/* The server's own command finds no fault. */
void
test_storm_assert_checked (TestStorm *storm)
{
  static const char *const check[] = { "check", NULL };

  g_assert_cmpint (et_test_server_run (storm->server, check, NULL, NULL, NULL), ==, 0);
}

static void
open_storm (TestStorm *storm)
{
  static const char *const environment[] = { "ETICKETS_PAYMENT_TIMEOUT_MS=2000", NULL };
  g_autofree char *path = NULL;

  storm->server = et_test_server_new_stopped (NULL, environment);
  path = et_test_server_get_path (storm->server, "ledger");
  storm->ledger = test_ledger_new (path);
  storm->buyers = test_buyers_new (storm->server, storm->ledger, N_BUYERS, SCARCE_QUOTA);
  et_test_server_start (storm->server);
  test_storm_ask_again (storm);
}

/* All is well, and there is nothing that nobody was told of. */
static void
close_storm (TestStorm *storm)
{
  TestAudit audit;

  if (!storm->is_spoiled)
    {
      et_test_server_stop (storm->server);
      audit = test_audit_run (storm->server, storm->ledger);
      g_assert_cmpuint (audit.n_paid, ==, audit.n_told);
      test_storm_assert_checked (storm);
    }
  g_ptr_array_unref (storm->buyers);
  et_test_server_free (storm->server);
  test_ledger_free (storm->ledger);
}

static void
run_test (gconstpointer func)
{
  TestStorm storm = { 0 };

  open_storm (&storm);
  ((TestStormFunc) func) (&storm);
  close_storm (&storm);
}

/* Adds a test that gets a server with buyers, each of whom has bought once. It leaves the server
 * running, with nothing paid that its buyer was not told of. */
void
test_storm_add (const char *path, TestStormFunc func)
{
  g_test_add_data_func (path, (gconstpointer) func, run_test);
}

/* SPDX-License-Identifier: MIT */
#include "test-storm.h"
#include "tests/support/et-test-cluster.h"

/* The server is killed at random moments while people buy. What they were told of stays; what they
 * were not told of happens once, when they ask again. */

static void
kill_server (TestStorm *storm)
{
  et_test_server_kill (storm->server);
}

static void
stop_server (TestStorm *storm)
{
  et_test_server_stop (storm->server);
}

static void
kill_and_look (TestStorm *storm)
{
  TestAudit audit;

  test_storm_run (storm, 0, kill_server);
  audit = test_audit_run (storm->server, storm->ledger);
  g_test_message ("Killed: %u orders told of, %u paid", audit.n_told, audit.n_paid);
  g_assert_cmpuint (audit.n_paid, >=, audit.n_told);
  g_assert_cmpuint (audit.n_paid, <=, audit.n_told + test_storm_count_begun (storm));

  et_test_server_start (storm->server);
  test_storm_assert_checked (storm);
  test_storm_ask_again (storm);
  audit = test_audit_run (storm->server, storm->ledger);
  g_assert_cmpuint (audit.n_paid, ==, audit.n_told);
}

/* ET_TEST_KILLS: more of them, for scripts/bench. */
static guint
choose_n_kills (void)
{
  const char *kills = g_getenv ("ET_TEST_KILLS");

  if (kills != NULL)
    return (guint) g_ascii_strtoull (kills, NULL, 10);
  return et_test_is_full_run () ? 20 : et_test_cluster_is_running () ? 2 : 5;
}

static void
test_kills_in_a_storm (TestStorm *storm)
{
  guint n_kills = choose_n_kills ();

  for (guint i = 0; i < n_kills; i++)
    kill_and_look (storm);
}

/* Who stops the server as he should cuts nobody off: what was begun is answered. */
static void
test_a_stop_in_a_storm (TestStorm *storm)
{
  TestAudit audit;

  test_storm_run (storm, 0, stop_server);
  audit = test_audit_run (storm->server, storm->ledger);
  g_assert_cmpuint (audit.n_paid, ==, audit.n_told);
  et_test_server_start (storm->server);
}

/* The provider is still being asked: the order is pending, and a cart again afterwards. */
static void
test_a_kill_while_paying (TestStorm *storm)
{
  TestBuyer *buyer = storm->buyers->pdata[0];
  g_autoptr (EtTestAnswer) nothing = NULL;

  test_storm_wait_for_payment (storm, buyer);
  et_test_server_kill (storm->server);
  nothing = test_client_read (buyer->client);
  g_assert_cmpint (nothing->status, ==, 0);
  test_audit_run (storm->server, storm->ledger);

  et_test_server_start (storm->server);
  test_storm_wait_for_settlement (storm);
  test_buyer_connect (buyer, storm->server);
  g_assert_cmpint (test_buyer_ask (buyer), ==, 200); /* pays for the same cart */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_storm_add ("/kill/storm", test_kills_in_a_storm);
  test_storm_add ("/kill/stop", test_a_stop_in_a_storm);
  test_storm_add ("/kill/while-paying", test_a_kill_while_paying);
  return g_test_run ();
}

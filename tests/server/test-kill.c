/* SPDX-License-Identifier: MIT */
#include "test-audit.h"

/* The server is killed at random moments while people buy. What they were told of stays; what they
 * were not told of happens once, when they ask again. */

#define N_BUYERS 8
#define SCARCE_QUOTA 30

static guint
get_n_kills (void)
{
  return g_strcmp0 (g_getenv ("ET_TEST_FULL"), "1") == 0 ? 20 : 5;
}

static gpointer
buy_until_cut_off (gpointer buyer)
{
  int status;

  while ((status = test_buyer_ask (buyer)) != 0)
    g_assert_cmpint (status, !=, 503);
  return NULL;
}

/* All buy at once until the server is no more. */
static void
storm (EtTestServer *server, GPtrArray *buyers)
{
  GThread *threads[N_BUYERS];

  for (guint i = 0; i < N_BUYERS; i++)
    threads[i] = g_thread_new ("buyer", buy_until_cut_off, buyers->pdata[i]);
  g_usleep ((gulong) g_test_rand_int_range (5000, 300000));
  et_test_server_kill (server);
  for (guint i = 0; i < N_BUYERS; i++)
    g_thread_join (threads[i]);
}

static guint
count_begun (GPtrArray *buyers)
{
  guint n = 0;

  for (guint i = 0; i < buyers->len; i++)
    n += test_buyer_is_at_rest (buyers->pdata[i]) ? 0 : 1;
  return n;
}

/* Those who were cut off ask again, and come to the end of what they had begun. */
static void
ask_again (EtTestServer *server, GPtrArray *buyers)
{
  for (guint i = 0; i < buyers->len; i++)
    {
      test_buyer_connect (buyers->pdata[i], server);
      do
        g_assert_true (test_buyer_ask (buyers->pdata[i]) != 0);
      while (!test_buyer_is_at_rest (buyers->pdata[i]));
    }
}

static void
assert_checked (EtTestServer *server)
{
  static const char *const check[] = { "check", NULL };

  g_assert_cmpint (et_test_server_run (server, check, NULL, NULL, NULL), ==, 0);
}

static void
kill_and_look (EtTestServer *server, GPtrArray *buyers, TestLedger *ledger)
{
  TestAudit audit;

  storm (server, buyers);
  audit = test_audit_run (server, ledger);
  g_test_message ("Killed: %u orders told of, %u paid", audit.n_told, audit.n_paid);
  g_assert_cmpuint (audit.n_paid, >=, audit.n_told);
  g_assert_cmpuint (audit.n_paid, <=, audit.n_told + count_begun (buyers));

  et_test_server_start (server);
  assert_checked (server);
  ask_again (server, buyers);
  audit = test_audit_run (server, ledger);
  g_assert_cmpuint (audit.n_paid, ==, audit.n_told);
}

static void
test_kill (void)
{
  EtTestServer *server = et_test_server_new_stopped (NULL, NULL);
  g_autofree char *path = et_test_server_get_path (server, "ledger");
  TestLedger *ledger = test_ledger_new (path);
  g_autoptr (GPtrArray) buyers = test_buyers_new (server, ledger, N_BUYERS, SCARCE_QUOTA);

  et_test_server_start (server);
  ask_again (server, buyers);
  for (guint i = 0; i < get_n_kills (); i++)
    kill_and_look (server, buyers, ledger);
  et_test_server_stop (server);
  test_audit_run (server, ledger);
  assert_checked (server);
  et_test_server_free (server);
  test_ledger_free (ledger);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/storm", test_kill);
  return g_test_run ();
}

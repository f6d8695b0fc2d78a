/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "test-storm.h"
#include "tests/support/et-test-cluster.h"

/* A database server that dies while people buy, or whose disk is full: they are told to come again,
 * and nothing else, and when it is back they find what they were told of, once. */

/* The rule says five seconds; a machine that is busy with other things gets ten times as long. */
#define HEALED_WITHIN (50 * G_USEC_PER_SEC)

static void
kill_database (TestStorm *storm)
{
  et_test_cluster_kill ();
}

/* The server looks once a second. */
static void
wait_until_told (TestStorm *storm, int status)
{
  int64_t end = g_get_monotonic_time () + HEALED_WITHIN;
  int told = 0;

  while (told != status)
    {
      g_autoptr (EtTestAnswer)
          answer = et_test_server_call (storm->server, "GET", "/ready/", NULL, NULL);

      told = answer->status;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (50000);
    }
}

/* Nothing is written, and what is not in memory is not read. */
static void
expect_outage (TestStorm *storm)
{
  wait_until_told (storm, 503);
  for (guint i = 0; i < storm->buyers->len; i++)
    {
      TestBuyer *buyer = storm->buyers->pdata[i];
      g_autoptr (EtTestAnswer) orders = NULL;

      g_assert_cmpint (test_buyer_ask (buyer), ==, 503);
      orders = test_client_get (buyer->client, "/api/orders/");
      et_test_answer_assert (orders, 503, "unavailable");
    }
}

/* Everybody asks until he is served again, on the connection that he has. Returns: after how long
 * the last of them was. */
static double
wait_until_healed (TestStorm *storm, int64_t since)
{
  for (guint i = 0; i < storm->buyers->len; i++)
    while (test_buyer_ask (storm->buyers->pdata[i]) == 503)
      {
        g_assert_cmpint (g_get_monotonic_time () - since, <, HEALED_WITHIN);
        g_usleep (10000);
      }
  return (double) (g_get_monotonic_time () - since) / G_USEC_PER_SEC;
}

/* Nothing is lost, and nothing there that nobody was told of or asks for. */
static void
look (TestStorm *storm)
{
  TestAudit audit = test_audit_run (storm->server, storm->ledger);

  g_assert_cmpuint (audit.n_paid, >=, audit.n_told);
  g_assert_cmpuint (audit.n_paid, <=, audit.n_told + test_storm_count_begun (storm));
}

static void
look_at_the_end (TestStorm *storm)
{
  TestAudit audit;

  test_storm_ask_again (storm);
  audit = test_audit_run (storm->server, storm->ledger);
  g_assert_cmpuint (audit.n_paid, ==, audit.n_told);
}

static void
kill_and_restart (TestStorm *storm)
{
  int64_t since;
  double healed;

  test_storm_run (storm, 503, kill_database);
  expect_outage (storm);
  et_test_cluster_start ();
  since = g_get_monotonic_time ();
  look (storm);
  healed = wait_until_healed (storm, since);
  wait_until_told (storm, 200);
  look_at_the_end (storm);
  g_test_message ("Served again after %.2f s; %d orders", healed,
                  g_atomic_int_get (&storm->ledger->n_orders));
}

static void
test_killed_in_a_storm (TestStorm *storm)
{
  for (guint i = 0; i < (et_test_is_full_run () ? 20 : 2); i++)
    kill_and_restart (storm);
}

/* Returns: the path of a file on the database's disk. */
static char *
get_ballast (void)
{
  return g_build_filename (g_getenv ("ET_TEST_DATABASE_FOLDER"), "data", "ballast", NULL);
}

static void
fill_disk (TestStorm *storm)
{
  static const char zeros[65536];
  g_autofree char *path = get_ballast ();
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  gsize size = sizeof zeros;

  g_assert_cmpint (fd, >=, 0);
  while (size > 0)
    if (write (fd, zeros, size) <= 0)
      {
        g_assert_cmpint (errno, ==, ENOSPC);
        size /= 2;
      }
  close (fd);
}

static void
make_room (void)
{
  g_autofree char *path = get_ballast ();

  g_assert_cmpint (unlink (path), ==, 0);
}

static void
expect_reads (TestStorm *storm)
{
  static const char *const paths[] = { "/api/offers/", "/api/cart/", "/api/tickets/",
                                       "/api/orders/", "/health/" };
  TestBuyer *buyer = storm->buyers->pdata[0];

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (EtTestAnswer) answer = test_client_get (buyer->client, paths[i]);

      et_test_answer_assert (answer, 200, NULL);
    }
}

static void
test_full_disk_in_a_storm (TestStorm *storm)
{
  int64_t since;
  double healed;

  test_storm_run (storm, 503, fill_disk);
  expect_reads (storm);
  look (storm);
  make_room ();
  since = g_get_monotonic_time ();
  healed = wait_until_healed (storm, since);
  look_at_the_end (storm);
  g_test_message ("Served again after %.2f s; %d orders", healed,
                  g_atomic_int_get (&storm->ledger->n_orders));
}

/* While the provider is asked: the money is taken, and nobody can write it down before the database
 * is back. */
static void
test_killed_while_paying (TestStorm *storm)
{
  TestBuyer *buyer = storm->buyers->pdata[0];
  int64_t end;
  g_autoptr (EtTestAnswer) answer = NULL;

  test_storm_wait_for_payment (storm, buyer);
  et_test_cluster_kill ();
  answer = test_client_read (buyer->client);
  et_test_answer_assert (answer, 503, "unavailable");
  et_test_cluster_start ();
  end = g_get_monotonic_time () + HEALED_WITHIN;
  while (test_storm_count_pending (storm) != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (20000);
    }
  look_at_the_end (storm);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("ET_TEST_OWN_MOUNTS") != NULL)
    test_storm_add ("/outage/full-disk", test_full_disk_in_a_storm);
  else
    {
      test_storm_add ("/outage/storm", test_killed_in_a_storm);
      test_storm_add ("/outage/while-paying", test_killed_while_paying);
    }
  return g_test_run ();
}

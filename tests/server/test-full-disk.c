/* SPDX-License-Identifier: MIT */
#include <sys/resource.h>

#include "test-audit.h"

/* A disk that is full, as a limit on the size of files makes it: every write of the server fails
 * from one moment on, also in the middle of a commit. */

#define N_BUYERS 8
#define SCARCE_QUOTA 30

typedef struct
{
  EtTestServer *server; /* owned */
  TestLedger *ledger; /* owned */
  GPtrArray *buyers; /* owned, of TestBuyer */
} Office;

static void
fill_disk (Office *office, gboolean is_full)
{
  struct rlimit limit = { is_full ? 0 : RLIM_INFINITY, RLIM_INFINITY };

  g_assert_cmpint (prlimit (et_test_server_get_pid (office->server), RLIMIT_FSIZE, &limit, NULL),
                   ==, 0);
}

static void
open_office (Office *office, gconstpointer data)
{
  g_autofree char *path = NULL;

  office->server = et_test_server_new_stopped (NULL, NULL);
  path = et_test_server_get_path (office->server, "ledger");
  office->ledger = test_ledger_new (path);
  office->buyers = test_buyers_new (office->server, office->ledger, N_BUYERS, SCARCE_QUOTA);
  et_test_server_start (office->server);
  for (guint i = 0; i < N_BUYERS; i++)
    test_buyer_connect (office->buyers->pdata[i], office->server);
}

/* All is well, and there is nothing that nobody was told of. */
static void
close_office (Office *office, gconstpointer data)
{
  static const char *const check[] = { "check", NULL };
  TestAudit audit = test_audit_run (office->server, office->ledger);

  g_assert_cmpuint (audit.n_paid, ==, audit.n_told);
  g_assert_cmpint (et_test_server_run (office->server, check, NULL, NULL, NULL), ==, 0);
  et_test_server_stop (office->server);
  g_ptr_array_unref (office->buyers);
  et_test_server_free (office->server);
  test_ledger_free (office->ledger);
}

/* Buys until nothing is begun. */
static void
buy (TestBuyer *buyer)
{
  do
    g_assert_cmpint (test_buyer_ask (buyer), ==, 200);
  while (!test_buyer_is_at_rest (buyer));
}

static void
expect_all (TestBuyer *buyer, const char *const *paths)
{
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (EtTestAnswer) answer = test_client_get (buyer->client, paths[i]);

      et_test_answer_assert (answer, 200, NULL);
    }
}

static void
test_writes_fail_and_reads_go_on (Office *office, gconstpointer data)
{
  static const char *const paths[] = { "/api/offers/",
                                       "/api/cart/",
                                       "/api/tickets/",
                                       "/api/orders/",
                                       "/api/tickets/1/",
                                       "/health/",
                                       "/api/accounts/me/",
                                       "/api/orders/1/invoice.pdf",
                                       NULL };
  TestBuyer *buyer = office->buyers->pdata[0];

  buy (buyer);
  fill_disk (office, TRUE);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpint (test_buyer_ask (buyer), ==, 503);
      expect_all (buyer, paths);
    }
  g_assert_cmpuint (test_audit_run (office->server, office->ledger).n_paid, ==, 1);
}

static void
test_selling_goes_on_when_there_is_room (Office *office, gconstpointer data)
{
  for (guint i = 0; i < N_BUYERS; i++)
    {
      TestBuyer *buyer = office->buyers->pdata[i];

      buy (buyer);
      fill_disk (office, TRUE);
      g_assert_cmpint (test_buyer_ask (buyer), ==, 503); /* to fill the cart */
      fill_disk (office, FALSE);
      g_assert_cmpint (test_buyer_ask (buyer), ==, 200);
      fill_disk (office, TRUE);
      g_assert_cmpint (test_buyer_ask (buyer), ==, 503); /* to pay */
      fill_disk (office, FALSE);
      buy (buyer);
    }
  g_assert_cmpuint (test_audit_run (office->server, office->ledger).n_paid, ==, 2 * N_BUYERS);
}

static void
test_a_ticket_is_not_admitted (Office *office, gconstpointer data)
{
  TestBuyer *buyer = office->buyers->pdata[0];
  g_autofree char *staff = et_test_server_make (office->server, "staff", "sam");
  g_autoptr (EtTestAnswer) ticket = NULL;
  g_autofree char *body = NULL;

  buy (buyer);
  ticket = test_client_get (buyer->client, "/api/tickets/1/");
  body = g_strdup_printf (
      "{\"ticket_key\":\"%s\",\"gate\":\"A\"}",
      json_object_get_string_member (et_test_answer_get_json (ticket), "ticket_key"));
  fill_disk (office, TRUE);
  et_test_server_expect (office->server, "POST", "/api/tickets/verify/", staff, body, 503,
                         "unavailable");
  fill_disk (office, FALSE);
  et_test_server_expect (office->server, "POST", "/api/tickets/verify/", staff, body, 200, NULL);
  et_test_server_expect (office->server, "POST", "/api/tickets/verify/", staff, body, 409,
                         "already_used");
}

static gpointer
buy_until_full (gpointer buyer)
{
  int status;

  while ((status = test_buyer_ask (buyer)) != 503)
    g_assert_cmpint (status, !=, 0);
  return NULL;
}

/* The disk becomes full while all buy: also between an order's payment and its tickets. */
static void
test_a_storm_and_a_restart (Office *office, gconstpointer data)
{
  GThread *threads[N_BUYERS];

  for (guint i = 0; i < N_BUYERS; i++)
    threads[i] = g_thread_new ("buyer", buy_until_full, office->buyers->pdata[i]);
  g_usleep ((gulong) g_test_rand_int_range (5000, 300000));
  fill_disk (office, TRUE);
  for (guint i = 0; i < N_BUYERS; i++)
    g_thread_join (threads[i]);
  test_audit_run (office->server, office->ledger);

  et_test_server_stop (office->server);
  test_audit_run (office->server, office->ledger);
  et_test_server_start (office->server);
  for (guint i = 0; i < N_BUYERS; i++)
    {
      test_buyer_connect (office->buyers->pdata[i], office->server);
      while (!test_buyer_is_at_rest (office->buyers->pdata[i]))
        test_buyer_ask (office->buyers->pdata[i]);
    }
}

static void
add (const char *path, void (*func) (Office *office, gconstpointer data))
{
  g_test_add (path, Office, NULL, open_office, func, close_office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/full-disk/reads", test_writes_fail_and_reads_go_on);
  add ("/full-disk/room-again", test_selling_goes_on_when_there_is_room);
  add ("/full-disk/gate", test_a_ticket_is_not_admitted);
  add ("/full-disk/storm", test_a_storm_and_a_restart);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <sys/resource.h>

#include "test-storm.h"

/* A disk that is full, as a limit on the size of files makes it: every write of the server fails
 * from one moment on, also in the middle of a commit. */

static void
limit_files (TestStorm *storm, rlim_t size)
{
  struct rlimit limit = { size, RLIM_INFINITY };

  g_assert_cmpint (prlimit (et_test_server_get_pid (storm->server), RLIMIT_FSIZE, &limit, NULL), ==,
                   0);
}

static void
fill_disk (TestStorm *storm)
{
  limit_files (storm, 0);
}

static void
make_room (TestStorm *storm)
{
  limit_files (storm, RLIM_INFINITY);
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
test_writes_fail_and_reads_go_on (TestStorm *storm)
{
  static const char *const paths[] = {
    "/api/offers/", "/api/cart/",        "/api/tickets/",
    "/api/orders/", "/api/tickets/1/",   "/api/orders/1/invoice.pdf",
    "/health/",     "/api/accounts/me/", NULL
  };
  TestBuyer *buyer = storm->buyers->pdata[0];

  fill_disk (storm);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpint (test_buyer_ask (buyer), ==, 503);
      expect_all (buyer, paths);
    }
}

static void
test_selling_goes_on_when_there_is_room (TestStorm *storm)
{
  for (guint i = 0; i < storm->buyers->len; i++)
    {
      TestBuyer *buyer = storm->buyers->pdata[i];

      for (int step = 0; step < 2; step++) /* to fill the cart, and to pay */
        {
          fill_disk (storm);
          g_assert_cmpint (test_buyer_ask (buyer), ==, 503);
          make_room (storm);
          g_assert_cmpint (test_buyer_ask (buyer), ==, 200);
        }
      g_assert_true (test_buyer_is_at_rest (buyer));
    }
}

static void
test_a_ticket_is_not_admitted (TestStorm *storm)
{
  TestBuyer *buyer = storm->buyers->pdata[0];
  g_autofree char *staff = et_test_server_make (storm->server, "staff", "sam");
  g_autoptr (EtTestAnswer) ticket = test_client_get (buyer->client, "/api/tickets/1/");
  g_autofree char *body = g_strdup_printf (
      "{\"ticket_key\":\"%s\",\"gate\":\"A\"}",
      json_object_get_string_member (et_test_answer_get_json (ticket), "ticket_key"));

  fill_disk (storm);
  et_test_server_expect (storm->server, "POST", "/api/tickets/verify/", staff, body, 503,
                         "unavailable");
  make_room (storm);
  et_test_server_expect (storm->server, "POST", "/api/tickets/verify/", staff, body, 200, NULL);
  et_test_server_expect (storm->server, "POST", "/api/tickets/verify/", staff, body, 409,
                         "already_used");
}

/* The disk becomes full while all buy: also between an order's payment and its tickets. */
static void
test_a_storm_and_a_restart (TestStorm *storm)
{
  test_storm_run (storm, 503, fill_disk);
  test_audit_run (storm->server, storm->ledger);
  et_test_server_stop (storm->server);
  test_audit_run (storm->server, storm->ledger);
  et_test_server_start (storm->server);
  test_storm_ask_again (storm);
}

/* A payment ends when its end cannot be written. Returns: who pays. */
static TestBuyer *
pay_onto_full_disk (TestStorm *storm)
{
  TestBuyer *buyer = storm->buyers->pdata[0];
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autoptr (EtTestAnswer) again = NULL;

  test_storm_wait_for_payment (storm, buyer);
  fill_disk (storm);
  answer = test_client_read (buyer->client);
  et_test_answer_assert (answer, 503, "unavailable");
  again = test_client_post (buyer->client, "/api/cart/checkout/", "slow",
                            "{\"card_number\":\"4000000000009995\"}");
  g_assert_cmpint (again->status, !=, 200);
  test_audit_run (storm->server, storm->ledger);
  return buyer;
}

static void
test_a_payment_is_settled_by_a_restart (TestStorm *storm)
{
  TestBuyer *buyer = pay_onto_full_disk (storm);

  make_room (storm);
  et_test_server_stop (storm->server);
  et_test_server_start (storm->server);
  g_assert_cmpint (test_storm_count_pending (storm), ==, 0);
  test_buyer_connect (buyer, storm->server);
  g_assert_cmpint (test_buyer_ask (buyer), ==, 200); /* pays for the same cart */
}

/* A server that goes on settles it by itself, as soon as there is room: who comes again when he was
 * told to is not kept waiting. */
static void
test_a_payment_is_settled_in_time (TestStorm *storm)
{
  TestBuyer *buyer = pay_onto_full_disk (storm);
  int64_t end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  make_room (storm);
  while (test_storm_count_pending (storm) != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (G_USEC_PER_SEC / 20);
    }
  test_buyer_connect (buyer, storm->server);
  g_assert_cmpint (test_buyer_ask (buyer), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_storm_add ("/full-disk/reads", test_writes_fail_and_reads_go_on);
  test_storm_add ("/full-disk/room-again", test_selling_goes_on_when_there_is_room);
  test_storm_add ("/full-disk/gate", test_a_ticket_is_not_admitted);
  test_storm_add ("/full-disk/storm", test_a_storm_and_a_restart);
  test_storm_add ("/full-disk/payment", test_a_payment_is_settled_by_a_restart);
  test_storm_add ("/full-disk/payment-in-time", test_a_payment_is_settled_in_time);
  return g_test_run ();
}

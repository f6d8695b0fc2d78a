/* SPDX-License-Identifier: MIT */
#include "test-clients.h"
#include "tests/support/et-test-server.h"

#define N_HANGING 24
#define CHECKOUT "/api/cart/checkout/"

/* A minute is the longest that the server waits for its payment provider. */
static const char *const environment[] = { "ETICKETS_PAYMENT_TIMEOUT_MS=60000", NULL };

/* Returns: (transfer full): a buyer with a ticket in the cart. */
static TestClient *
make_buyer (EtTestServer *server, int64_t offer_id, guint number)
{
  g_autofree char *name = g_strdup_printf ("buyer%u", number);
  g_autofree char *token = et_test_server_sign_up (server, name);
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT "}", offer_id);
  TestClient *buyer = test_client_new (et_test_server_get_port (server), token);
  g_autoptr (EtTestAnswer) added = test_client_post (buyer, "/api/cart/add/", NULL, body);

  et_test_answer_assert (added, 200, NULL);
  return buyer;
}

static void
wait_for_payments (EtTestServer *server)
{
  int64_t end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (et_test_server_count (server, "SELECT COUNT(*) FROM orders WHERE state = 'pending'") <
         N_HANGING)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10000);
    }
}

/* Two dozen payments hang for a minute; somebody else's is made meanwhile. */
static void
test_others_buy_meanwhile (void)
{
  EtTestServer *server = et_test_server_new (environment);
  g_autoptr (GPtrArray) hanging = test_clients_new ();
  int64_t offer_id = et_test_server_make_offer (server), began;
  g_autoptr (TestClient) other = make_buyer (server, offer_id, N_HANGING);
  g_autoptr (EtTestAnswer) bought = NULL;

  for (guint i = 0; i < N_HANGING; i++)
    {
      TestClient *buyer = make_buyer (server, offer_id, i);

      g_ptr_array_add (hanging, buyer);
      test_client_send (buyer, "POST", CHECKOUT, NULL, "{\"card_number\":\"4000000000009995\"}");
    }
  wait_for_payments (server);
  began = g_get_monotonic_time ();
  bought = test_client_post (other, CHECKOUT, NULL, "{\"card_number\":\"4242424242424242\"}");
  et_test_answer_assert (bought, 200, NULL);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpint (
      et_test_server_count (server, "SELECT COUNT(*) FROM orders WHERE state = 'pending'"), ==,
      N_HANGING);
  et_test_server_kill (server);
  et_test_server_free (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/slow-payment/others", test_others_buy_meanwhile);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "client-shop.h"

#include "client/et-call.h"
#include "client/et-catalogue-store.h"
#include "client/et-copy.h"
#include "client/et-server-clock.h"
#include "core/et-time.h"

/* A client that was away, in each of the ways in which one can be: what it says then, and what
 * becomes of it when it is back. */

#define LOGIN "/api/accounts/login/"

static guint
count_offers (ClientShop *shop)
{
  g_autoptr (GListModel)
      offers = et_catalogue_store_list (client_shop_get_store (shop), NULL, NULL);

  return g_list_model_get_n_items (offers);
}

static void
test_first_start_without_a_network (ClientShop *shop, gconstpointer data)
{
  EtSyncStanding standing;

  client_shop_stop_server (shop);
  client_shop_restart_program (shop);
  client_shop_fail_to_sync (shop, ET_ERROR_OFFLINE);
  g_assert_true (et_sync_read_standing (client_shop_get_store (shop), &standing, NULL));
  g_assert_cmpint (standing.last_success, ==, ET_NULL_INT64);
  g_assert_cmpuint (count_offers (shop), ==, 0);
  client_shop_start_server (shop);
  client_shop_sync (shop);
  g_assert_cmpuint (count_offers (shop), >=, 36);
}

/* Everything is answered by the sign-in page of a network, for a while. */
static void
test_captive_portal (ClientShop *shop, gconstpointer data)
{
  const ClientFault fault = (ClientFault) GPOINTER_TO_INT (data);
  g_autofree char *expected = g_strdup_printf ("%dx2", (int) shop->solo);

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_gateway_fail (shop->gateway, "/", fault, G_MAXUINT);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_fail_to_sync (shop, ET_ERROR_BAD_ANSWER);
  g_assert_true (et_session_is_signed_in (client_shop_get_session (shop)));
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 1);
  g_assert_cmpuint (count_offers (shop), >=, 36);
  client_gateway_mend (shop->gateway);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

/* Nobody is signed in by half, and the guest's cart goes along once. */
static void
test_server_gone_while_signing_in (ClientShop *shop, gconstpointer data)
{
  static const ClientFault faults[] = { CLIENT_FAULT_CUT_BEFORE, CLIENT_FAULT_CUT_AFTER,
                                        CLIENT_FAULT_HALF, CLIENT_FAULT_CUT_JSON,
                                        CLIENT_FAULT_WEB_PAGE };
  EtSession *session = client_shop_get_session (shop);
  g_autofree char *expected = g_strdup_printf ("%dx2", (int) shop->solo);
  g_autofree char *token_file = g_build_filename (shop->folder, "zoe", NULL);
  g_autofree char *token = et_test_server_sign_up (shop->server, "zoe");
  g_autoptr (GError) error = NULL;

  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  et_session_set_token_file (session, token_file);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      client_gateway_fail (shop->gateway, LOGIN, faults[i], G_MAXUINT);
      g_assert_false (et_session_sign_in (session, "zoe", ET_TEST_PASSWORD, NULL, NULL, NULL));
      g_assert_null (et_session_get_account (session));
      client_shop_assert_cart (shop, expected);
      client_gateway_mend (shop->gateway);
    }
  et_session_sign_in (session, "zoe", ET_TEST_PASSWORD, NULL, NULL, &error);
  g_assert_no_error (error);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

/* What the server says of the time counts, and the age of the copy stays sensible. */
static void
test_clock_that_is_wrong_by_a_day (ClientShop *shop, gconstpointer data)
{
  const int64_t ahead = GPOINTER_TO_INT (data) * ET_DAY;
  EtSyncStanding standing;

  client_shop_sync (shop);
  client_gateway_set_clock (shop->gateway, et_time_now () + ahead);
  client_shop_sync (shop);
  g_assert_cmpint (ABS (et_server_clock_now () - et_time_now () - ahead), <, ET_MINUTE);
  g_assert_true (et_sync_read_standing (client_shop_get_store (shop), &standing, NULL));
  g_assert_cmpint (ABS (et_time_now () - standing.last_success), <, ET_MINUTE);
  client_gateway_mend (shop->gateway);
  client_shop_sync (shop);
  g_assert_cmpint (ABS (et_server_clock_now () - et_time_now ()), <, ET_MINUTE);
}

/* @data: what happens to the session on the server while the client is away. */
static void
test_token_that_ended (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx1", (int) shop->duo);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_stop_server (shop);
  client_shop_set_cart (shop, shop->duo, 1);
  et_test_server_exec (shop->server, data);
  client_shop_start_server (shop);

  g_assert_false (et_sync_run (et_context_get_sync (shop->context), NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAUTHENTICATED);
  client_shop_assert_cart (shop, expected);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 1);
  g_clear_error (&error);
  et_session_sign_in (client_shop_get_session (shop), "zoe", ET_TEST_PASSWORD, NULL, NULL, &error);
  g_assert_no_error (error);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

/* Another computer of the same person, with a copy of its own. */
static EtContext *
open_second_device (ClientShop *shop)
{
  g_autofree char *folder = g_build_filename (shop->folder, "second", NULL);
  g_autofree char *token_file = g_build_filename (shop->folder, "second-token", NULL);
  EtContext *second = et_context_new (et_context_get_server_url (shop->context), folder);
  g_autoptr (GError) error = NULL;

  et_session_set_token_file (et_context_get_session (second), token_file);
  et_context_open (second, NULL, &error);
  g_assert_no_error (error);
  et_session_sign_in (et_context_get_session (second), "zoe", ET_TEST_PASSWORD, NULL, NULL, &error);
  g_assert_no_error (error);
  et_sync_run (et_context_get_sync (second), NULL, &error);
  g_assert_no_error (error);
  return second;
}

/* The edit that reaches the server last counts, as a whole: quantities never add up. */
static void
test_two_devices_edit (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx3 %dx1", (int) shop->solo, (int) shop->duo);
  g_autoptr (EtContext) second = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 3); /* waits */
  second = open_second_device (shop);
  g_assert_true (et_cart_store_set (et_context_get_store (second), shop->solo, 5, NULL));
  g_assert_true (et_cart_store_set (et_context_get_store (second), shop->duo, 1, NULL));
  g_assert_true (et_sync_run (et_context_get_sync (second), NULL, NULL));
  client_shop_sync (shop);
  client_shop_assert_cart (shop, expected);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

/* What one device bought is in the wallet of the other, whose edit begins a new cart. */
static void
test_one_device_buys (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx1", (int) shop->duo);
  g_autoptr (EtContext) second = NULL;
  int64_t order_id;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_sync (shop);
  second = open_second_device (shop);
  client_shop_set_cart (shop, shop->duo, 1); /* waits */
  g_assert_true (
      et_outbox_check_out (et_context_get_outbox (second), NULL, &order_id, NULL, NULL, NULL));
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
  client_shop_assert_server_cart (shop, "zoe", expected);
  client_shop_assert_cart (shop, expected);
}

/* More than comes in one answer. */
static void
test_first_copy_in_parts (ClientShop *shop, gconstpointer data)
{
  const guint n_before = 54;

  client_shop_stop_server (shop);
  for (int i = 1; i <= 10; i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "CREATE TEMP TABLE more AS SELECT * FROM offers WHERE id < 100;"
          "UPDATE more SET id = id + %d, name = name || ' %d';"
          "INSERT INTO offers SELECT * FROM more; DROP TABLE more",
          i * 100, i);

      et_test_server_exec (shop->server, sql);
    }
  client_shop_start_server (shop);
  client_shop_sync (shop);
  g_assert_cmpuint (count_offers (shop), ==, 11 * n_before);
}

/* A server that begins its copy anew again and again empties nobody's wallet. */
static void
test_copy_that_never_ends (ClientShop *shop, gconstpointer data)
{
  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 2);
  client_gateway_set_answer (shop->gateway, "/api/sync/", 200, "application/json", data);
  client_shop_fail_to_sync (shop, ET_ERROR_BAD_ANSWER);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
  client_gateway_mend (shop->gateway);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 2);
}

static gpointer
let_hold_run_out (EtDb *db, gpointer data, GError **error)
{
  return et_copy_set_setting (db, "held-until", et_time_now () - ET_MINUTE, error) ? ET_DONE : NULL;
}

static void
test_hold_that_ran_out (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GListModel) differences = NULL;
  g_autoptr (EtCartDifference) difference = NULL;
  g_autofree char *words = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_sync (shop);
  g_assert_nonnull (
      et_store_run (client_shop_get_store (shop), let_hold_run_out, NULL, NULL, NULL));
  client_shop_sync (shop);
  differences = et_cart_store_list_differences (client_shop_get_store (shop), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (differences), ==, 1);
  difference = g_list_model_get_item (differences, 0);
  words = et_cart_difference_describe (difference, "en");
  g_assert_cmpstr (words, ==, "The places of the cart are no longer held for you");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD_BEHIND(path, data, test) \
  g_test_add ("/client/away/" path, ClientShop, data, client_shop_set_up_behind_gateway, test, \
              client_shop_tear_down)
#define ADD(path, data, test) \
  g_test_add ("/client/away/" path, ClientShop, data, client_shop_set_up, test, \
              client_shop_tear_down)
  ADD ("first-start", NULL, test_first_start_without_a_network);
  ADD ("token/revoked", "DELETE FROM sessions", test_token_that_ended);
  ADD ("token/expired", "UPDATE sessions SET expires_at = 1", test_token_that_ended);
  ADD ("devices/edits", NULL, test_two_devices_edit);
  ADD ("devices/purchase", NULL, test_one_device_buys);
  ADD ("hold", NULL, test_hold_that_ran_out);
  ADD ("parts/first-copy", NULL, test_first_copy_in_parts);
  ADD_BEHIND ("parts/resets",
              "{\"changes\":[],\"next\":0,\"more\":true,\"reset\":true,\"at\":5,\"after\":5}",
              test_copy_that_never_ends);
  ADD_BEHIND ("parts/nowhere",
              "{\"changes\":[],\"next\":0,\"more\":true,\"reset\":false,\"at\":5,\"after\":5}",
              test_copy_that_never_ends);
  ADD_BEHIND ("portal/page", GINT_TO_POINTER (CLIENT_FAULT_WEB_PAGE), test_captive_portal);
  ADD_BEHIND ("portal/redirect", GINT_TO_POINTER (CLIENT_FAULT_REDIRECT), test_captive_portal);
  ADD_BEHIND ("sign-in", NULL, test_server_gone_while_signing_in);
  ADD_BEHIND ("clock/behind", GINT_TO_POINTER (1), test_clock_that_is_wrong_by_a_day);
  ADD_BEHIND ("clock/ahead", GINT_TO_POINTER (-1), test_clock_that_is_wrong_by_a_day);
#undef ADD
#undef ADD_BEHIND
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>

#include "client-shop.h"
#include "client/et-copy.h"
#include "client/et-sync-lock.h"

static void
test_guest_looks_around (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GListModel) offers = NULL;

  client_shop_sync (shop);
  offers = et_catalogue_store_list (client_shop_get_store (shop), NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (offers), >=, 36);
  g_assert_null (et_session_get_account (client_shop_get_session (shop)));
  client_shop_set_cart (shop, shop->solo, 2);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
}

static void
test_guest_cart_goes_along (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx2", (int) shop->solo);
  g_autofree char *guest = g_strdup (et_store_get_path (client_shop_get_store (shop)));

  client_shop_sync (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_sign_up (shop, "zoe");
  g_assert_cmpstr (et_store_get_path (client_shop_get_store (shop)), !=, guest);
  client_shop_assert_server_cart (shop, "zoe", expected);
  client_shop_sync (shop);
  client_shop_assert_cart (shop, expected);

  g_assert_true (et_session_sign_out (client_shop_get_session (shop), FALSE, NULL, NULL));
  g_assert_cmpstr (et_store_get_path (client_shop_get_store (shop)), ==, guest);
  client_shop_assert_cart (shop, "");
}

static void
test_whole_purchase (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GListModel) tickets = NULL;
  g_autoptr (EtTicket) ticket = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->duo, 2);
  client_shop_assert_cart (shop, "");
  g_assert_cmpuint (client_shop_count_orders (shop), ==, 1);
  tickets = et_wallet_store_list_tickets (client_shop_get_store (shop), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (tickets), ==, 2);
  ticket = g_list_model_get_item (tickets, 0);
  g_assert_cmpint (ticket->admits, ==, 2);
  g_assert_nonnull (ticket->ticket_key);
}

static void
test_without_the_server (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx3", (int) shop->duo);

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 1);
  client_shop_stop_server (shop);
  client_shop_fail_to_sync (shop, ET_ERROR_OFFLINE);

  client_shop_restart_program (shop);
  g_assert_true (et_session_is_signed_in (client_shop_get_session (shop)));
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 1);
  client_shop_set_cart (shop, shop->duo, 3);
  client_shop_assert_cart (shop, expected);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 1);

  client_shop_restart_program (shop);
  client_shop_start_server (shop);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
  client_shop_assert_server_cart (shop, "zoe", expected);
}

/* Every account has a file of its own, and nothing stays in it after signing out. */
static void
test_copies_are_apart (ClientShop *shop, gconstpointer data)
{
  g_autofree char *zoes = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 1);
  zoes = g_strdup (et_store_get_path (client_shop_get_store (shop)));
  g_assert_true (et_session_sign_out (client_shop_get_session (shop), FALSE, NULL, NULL));
  g_assert_false (et_session_is_signed_in (client_shop_get_session (shop)));

  client_shop_sign_up (shop, "max");
  client_shop_sync (shop);
  g_assert_cmpstr (et_store_get_path (client_shop_get_store (shop)), !=, zoes);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 0);
  g_assert_true (g_file_get_contents (zoes, &bytes, &length, NULL));
  g_assert_null (g_strstr_len (bytes, (gssize) length, "zoe"));
}

static void
test_token_is_forgotten (ClientShop *shop, gconstpointer data)
{
  g_autofree char *token_file = g_build_filename (shop->folder, "zoe", NULL);
  g_autofree char *token = NULL;

  client_shop_sign_up (shop, "zoe");
  g_assert_true (g_file_get_contents (token_file, &token, NULL, NULL));
  g_strchomp (token);
  g_assert_true (et_session_sign_out (client_shop_get_session (shop), FALSE, NULL, NULL));
  g_assert_false (g_file_test (token_file, G_FILE_TEST_EXISTS));
  et_test_server_expect (shop->server, "GET", "/api/accounts/me/", token, NULL, 401,
                         "unauthenticated");
}

/* The copy stays open, and the person is asked for the password. */
static void
test_refused_token (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 1);
  client_shop_stop_server (shop);
  et_test_server_exec (shop->server, "DELETE FROM sessions");
  client_shop_start_server (shop);

  client_shop_set_cart (shop, shop->duo, 1);
  client_shop_fail_to_sync (shop, ET_ERROR_UNAUTHENTICATED);
  g_assert_false (et_session_is_signed_in (client_shop_get_session (shop)));
  g_assert_nonnull (et_session_get_account (client_shop_get_session (shop)));
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 1);

  g_assert_true (et_session_sign_in (client_shop_get_session (shop), "zoe", ET_TEST_PASSWORD, NULL,
                                     NULL, &error));
  g_assert_no_error (error);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
}

/* A round that begins before the token is found does not lose it. */
static void
test_token_that_is_not_found_yet (ClientShop *shop, gconstpointer data)
{
  g_autofree char *url = g_strdup (et_context_get_server_url (shop->context));
  g_autoptr (EtContext) other = et_context_new (url, shop->folder);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) synced = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  et_remote_set_token (et_context_get_remote (shop->context), NULL);
  client_shop_fail_to_sync (shop, ET_ERROR_UNAUTHENTICATED);

  CLIENT_AWAIT (opened, et_context_open_async (other, NULL, client_keep_result_cb, &opened));
  g_assert_true (et_context_open_finish (other, opened, NULL));
  CLIENT_AWAIT (synced, et_sync_run_async (et_context_get_sync (other), NULL, client_keep_result_cb,
                                           &synced));
  et_sync_run_finish (et_context_get_sync (other), synced, &error);
  g_assert_no_error (error);
  g_assert_true (et_session_is_signed_in (et_context_get_session (other)));
}

static void
test_wrong_password (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_restart_program (shop);
  g_assert_false (et_session_sign_in (client_shop_get_session (shop), "zoe", "not the password",
                                      NULL, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_WRONG_CREDENTIALS);
  g_assert_true (et_session_is_signed_in (client_shop_get_session (shop)));
  client_shop_sync (shop);
}

static void
test_new_price_after_reconnecting (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GListModel) differences = NULL;
  g_autoptr (EtCartDifference) difference = NULL;
  g_autofree char *words = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_stop_server (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_change_offer (shop, "price_cents = 6000, version = version + 1");
  client_shop_start_server (shop);
  client_shop_sync (shop);

  differences = et_cart_store_list_differences (client_shop_get_store (shop), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (differences), ==, 1);
  difference = g_list_model_get_item (differences, 0);
  words = et_cart_difference_describe (difference, "en");
  g_assert_cmpstr (words, ==,
                   "The price of “Ticket Solo - Athlétisme” is now €60.00 instead of €50.00");
}

/* The server's limit holds, also offline and after it was changed. */
static void
test_limit_of_the_server (ClientShop *shop, gconstpointer data)
{
  EtStore *store = client_shop_get_store (shop);
  g_autofree char *expected = g_strdup_printf ("%dx30", (int) shop->solo);
  g_autoptr (EtCart) cart = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  g_assert_false (et_cart_store_set (store, shop->solo, 30, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
  client_shop_stop_server (shop);
  et_test_server_set (shop->server, "ETICKETS_MAX_QUANTITY", "30");
  client_shop_start_server (shop);
  client_shop_sync (shop);

  client_shop_set_cart (shop, shop->solo, 30);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
  client_shop_stop_server (shop);
  g_clear_error (&error);
  g_assert_false (et_cart_store_set (store, shop->solo, 31, &error));
  g_assert_cmpstr (et_error_get_detail (error, "limit"), ==, "30");
  cart = et_cart_store_load (store, NULL);
  g_assert_cmpint (cart->max_quantity, ==, 30);
}

static void
test_edit_that_is_refused (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GListModel) refusals = NULL;
  g_autoptr (EtRefusal) refusal = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_stop_server (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_set_cart (shop, shop->duo, 1);
  client_shop_change_offer (shop, "is_active = 0");
  client_shop_start_server (shop);
  client_shop_sync (shop);

  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
  refusals = et_outbox_list_refusals (et_context_get_outbox (shop->context), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (refusals), ==, 1);
  refusal = g_list_model_get_item (refusals, 0);
  g_assert_cmpstr (refusal->subject, ==, "Ticket Solo - Athlétisme");
  g_assert_cmpstr (refusal->title, ==, "Change the cart");
  g_assert_cmpstr (refusal->sentence, ==, "This offer does not exist or is not on sale");
}

static void
test_server_that_was_begun_anew (ClientShop *shop, gconstpointer data)
{
  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 1);
  client_shop_stop_server (shop);
  et_test_server_exec (shop->server, "DELETE FROM changes");
  et_test_server_exec (shop->server, "UPDATE counters SET value = 1 WHERE name = 'change'");
  client_shop_start_server (shop);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 1);
}

static void
test_only_one_program_syncs (ClientShop *shop, gconstpointer data)
{
  g_autoptr (EtSyncLock) lock = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sync (shop);
  lock = et_sync_lock_take (client_shop_get_store (shop), 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (et_sync_run (et_context_get_sync (shop->context), NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_IN_PROGRESS);
  g_assert_nonnull (g_strrstr (et_error_get_detail (error, "program"), "test-client-journey"));
}

static void
count_cb (EtSync *sync, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

/* An edit of one program reaches the server through another that keeps the copy in sync. */
static void
test_running_program_sends_edits_of_others (ClientShop *shop, gconstpointer data)
{
  g_autofree char *url = g_strdup (et_context_get_server_url (shop->context));
  g_autofree char *expected = g_strdup_printf ("%dx2", (int) shop->solo);
  g_autoptr (EtContext) other = NULL;
  EtSync *sync = et_context_get_sync (shop->context);
  guint n_notices = 0;

  client_shop_sign_up (shop, "zoe");
  g_signal_connect (sync, "notify::pending", G_CALLBACK (count_cb), &n_notices);
  et_sync_start (sync, 3600);
  client_wait_for (et_sync_get_state (sync) == ET_SYNC_IDLE);
  other = et_context_new (url, shop->folder);
  g_assert_true (et_context_open (other, NULL, NULL));
  g_assert_true (et_cart_store_set (et_context_get_store (other), shop->solo, 2, NULL));
  client_wait_for (n_notices >= 2 && et_sync_get_pending (sync) == 0);
  client_shop_assert_server_cart (shop, "zoe", expected);
  et_sync_stop (sync);
  g_signal_handlers_disconnect_by_data (sync, &n_notices);
}

static void
test_states_of_sync (ClientShop *shop, gconstpointer data)
{
  EtSync *sync = et_context_get_sync (shop->context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (et_sync_get_state (sync), ==, ET_SYNC_OFFLINE);
  g_assert_cmpint (et_sync_get_last_success (sync), ==, ET_NULL_INT64);
  CLIENT_AWAIT (result, et_sync_run_async (sync, NULL, client_keep_result_cb, &result));
  g_assert_true (et_sync_run_finish (sync, result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (et_sync_get_state (sync), ==, ET_SYNC_IDLE);
  client_wait_for (et_sync_get_last_success (sync) != ET_NULL_INT64);

  client_shop_stop_server (shop);
  CLIENT_AWAIT (result, et_sync_run_async (sync, NULL, client_keep_result_cb, &result));
  g_assert_false (et_sync_run_finish (sync, result, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_OFFLINE);
  g_assert_cmpint (et_sync_get_state (sync), ==, ET_SYNC_OFFLINE);
  g_assert_error (et_sync_get_error (sync), ET_ERROR, ET_ERROR_OFFLINE);
}

static void
test_session_tells_the_interface (ClientShop *shop, gconstpointer data)
{
  EtSession *session = client_shop_get_session (shop);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  CLIENT_AWAIT (result,
                et_session_sign_up_async (session, "zoe", ET_TEST_PASSWORD, "zoe@example.org",
                                          "Zoé", NULL, client_keep_result_cb, &result));
  g_assert_true (et_session_sign_up_finish (session, result, &error));
  g_assert_no_error (error);
  client_wait_for (et_session_is_signed_in (session));
  g_assert_cmpstr (et_session_get_account (session)->display_name, ==, "Zoé");
  g_assert_false (et_session_get_token_is_kept (session)); /* no keyring, no file */
  g_assert_cmpint (et_session_get_role (session), ==, ET_ROLE_CUSTOMER);

  CLIENT_AWAIT (result,
                et_session_sign_out_async (session, FALSE, NULL, client_keep_result_cb, &result));
  g_assert_true (et_session_sign_out_finish (session, result, &error));
  client_wait_for (et_session_get_account (session) == NULL);
  g_assert_cmpint (et_session_get_role (session), ==, ET_ROLE_ANYONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/journey/" path, ClientShop, NULL, client_shop_set_up, test, \
              client_shop_tear_down)
  ADD ("guest-looks-around", test_guest_looks_around);
  ADD ("guest-cart-goes-along", test_guest_cart_goes_along);
  ADD ("whole-purchase", test_whole_purchase);
  ADD ("without-the-server", test_without_the_server);
  ADD ("copies-are-apart", test_copies_are_apart);
  ADD ("token-is-forgotten", test_token_is_forgotten);
  ADD ("refused-token", test_refused_token);
  ADD ("token-that-is-not-found-yet", test_token_that_is_not_found_yet);
  ADD ("wrong-password", test_wrong_password);
  ADD ("new-price-after-reconnecting", test_new_price_after_reconnecting);
  ADD ("limit-of-the-server", test_limit_of_the_server);
  ADD ("edit-that-is-refused", test_edit_that_is_refused);
  ADD ("server-that-was-begun-anew", test_server_that_was_begun_anew);
  ADD ("only-one-program-syncs", test_only_one_program_syncs);
  ADD ("running-program-sends-edits-of-others", test_running_program_sends_edits_of_others);
  ADD ("states-of-sync", test_states_of_sync);
  ADD ("session-tells-the-interface", test_session_tells_the_interface);
#undef ADD
  return g_test_run ();
}

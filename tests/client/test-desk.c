/* SPDX-License-Identifier: MIT */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "client-shop.h"
#include "client/et-gate.h"
#include "client/et-office-desk.h"
#include "client/et-own-order.h"
#include "client/et-second-step.h"
#include "client/et-wallet-store.h"
#include "core/et-credit-note.h"

/* Returns: (transfer full): the only order of the copy. */
static EtOrder *
get_order (ClientShop *shop)
{
  g_autoptr (GListModel) orders = NULL;

  client_shop_sync (shop);
  orders = et_wallet_store_list_orders (client_shop_get_store (shop), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (orders), ==, 1);
  return g_list_model_get_item (orders, 0);
}

static void
ask (ClientShop *shop, int64_t order_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  CLIENT_AWAIT (result, et_own_order_ask_refund_async (shop->context, order_id, "Ill", NULL,
                                                       client_keep_result_cb, &result));
  et_own_order_ask_refund_finish (shop->context, result, &error);
  g_assert_no_error (error);
}

static void
finish (ClientShop *shop, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  et_office_desk_finish (shop->context, result, &error);
  g_assert_no_error (error);
}

static void
sign_in_again (ClientShop *shop, const char *username)
{
  g_autofree char *token_file = g_build_filename (shop->folder, username, NULL);
  g_autoptr (GError) error = NULL;

  et_session_sign_out (client_shop_get_session (shop), FALSE, NULL, NULL);
  et_session_set_token_file (client_shop_get_session (shop), token_file);
  et_session_sign_in (client_shop_get_session (shop), username, ET_TEST_PASSWORD, NULL, NULL,
                      &error);
  g_assert_no_error (error);
}

/* The copy carries what was asked for, and the answer. */
static void
test_a_refund_is_asked_for (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (EtOrder) order = get_order (shop);
  g_autoptr (EtOrder) asked = NULL;
  g_autoptr (EtOrder) refused = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  ask (shop, order->id);
  asked = get_order (shop);
  g_assert_cmpstr (asked->refund_state, ==, "open");
  g_assert_cmpstr (asked->refund_reason, ==, "Ill");
  client_shop_sign_in_as (shop, "admin");
  CLIENT_AWAIT (result, et_office_desk_refuse_refund_async (shop->context, order->id, "Too late",
                                                            NULL, client_keep_result_cb, &result));
  finish (shop, result);
  sign_in_again (shop, "zoe");
  refused = get_order (shop);
  g_assert_cmpstr (refused->refund_state, ==, "refused");
  g_assert_cmpstr (refused->refund_answer, ==, "Too late");
}

/* Returns: (transfer full): the only ticket of an order, as an administrator sees it. */
static EtTicket *
find_ticket (ClientShop *shop, EtOrder *order)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) tickets = NULL;

  CLIENT_AWAIT (result, et_office_desk_list_tickets_async (shop->context, order->code, NULL,
                                                           client_keep_result_cb, &result));
  tickets = et_office_desk_list_tickets_finish (shop->context, result, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (tickets), ==, 1);
  return g_list_model_get_item (tickets, 0);
}

static void
assert_credit_note (ClientShop *shop, int64_t order_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) notes = NULL;
  g_autoptr (EtCreditNote) note = NULL;
  g_autoptr (GBytes) pdf = NULL;

  CLIENT_AWAIT (result, et_own_order_list_credit_notes_async (shop->context, order_id, NULL,
                                                              client_keep_result_cb, &result));
  notes = et_own_order_list_credit_notes_finish (shop->context, result, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (notes), ==, 1);
  note = g_list_model_get_item (notes, 0);
  g_assert_cmpint (note->total_cents, ==, 8500);
  CLIENT_AWAIT (result,
                et_own_order_fetch_credit_note_async (shop->context, order_id, note->nth, NULL,
                                                      client_keep_result_cb, &result));
  pdf = et_own_order_fetch_credit_note_finish (shop->context, result, NULL);
  g_assert_true (g_bytes_get_size (pdf) > 1000 &&
                 memcmp (g_bytes_get_data (pdf, NULL), "%PDF-", 5) == 0);
}

/* In the copy of its owner. */
static void
assert_refunded (ClientShop *shop, int64_t ticket_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtTicket) ticket = NULL;

  client_shop_sync (shop);
  ticket = et_wallet_store_find_ticket (client_shop_get_store (shop), ticket_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ticket->state, ==, "revoked");
  g_assert_true (ticket->refunded);
}

static void
assert_refused_as_refunded (ClientShop *shop, const char *key)
{
  g_autoptr (EtVerdict) verdict = et_gate_verify (shop->context, key, NULL, NULL, NULL);

  g_assert_cmpstr (verdict->code, ==, "revoked");
  g_assert_cmpstr (verdict->reason, ==, "refunded");
}

static void
test_one_ticket_is_refunded (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (EtOrder) order = get_order (shop);
  g_autoptr (EtTicket) ticket = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EtOrder) refunded = NULL;

  ask (shop, order->id);
  client_shop_sign_in_as (shop, "admin");
  ticket = find_ticket (shop, order);
  CLIENT_AWAIT (result, et_office_desk_refund_async (shop->context, order->id, ticket->id, "Ill",
                                                     FALSE, NULL, client_keep_result_cb, &result));
  finish (shop, result);
  sign_in_again (shop, "zoe");
  refunded = get_order (shop);
  g_assert_cmpstr (refunded->state, ==, "refunded");
  g_assert_cmpstr (refunded->refund_state, ==, "granted");
  assert_credit_note (shop, order->id);
  assert_refunded (shop, ticket->id);
  client_shop_stop_server (shop);
  assert_credit_note (shop, order->id); /* of the copy */
  client_shop_start_server (shop);
  assert_refused_as_refunded (shop, key);
}

static void
test_one_ticket_is_revoked (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (EtOrder) order = get_order (shop);
  g_autoptr (EtTicket) ticket = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  client_shop_sign_in_as (shop, "admin");
  ticket = find_ticket (shop, order);
  CLIENT_AWAIT (result, et_office_desk_revoke_async (shop->context, ticket->id, "Stolen", NULL,
                                                     client_keep_result_cb, &result));
  finish (shop, result);
  g_clear_object (&ticket);
  ticket = find_ticket (shop, order);
  g_assert_cmpstr (ticket->state, ==, "revoked");
}

/* Turns the second step on with the secret that the server gave. */
static void
turn_on (ClientShop *shop)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EtSecondStepSecret) secret = NULL;
  g_auto (GStrv) codes = NULL;
  char code[7], *bytes;
  gsize length;

  CLIENT_AWAIT (result, et_second_step_begin_async (shop->context, ET_TEST_PASSWORD, NULL,
                                                    client_keep_result_cb, &result));
  secret = et_second_step_begin_finish (shop->context, result, NULL);
  g_assert_true (g_str_has_prefix (secret->uri, "otpauth://totp/"));
  g_assert_cmpint (oath_base32_decode (secret->secret, strlen (secret->secret), &bytes, &length),
                   ==, OATH_OK);
  oath_totp_generate (bytes, length, g_get_real_time () / G_USEC_PER_SEC, 30, 0, 6, code);
  free (bytes);
  CLIENT_AWAIT (result, et_second_step_confirm_async (shop->context, code, NULL,
                                                      client_keep_result_cb, &result));
  codes = et_second_step_confirm_finish (shop->context, result, NULL);
  g_assert_cmpuint (g_strv_length (codes), ==, 10);
}

static gboolean
is_on (ClientShop *shop)
{
  g_autoptr (GAsyncResult) result = NULL;
  EtSecondStep step;

  CLIENT_AWAIT (result,
                et_second_step_show_async (shop->context, NULL, client_keep_result_cb, &result));
  g_assert_true (et_second_step_show_finish (shop->context, result, &step, NULL));
  return step.is_enabled;
}

/* An administrator lets somebody in who lost the phone and the password. */
static void
test_somebody_is_let_in_again (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  int64_t zoe;

  client_shop_sign_up (shop, "zoe");
  zoe = et_session_get_account (client_shop_get_session (shop))->id;
  g_assert_false (is_on (shop));
  turn_on (shop);
  g_assert_true (is_on (shop));
  client_shop_sign_in_as (shop, "admin");
  CLIENT_AWAIT (result, et_office_desk_remove_second_step_async (shop->context, zoe, NULL,
                                                                 client_keep_result_cb, &result));
  finish (shop, result);
  CLIENT_AWAIT (result, et_office_desk_issue_code_async (shop->context, zoe, NULL,
                                                         client_keep_result_cb, &result));
  code = et_office_desk_issue_code_finish (shop->context, result, NULL);
  et_session_sign_out (client_shop_get_session (shop), FALSE, NULL, NULL);
  CLIENT_AWAIT (result, et_session_reset_password_async (client_shop_get_session (shop), "zoe",
                                                         code, "another good password", NULL,
                                                         client_keep_result_cb, &result));
  et_session_reset_password_finish (client_shop_get_session (shop), result, &error);
  g_assert_no_error (error);
  et_session_sign_in (client_shop_get_session (shop), "zoe", "another good password", NULL, NULL,
                      &error);
  g_assert_no_error (error);
}

static void
add (const char *path, void (*func) (ClientShop *, gconstpointer))
{
  g_test_add (path, ClientShop, NULL, client_shop_set_up, func, client_shop_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/client/desk/asked", test_a_refund_is_asked_for);
  add ("/client/desk/refunded", test_one_ticket_is_refunded);
  add ("/client/desk/revoked", test_one_ticket_is_revoked);
  add ("/client/desk/let-in", test_somebody_is_let_in_again);
  return g_test_run ();
}

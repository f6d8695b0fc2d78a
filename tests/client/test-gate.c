/* SPDX-License-Identifier: MIT */
#include <sodium.h>
#include <string.h>

#include "client-shop.h"
#include "client/et-gate.h"
#include "client/et-office.h"
#include "client/et-profile.h"
#include "client/et-scan-layout.h"
#include "core/et-ticket-key.h"
#include "core/et-time.h"

/* Returns: the key of a ticket of a customer. */
static char *
sell_one (ClientShop *shop)
{
  g_autoptr (GListModel) tickets = NULL;
  g_autoptr (EtTicket) ticket = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->duo, 1);
  tickets = et_wallet_store_list_tickets (client_shop_get_store (shop), NULL);
  ticket = g_list_model_get_item (tickets, 0);
  return g_strdup (ticket->ticket_key);
}

static void
sign_in_as (ClientShop *shop, const char *role)
{
  g_autofree char *token = et_test_server_make (shop->server, role, role);
  g_autofree char *token_file = g_build_filename (shop->folder, role, NULL);
  g_autoptr (GError) error = NULL;

  et_session_sign_out (client_shop_get_session (shop), NULL, NULL);
  et_session_set_token_file (client_shop_get_session (shop), token_file);
  et_session_sign_in (client_shop_get_session (shop), role, ET_TEST_PASSWORD, NULL, &error);
  g_assert_no_error (error);
  client_shop_sync (shop);
}

static EtVerdict *
verify (ClientShop *shop, const char *key, const char *gate)
{
  g_autoptr (GError) error = NULL;
  EtVerdict *verdict = et_gate_verify (shop->context, key, gate, NULL, &error);

  g_assert_no_error (error);
  return verdict;
}

static void
assert_verdict (ClientShop *shop, const char *key, EtVerdictKind kind, const char *code)
{
  g_autoptr (EtVerdict) verdict = verify (shop, key, "North");

  g_assert_cmpint (verdict->kind, ==, kind);
  g_assert_cmpstr (verdict->code, ==, code);
}

static void
test_admitted_once (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);
  g_autoptr (EtVerdict) first = NULL;
  g_autoptr (EtVerdict) second = NULL;

  sign_in_as (shop, "staff");
  g_assert_cmpint (et_session_get_role (client_shop_get_session (shop)), ==, ET_ROLE_STAFF);
  first = verify (shop, key, "North");
  g_assert_cmpint (first->kind, ==, ET_VERDICT_ADMITTED);
  g_assert_cmpint (first->admits, ==, 2);
  g_assert_cmpstr (first->holder, ==, "zoe");
  g_assert_cmpstr (first->offer, ==, "Ticket Duo - Natation");

  second = verify (shop, key, "South");
  g_assert_cmpint (second->kind, ==, ET_VERDICT_ALREADY_USED);
  g_assert_cmpstr (second->code, ==, "already_used");
  g_assert_cmpstr (second->gate, ==, "North");
  g_assert_cmpint (ABS (second->first_used_at - et_time_now ()), <, ET_MINUTE);
  g_assert_nonnull (second->sentence);
}

static void
test_refusals (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);
  g_autofree char *damaged = g_strdup (key);

  damaged[3] = damaged[3] == 'A' ? 'B' : 'A';
  sign_in_as (shop, "staff");
  assert_verdict (shop, "", ET_VERDICT_REFUSED, "ticket_key_missing");
  assert_verdict (shop, "nonsense", ET_VERDICT_REFUSED, "ticket_key_format");
  assert_verdict (shop, damaged, ET_VERDICT_REFUSED, "checksum");
  client_shop_stop_server (shop);
  et_test_server_exec (shop->server, "UPDATE tickets SET state = 'revoked'");
  client_shop_start_server (shop);
  assert_verdict (shop, key, ET_VERDICT_REFUSED, "revoked");
}

static void
test_own_ticket (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);

  assert_verdict (shop, key, ET_VERDICT_OWN, NULL);
  assert_verdict (shop, key, ET_VERDICT_OWN, NULL);
}

/* Signed by a key that the server never had. */
static char *
forge (void)
{
  guint8 public_key[ET_SIGNING_PUBLIC_SIZE], secret[ET_SIGNING_SECRET_SIZE];
  EtTicketClaims claims = { .key_id = 1,
                            .offer_id = 1,
                            .ticket_id = 1,
                            .admits = 100,
                            .valid_from_ms = 1000 * ET_DAY,
                            .valid_minutes = 1000000 };

  crypto_sign_keypair (public_key, secret);
  return et_ticket_key_issue (&claims, secret);
}

static void
test_without_the_server (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);
  g_autofree char *forged = forge ();
  g_autofree char *damaged = g_strdup (key);
  g_autoptr (EtVerdict) genuine = NULL;

  damaged[3] = damaged[3] == 'A' ? 'B' : 'A';
  sign_in_as (shop, "staff");
  client_shop_stop_server (shop);
  genuine = verify (shop, key, "North");
  g_assert_cmpint (genuine->kind, ==, ET_VERDICT_GENUINE);
  g_assert_cmpint (genuine->admits, ==, 2);
  g_assert_cmpstr (genuine->offer, ==, "Ticket Duo - Natation");
  assert_verdict (shop, forged, ET_VERDICT_REFUSED, "ticket_unknown");
  assert_verdict (shop, damaged, ET_VERDICT_REFUSED, "checksum");

  client_shop_start_server (shop);
  assert_verdict (shop, key, ET_VERDICT_ADMITTED, NULL); /* nobody was admitted meanwhile */
}

/* The answer of a scan was lost: the next scan of the same ticket is the same one. */
static void
test_lost_answer (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);

  sign_in_as (shop, "staff");
  client_gateway_fail (shop->gateway, "/api/tickets/verify/", CLIENT_FAULT_CUT_AFTER, 1);
  assert_verdict (shop, key, ET_VERDICT_GENUINE, NULL);
  client_shop_restart_program (shop);
  assert_verdict (shop, key, ET_VERDICT_ADMITTED, NULL);
  assert_verdict (shop, key, ET_VERDICT_ALREADY_USED, "already_used");
}

static void
test_by_hand (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) found = NULL;
  g_autoptr (EtTicket) ticket = NULL;
  g_autoptr (EtVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_as (shop, "staff");
  CLIENT_AWAIT (result,
                et_gate_find_async (shop->context, "ZOE", NULL, client_keep_result_cb, &result));
  found = et_gate_find_finish (shop->context, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (found), ==, 1);
  ticket = g_list_model_get_item (found, 0);
  CLIENT_AWAIT (result, et_gate_admit_by_hand_async (shop->context, ticket->id, "North",
                                                     "The phone is broken", NULL,
                                                     client_keep_result_cb, &result));
  verdict = et_gate_admit_by_hand_finish (shop->context, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (verdict->kind, ==, ET_VERDICT_ADMITTED);
  assert_verdict (shop, key, ET_VERDICT_ALREADY_USED, "already_used");
}

static void
test_layouts (void)
{
  static const struct
  {
    const char *name;
    const char *meant;
    const char *typed;
  } layouts[] = {
    { "French", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:0189", "QBCDEFGHIJKL?NOPARSTUVZXYWé\"'(-èMà&_ç" },
    { "German", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:0189", "ABCDEFGHIJKLMNOPQRSTUVWXZY234567Ö0189" },
    { "Spanish", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:0189", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567Ñ0189" },
  };
  g_autofree char *key = forge ();

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autofree char *restored = NULL;

      for (const char *p = key; *p != '\0'; p++)
        {
          const char *place = strchr (layouts[i].meant, *p);
          const char *from = g_utf8_offset_to_pointer (layouts[i].typed, place - layouts[i].meant);

          g_string_append_unichar (typed, g_utf8_get_char (from));
        }
      restored = et_scan_layout_restore (typed->str);
      g_assert_cmpstr (restored, ==, key);
    }
}

static void
test_other_text_stays (void)
{
  g_autofree char *same = et_scan_layout_restore ("qwertz: not a key");
  g_autofree char *invalid = et_scan_layout_restore ("\xff\xfe");

  g_assert_cmpstr (same, ==, "qwertz: not a key");
  g_assert_true (g_utf8_validate (invalid, -1, NULL));
}

static EtOffer *
save_offer (ClientShop *shop, EtOffer *offer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  CLIENT_AWAIT (result, et_office_save_offer_async (shop->context, offer, NULL,
                                                    client_keep_result_cb, &result));
  return et_office_save_offer_finish (shop->context, result, error);
}

static GListModel *
list (ClientShop *shop, EtOfficeList which)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *records;

  CLIENT_AWAIT (result,
                et_office_list_async (shop->context, which, NULL, client_keep_result_cb, &result));
  records = et_office_list_finish (shop->context, result, &error);
  g_assert_no_error (error);
  return records;
}

static gboolean
remove_offer (ClientShop *shop, EtOffer *offer)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_removed = FALSE;

  CLIENT_AWAIT (result, et_office_remove_offer_async (shop->context, offer, NULL,
                                                      client_keep_result_cb, &result));
  et_office_remove_offer_finish (shop->context, result, &is_removed, &error);
  g_assert_no_error (error);
  return is_removed;
}

static void
test_offers (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (EtOffer) sold = NULL;
  g_autoptr (EtOffer) draft = client_new_offer (0, "Ticket Solo - Nouveau", 1234);
  g_autoptr (EtOffer) created = NULL;
  g_autoptr (EtOffer) copy = NULL;
  g_autoptr (EtOffer) changed = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_as (shop, "admin");
  created = save_offer (shop, draft, &error);
  g_assert_no_error (error);
  g_assert_cmpint (created->id, !=, 0);
  copy = et_record_copy (created);
  copy->price_cents = 2000;
  copy->quota = 10;
  changed = save_offer (shop, copy, &error);
  g_assert_no_error (error);
  g_assert_cmpint (changed->price_cents, ==, 2000);
  g_assert_cmpint (changed->quota, ==, 10);
  g_assert_null (save_offer (shop, copy, &error)); /* of the version before */
  g_assert_error (error, ET_ERROR, ET_ERROR_VERSION_CHANGED);
  g_assert_true (remove_offer (shop, changed));

  offers = list (shop, ET_OFFICE_OFFERS);
  for (guint i = 0; sold == NULL && i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (EtOffer) offer = g_list_model_get_item (offers, i);

      if (offer->id == shop->duo)
        sold = g_steal_pointer (&offer);
    }
  g_assert_cmpint (sold->sold, ==, 1);
  g_assert_false (remove_offer (shop, sold));
}

static void
test_lists_have_all_pages (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GListModel) events = NULL;
  g_autoptr (GListModel) orders = NULL;
  g_autoptr (GListModel) accounts = NULL;
  g_autoptr (EtOrder) order = NULL;

  sign_in_as (shop, "admin");
  offers = list (shop, ET_OFFICE_OFFERS);
  events = list (shop, ET_OFFICE_EVENTS);
  orders = list (shop, ET_OFFICE_ORDERS);
  accounts = list (shop, ET_OFFICE_ACCOUNTS);
  g_assert_cmpint (g_list_model_get_n_items (offers), ==,
                   et_test_server_count (shop->server, "SELECT count(*) FROM offers"));
  g_assert_cmpint (g_list_model_get_n_items (events), ==,
                   et_test_server_count (shop->server, "SELECT count(*) FROM events"));
  g_assert_cmpuint (g_list_model_get_n_items (orders), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
  order = g_list_model_get_item (orders, 0);
  g_assert_cmpstr (order->username, ==, "zoe");
}

static void
test_events_and_roles (ClientShop *shop, gconstpointer data)
{
  g_autofree char *token = et_test_server_sign_up (shop->server, "max");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EtEvent) draft = et_event_new ();
  g_autoptr (EtEvent) event = NULL;
  g_autoptr (EtAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_as (shop, "admin");
  draft->name = g_strdup ("Finale");
  draft->sport = g_strdup ("judo");
  draft->venue = g_strdup ("Arena");
  draft->time_zone = g_strdup ("Europe/Paris");
  draft->starts_at = 30000 * ET_DAY;
  draft->ends_at = draft->starts_at + ET_HOUR;
  CLIENT_AWAIT (result, et_office_save_event_async (shop->context, draft, NULL,
                                                    client_keep_result_cb, &result));
  event = et_office_save_event_finish (shop->context, result, &error);
  g_assert_no_error (error);
  CLIENT_AWAIT (result, et_office_remove_event_async (shop->context, event, NULL,
                                                      client_keep_result_cb, &result));
  g_assert_true (et_office_remove_event_finish (shop->context, result, &error));
  g_assert_no_error (error);

  CLIENT_AWAIT (result, et_office_change_account_async (
                            shop->context,
                            et_test_server_count (shop->server,
                                                  "SELECT id FROM accounts WHERE username = 'max'"),
                            ET_ROLE_STAFF, FALSE, NULL, client_keep_result_cb, &result));
  account = et_office_change_account_finish (shop->context, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->role, ==, "staff");
}

static void
test_profile (ClientShop *shop, gconstpointer data)
{
  EtSession *session = client_shop_get_session (shop);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) export = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  CLIENT_AWAIT (result, et_profile_save_async (shop->context, "Zoé B.", "zoe@example.org", NULL,
                                               NULL, client_keep_result_cb, &result));
  g_assert_true (et_profile_save_finish (shop->context, result, &error));
  g_assert_no_error (error);
  client_wait_for (g_strcmp0 (et_session_get_account (session)->display_name, "Zoé B.") == 0);

  CLIENT_AWAIT (result, et_profile_change_password_async (shop->context, ET_TEST_PASSWORD,
                                                          "another long battery", NULL,
                                                          client_keep_result_cb, &result));
  g_assert_true (et_profile_change_password_finish (shop->context, result, &error));
  g_assert_no_error (error);

  CLIENT_AWAIT (result,
                et_profile_export_async (shop->context, NULL, client_keep_result_cb, &result));
  export = et_profile_export_finish (shop->context, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (export, NULL),
                                  (gssize) g_bytes_get_size (export), "zoe@example.org"));

  CLIENT_AWAIT (result, et_profile_delete_async (shop->context, "another long battery", NULL,
                                                 client_keep_result_cb, &result));
  g_assert_true (et_profile_delete_finish (shop->context, result, &error));
  g_assert_no_error (error);
  client_wait_for (et_session_get_account (session) == NULL);
}

static void
test_invoice_is_kept (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = sell_one (shop);
  g_autoptr (GListModel) orders = et_wallet_store_list_orders (client_shop_get_store (shop), NULL);
  g_autoptr (EtOrder) order = g_list_model_get_item (orders, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) online = et_profile_fetch_invoice (shop->context, order->id, NULL, &error);
  g_autoptr (GBytes) offline = NULL;

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (online, NULL), 5, "%PDF-", 5);
  client_shop_stop_server (shop);
  offline = et_profile_fetch_invoice (shop->context, order->id, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (online, offline));
  g_assert_null (et_profile_fetch_invoice (shop->context, order->id + 1, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_OFFLINE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/" path, ClientShop, NULL, client_shop_set_up, test, client_shop_tear_down)
  ADD ("gate/admitted-once", test_admitted_once);
  ADD ("gate/refusals", test_refusals);
  ADD ("gate/own-ticket", test_own_ticket);
  ADD ("gate/without-the-server", test_without_the_server);
  ADD ("gate/by-hand", test_by_hand);
  ADD ("office/offers", test_offers);
  ADD ("office/lists-have-all-pages", test_lists_have_all_pages);
  ADD ("office/events-and-roles", test_events_and_roles);
  ADD ("profile/account", test_profile);
  ADD ("profile/invoice-is-kept", test_invoice_is_kept);
#undef ADD
  g_test_add ("/client/gate/lost-answer", ClientShop, NULL, client_shop_set_up_behind_gateway,
              test_lost_answer, client_shop_tear_down);
  g_test_add_func ("/client/gate/layouts", test_layouts);
  g_test_add_func ("/client/gate/other-text-stays", test_other_text_stays);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include <sodium.h>
#include <string.h>

#include "client-shop.h"
#include "client/et-gate.h"
#include "client/et-scan-layout.h"
#include "core/et-ticket-key.h"
#include "core/et-time.h"

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
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (EtVerdict) first = NULL;
  g_autoptr (EtVerdict) second = NULL;

  client_shop_sign_in_as (shop, "staff");
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
  g_autofree char *key = client_shop_sell_one (shop);
  g_autofree char *damaged = g_strdup (key);

  damaged[3] = damaged[3] == 'A' ? 'B' : 'A';
  client_shop_sign_in_as (shop, "staff");
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
  g_autofree char *key = client_shop_sell_one (shop);

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
  g_autofree char *key = client_shop_sell_one (shop);
  g_autofree char *forged = forge ();
  g_autofree char *damaged = g_strdup (key);
  g_autoptr (EtVerdict) genuine = NULL;

  damaged[3] = damaged[3] == 'A' ? 'B' : 'A';
  client_shop_sign_in_as (shop, "staff");
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
  g_autofree char *key = client_shop_sell_one (shop);

  client_shop_sign_in_as (shop, "staff");
  client_gateway_fail (shop->gateway, "/api/tickets/verify/", CLIENT_FAULT_CUT_AFTER, 1);
  assert_verdict (shop, key, ET_VERDICT_GENUINE, NULL);
  client_shop_restart_program (shop);
  assert_verdict (shop, key, ET_VERDICT_ADMITTED, NULL);
  assert_verdict (shop, key, ET_VERDICT_ALREADY_USED, "already_used");
}

static void
test_by_hand (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) found = NULL;
  g_autoptr (EtTicket) ticket = NULL;
  g_autoptr (EtVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_in_as (shop, "staff");
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
#undef ADD
  g_test_add ("/client/gate/lost-answer", ClientShop, NULL, client_shop_set_up_behind_gateway,
              test_lost_answer, client_shop_tear_down);
  g_test_add_func ("/client/gate/layouts", test_layouts);
  g_test_add_func ("/client/gate/other-text-stays", test_other_text_stays);
  return g_test_run ();
}

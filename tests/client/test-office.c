/* SPDX-License-Identifier: MIT */
#include "client-shop.h"
#include "client/et-office.h"
#include "client/et-profile.h"
#include "core/et-time.h"

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
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (EtOffer) sold = NULL;
  g_autoptr (EtOffer) draft = client_new_offer (0, "Ticket Solo - Nouveau", 1234);
  g_autoptr (EtOffer) created = NULL;
  g_autoptr (EtOffer) copy = NULL;
  g_autoptr (EtOffer) changed = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_in_as (shop, "admin");
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
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GListModel) events = NULL;
  g_autoptr (GListModel) orders = NULL;
  g_autoptr (GListModel) accounts = NULL;
  g_autoptr (EtOrder) order = NULL;

  client_shop_sign_in_as (shop, "admin");
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

  client_shop_sign_in_as (shop, "admin");
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
  g_assert_true (et_office_remove_event_finish (shop->context, result, NULL, &error));
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
  const char *const members[] = { "display_name", "Zoé B.", "email", "zoe@example.org",
                                  "town",         "Lyon",   NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) export = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  CLIENT_AWAIT (
      result, et_profile_save_async (shop->context, members, NULL, client_keep_result_cb, &result));
  g_assert_true (et_profile_save_finish (shop->context, result, &error));
  g_assert_no_error (error);
  client_wait_for (g_strcmp0 (et_session_get_account (session)->display_name, "Zoé B.") == 0);
  g_assert_cmpstr (et_session_get_account (session)->town, ==, "Lyon");

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

static int64_t
get_first_order (ClientShop *shop)
{
  g_autoptr (GListModel) orders = et_wallet_store_list_orders (client_shop_get_store (shop), NULL);
  g_autoptr (EtOrder) order = g_list_model_get_item (orders, 0);

  return order->id;
}

/* What was bought on another device opens offline, too: sync brings each invoice once. */
static void
test_invoices_come_along (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  g_autofree char *path = NULL;
  ClientRequestLog *log = client_gateway_get_log (shop->gateway);
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  client_shop_sign_in_as (shop, "staff"); /* empties the copy of the customer */
  g_assert_true (et_session_sign_in (client_shop_get_session (shop), "zoe", ET_TEST_PASSWORD, NULL,
                                     NULL, &error));
  client_shop_sync (shop);
  client_shop_sync (shop);
  order_id = get_first_order (shop);
  path = g_strdup_printf ("/api/orders/%d/invoice.pdf", (int) order_id);
  g_assert_cmpuint (client_request_log_count (log, path), ==, 2); /* one for each copy */

  client_gateway_set_server (shop->gateway, 1);
  document = et_profile_fetch_invoice (shop->context, order_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (document, NULL), 5, "%PDF-", 5);
  g_assert_null (et_profile_fetch_invoice (shop->context, order_id + 1, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

/* An invoice that does not come keeps nobody from the rest, and comes with the next round. */
static void
test_invoice_comes_later (ClientShop *shop, gconstpointer data)
{
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_gateway_fail (shop->gateway, "/api/orders/", CLIENT_FAULT_500, G_MAXUINT);
  client_shop_buy (shop, shop->solo, 1);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 1);
  client_shop_fail_to_sync (shop, ET_ERROR_UNAVAILABLE);
  client_gateway_mend (shop->gateway);
  client_shop_sync (shop);
  client_gateway_set_server (shop->gateway, 1);
  document = et_profile_fetch_invoice (shop->context, get_first_order (shop), NULL, &error);
  g_assert_no_error (error);
}

static void
choose_language (ClientShop *shop, const char *language)
{
  const char *const members[] = { "language", language, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  CLIENT_AWAIT (
      result, et_profile_save_async (shop->context, members, NULL, client_keep_result_cb, &result));
  g_assert_true (et_profile_save_finish (shop->context, result, &error));
  g_assert_no_error (error);
}

/* The copy's invoices are in the language of the account, from the next round on. */
static void
test_another_language_brings_invoices_anew (ClientShop *shop, gconstpointer data)
{
  g_autofree char *path = NULL;
  ClientRequestLog *log = client_gateway_get_log (shop->gateway);

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 1);
  client_shop_sync (shop);
  path = g_strdup_printf ("/api/orders/%d/invoice.pdf", (int) get_first_order (shop));
  choose_language (shop, "de");
  client_shop_sync (shop);
  choose_language (shop, "de"); /* which is no other */
  client_shop_sync (shop);
  g_assert_cmpuint (client_request_log_count (log, path), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/" path, ClientShop, NULL, client_shop_set_up, test, client_shop_tear_down)
  ADD ("office/offers", test_offers);
  ADD ("office/lists-have-all-pages", test_lists_have_all_pages);
  ADD ("office/events-and-roles", test_events_and_roles);
  ADD ("profile/account", test_profile);
#undef ADD
#define ADD(path, test) \
  g_test_add ("/client/" path, ClientShop, NULL, client_shop_set_up_behind_gateway, test, \
              client_shop_tear_down)
  ADD ("profile/invoices-come-along", test_invoices_come_along);
  ADD ("profile/invoice-comes-later", test_invoice_comes_later);
  ADD ("profile/another-language", test_another_language_brings_invoices_anew);
#undef ADD
  return g_test_run ();
}

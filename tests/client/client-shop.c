/* SPDX-License-Identifier: MIT */
#include "client-shop.h"

/* Returns: the number of the offer of a name. */
static int64_t
find_offer (ClientShop *shop, const char *name)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (shop->server, "GET", "/api/offers/", NULL, NULL);
  g_autofree char *text = et_test_answer_dup_body (answer);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  JsonArray *offers = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (offers); i++)
    {
      JsonObject *offer = json_array_get_object_element (offers, i);

      if (g_str_equal (json_object_get_string_member (offer, "name"), name))
        return json_object_get_int_member (offer, "id");
    }
  g_error ("There is no offer %s", name);
}

static void
start (ClientShop *shop)
{
  static const char *const seed[] = { "seed-offers", NULL };

  shop->folder = client_folder_new ();
  shop->server = et_test_server_new (NULL);
  g_assert_cmpint (et_test_server_run (shop->server, seed, NULL, NULL, NULL), ==, 0);
  shop->solo = find_offer (shop, "Ticket Solo - Athlétisme");
  shop->duo = find_offer (shop, "Ticket Duo - Natation");
}

static char *
get_url (ClientShop *shop)
{
  return shop->gateway != NULL
             ? client_gateway_get_url (shop->gateway)
             : g_strdup_printf ("http://127.0.0.1:%u", et_test_server_get_port (shop->server));
}

static void
open_program (ClientShop *shop)
{
  g_autofree char *url = get_url (shop);
  g_autoptr (GError) error = NULL;

  shop->context = et_context_new (url, shop->folder);
  et_context_open (shop->context, NULL, &error);
  g_assert_no_error (error);
}

/* What waits in the main context may hold parts of the program. */
static void
close_program (ClientShop *shop)
{
  g_clear_object (&shop->context);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
client_shop_set_up (ClientShop *shop, gconstpointer data)
{
  start (shop);
  open_program (shop);
}

void
client_shop_set_up_behind_gateway (ClientShop *shop, gconstpointer data)
{
  start (shop);
  shop->gateway = client_gateway_new (et_test_server_get_port (shop->server));
  open_program (shop);
}

void
client_shop_tear_down (ClientShop *shop, gconstpointer data)
{
  close_program (shop);
  g_clear_pointer (&shop->gateway, client_gateway_free);
  et_test_server_free (shop->server);
  client_folder_remove (shop->folder);
}

/* Ends the program and starts it anew. */
void
client_shop_restart_program (ClientShop *shop)
{
  close_program (shop);
  open_program (shop);
}

/* The server comes back on the same port. */
void
client_shop_stop_server (ClientShop *shop)
{
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u",
                                             et_test_server_get_port (shop->server));

  et_test_server_set (shop->server, "ETICKETS_LISTEN", listen);
  et_test_server_stop (shop->server);
}

void
client_shop_start_server (ClientShop *shop)
{
  et_test_server_start (shop->server);
}

/* The token lies in a file, since tests have no keyring. */
void
client_shop_sign_up (ClientShop *shop, const char *username)
{
  g_autofree char *token_file = g_build_filename (shop->folder, username, NULL);
  g_autoptr (GError) error = NULL;

  et_session_set_token_file (client_shop_get_session (shop), token_file);
  et_session_sign_up (client_shop_get_session (shop), username, ET_TEST_PASSWORD, NULL, NULL, NULL,
                      &error);
  g_assert_no_error (error);
}

void
client_shop_sync (ClientShop *shop)
{
  g_autoptr (GError) error = NULL;

  et_sync_run (et_context_get_sync (shop->context), NULL, &error);
  g_assert_no_error (error);
}

void
client_shop_fail_to_sync (ClientShop *shop, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_sync_run (et_context_get_sync (shop->context), NULL, &error));
  g_assert_error (error, ET_ERROR, (int) code);
}

void
client_shop_set_cart (ClientShop *shop, int64_t offer_id, int64_t quantity)
{
  g_autoptr (GError) error = NULL;

  et_cart_store_set (client_shop_get_store (shop), offer_id, quantity, &error);
  g_assert_no_error (error);
}

void
client_shop_buy (ClientShop *shop, int64_t offer_id, int64_t quantity)
{
  g_autoptr (GArray) tickets = NULL;
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  client_shop_set_cart (shop, offer_id, quantity);
  et_outbox_check_out (et_context_get_outbox (shop->context), NULL, &order_id, &tickets, NULL,
                       &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tickets->len, ==, (guint) quantity);
}

/* Signs a customer up and sells a Duo. Returns: (transfer full): the key of the ticket. */
char *
client_shop_sell_one (ClientShop *shop)
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

/* Makes an account of a role, named like it, and signs it in instead of whoever is. */
void
client_shop_sign_in_as (ClientShop *shop, const char *role)
{
  g_autofree char *token = et_test_server_make (shop->server, role, role);
  g_autofree char *token_file = g_build_filename (shop->folder, role, NULL);
  g_autoptr (GError) error = NULL;

  et_session_sign_out (client_shop_get_session (shop), FALSE, NULL, NULL);
  et_session_set_token_file (client_shop_get_session (shop), token_file);
  et_session_sign_in (client_shop_get_session (shop), role, ET_TEST_PASSWORD, NULL, NULL, &error);
  g_assert_no_error (error);
  client_shop_sync (shop);
}

/* Changes the Solo behind the back of the server, which must not run. */
void
client_shop_change_offer (ClientShop *shop, const char *change)
{
  et_test_server_change_offer (shop->server, shop->solo, change);
}

guint
client_shop_count_tickets (ClientShop *shop)
{
  g_autoptr (GListModel)
      tickets = et_wallet_store_list_tickets (client_shop_get_store (shop), NULL);

  return g_list_model_get_n_items (tickets);
}

guint
client_shop_count_orders (ClientShop *shop)
{
  g_autoptr (GListModel) orders = et_wallet_store_list_orders (client_shop_get_store (shop), NULL);

  return g_list_model_get_n_items (orders);
}

guint
client_shop_get_pending (ClientShop *shop)
{
  EtSyncStanding standing;

  g_assert_true (et_sync_read_standing (client_shop_get_store (shop), &standing, NULL));
  return standing.pending;
}

/* @expected: such as "1x2 5x1", by offer. */
void
client_shop_assert_cart (ClientShop *shop, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtCart) cart = et_cart_store_load (client_shop_get_store (shop), &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);

      g_string_append_printf (text, "%s%dx%d", i > 0 ? " " : "", (int) line->offer_id,
                              (int) line->quantity);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* The same about what the server has, seen by another session of the account. */
void
client_shop_assert_server_cart (ClientShop *shop, const char *username, const char *expected)
{
  g_autofree char *token = et_test_server_sign_in (shop->server, username);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (shop->server, "GET", "/api/cart/", token, NULL);
  JsonArray *items = json_object_get_array_member (et_test_answer_get_json (answer), "items");
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *line = json_array_get_object_element (items, i);

      g_string_append_printf (text, "%s%dx%d", i > 0 ? " " : "",
                              (int) json_object_get_int_member (line, "offer_id"),
                              (int) json_object_get_int_member (line, "qty"));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

EtStore *
client_shop_get_store (ClientShop *shop)
{
  return et_context_get_store (shop->context);
}

EtSession *
client_shop_get_session (ClientShop *shop)
{
  return et_context_get_session (shop->context);
}

/* @data: where to keep the result, NULL before. */
void
client_keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include "client-folder.h"
#include "client-gateway.h"
#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

/* A real server with the demonstration catalogue, and a client of it with its own data folder,
 * perhaps behind a gateway that fails. */
typedef struct
{
  EtTestServer *server;
  ClientGateway *gateway; /* nullable */
  char *folder;
  EtContext *context; /* of the program that runs just now */
  int64_t solo; /* at 50.00 */
  int64_t duo; /* at 85.00 */
} ClientShop;

void client_shop_set_up (ClientShop *shop, gconstpointer data);
void client_shop_set_up_behind_gateway (ClientShop *shop, gconstpointer data);
void client_shop_tear_down (ClientShop *shop, gconstpointer data);

void client_shop_restart_program (ClientShop *shop);
void client_shop_stop_server (ClientShop *shop);
void client_shop_start_server (ClientShop *shop);

void client_shop_sign_up (ClientShop *shop, const char *username);
void client_shop_sync (ClientShop *shop);
void client_shop_fail_to_sync (ClientShop *shop, EtErrorCode code);
void client_shop_set_cart (ClientShop *shop, int64_t offer_id, int64_t quantity);
void client_shop_buy (ClientShop *shop, int64_t offer_id, int64_t quantity);
char *client_shop_sell_one (ClientShop *shop);
void client_shop_sign_in_as (ClientShop *shop, const char *role);
void client_shop_change_offer (ClientShop *shop, const char *change);

guint client_shop_count_tickets (ClientShop *shop);
guint client_shop_count_orders (ClientShop *shop);
guint client_shop_get_pending (ClientShop *shop);
void client_shop_assert_cart (ClientShop *shop, const char *expected);
void client_shop_assert_server_cart (ClientShop *shop, const char *username, const char *expected);

EtStore *client_shop_get_store (ClientShop *shop);
EtSession *client_shop_get_session (ClientShop *shop);

/* Waits for an asynchronous function that is given these two. */
void client_keep_result_cb (GObject *source, GAsyncResult *result, gpointer data);
#define CLIENT_AWAIT(result, call) \
  G_STMT_START \
  { \
    g_clear_object (&result); \
    call; \
    client_wait_for (result != NULL); \
  } \
  G_STMT_END

G_END_DECLS

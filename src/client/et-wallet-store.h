/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"
#include "core/et-order.h"
#include "core/et-ticket.h"

G_BEGIN_DECLS

/* Tickets and orders of the offline copy. Tickets come by start of their event, orders newest
 * first; lists are GListStores of EtTicket and EtOrder. */
void et_wallet_store_list_tickets_async (EtStore *store,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
void et_wallet_store_list_upcoming_async (EtStore *store,
                                          int64_t now,
                                          guint limit,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer data);
void et_wallet_store_list_order_async (EtStore *store,
                                       int64_t order_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
GListModel *
et_wallet_store_list_tickets_finish (EtStore *store, GAsyncResult *result, GError **error);
GListModel *et_wallet_store_list_tickets (EtStore *store, GError **error); /* blocking */

/* How many tickets can be used now or later: valid, and their time not over. */
void et_wallet_store_count_usable_async (EtStore *store,
                                         int64_t now,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
gboolean et_wallet_store_count_usable_finish (EtStore *store,
                                              GAsyncResult *result,
                                              int64_t *ret_count,
                                              GError **error);

void et_wallet_store_find_ticket_async (EtStore *store,
                                        int64_t ticket_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
EtTicket *et_wallet_store_find_ticket_finish (EtStore *store, GAsyncResult *result, GError **error);
EtTicket *
et_wallet_store_find_ticket (EtStore *store, int64_t ticket_id, GError **error); /* blocking */

void et_wallet_store_list_orders_async (EtStore *store,
                                        guint limit,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
GListModel *
et_wallet_store_list_orders_finish (EtStore *store, GAsyncResult *result, GError **error);
GListModel *et_wallet_store_list_orders (EtStore *store, GError **error); /* blocking */

G_END_DECLS

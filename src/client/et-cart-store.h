/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"
#include "core/et-cart.h"

G_BEGIN_DECLS

/* The cart of the offline copy, edited at once and queued for the server in the same transaction
 * (a guest's is not queued: it goes along with the sign-in). Emits "changed" of "cart". */
void et_cart_store_load_async (EtStore *store,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
EtCart *et_cart_store_load_finish (EtStore *store, GAsyncResult *result, GError **error);

/* @quantity is absolute; 0 removes the line. */
void et_cart_store_set_async (EtStore *store,
                              int64_t offer_id,
                              int64_t quantity,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean et_cart_store_set_finish (EtStore *store, GAsyncResult *result, GError **error);

void et_cart_store_clear_async (EtStore *store,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean et_cart_store_clear_finish (EtStore *store, GAsyncResult *result, GError **error);

G_END_DECLS

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
EtCart *et_cart_store_load (EtStore *store, GError **error); /* blocking */

/* @quantity is absolute; 0 removes the line. */
void et_cart_store_set_async (EtStore *store,
                              int64_t offer_id,
                              int64_t quantity,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean et_cart_store_set_finish (EtStore *store, GAsyncResult *result, GError **error);
gboolean et_cart_store_set (EtStore *store,
                            int64_t offer_id,
                            int64_t quantity,
                            GError **error); /* blocking */
gboolean et_cart_store_add (EtStore *store,
                            int64_t offer_id,
                            int64_t quantity,
                            GError **error); /* blocking; to what the line has */

void et_cart_store_clear_async (EtStore *store,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean et_cart_store_clear_finish (EtStore *store, GAsyncResult *result, GError **error);
gboolean et_cart_store_clear (EtStore *store, GError **error); /* blocking */

/* What became different about the cart without the person's doing: a price, an offer sold out or
 * withdrawn, a line that the server has otherwise. Kept until dismissed. */
typedef struct _EtCartDifference
{
  EtRecord parent_instance;

  int64_t id;
  char *kind; /* owned; "price", "sold_out", "withdrawn", "quantity", "hold_expired" */
  int64_t offer_id; /* 0 for the whole cart */
  char *name; /* owned; the offer's */
  int64_t old_value; /* cents of "price", tickets of "quantity"; else ET_NULL_INT64 */
  int64_t new_value;
  int64_t at;
} EtCartDifference;

ET_DECLARE_RECORD (EtCartDifference, et_cart_difference, CART_DIFFERENCE)

char *et_cart_difference_describe (EtCartDifference *difference, const char *language);

/* A GListStore of EtCartDifference, oldest first. */
void et_cart_store_list_differences_async (EtStore *store,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
GListModel *
et_cart_store_list_differences_finish (EtStore *store, GAsyncResult *result, GError **error);
GListModel *et_cart_store_list_differences (EtStore *store, GError **error); /* blocking */
void et_cart_store_dismiss_difference_async (EtStore *store,
                                             int64_t difference_id,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer data);
gboolean
et_cart_store_dismiss_difference_finish (EtStore *store, GAsyncResult *result, GError **error);
gboolean et_cart_store_dismiss_differences (EtStore *store, GError **error); /* blocking */

G_END_DECLS

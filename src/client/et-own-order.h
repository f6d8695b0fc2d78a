/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"

G_BEGIN_DECLS

/* What the buyer of an order can do with it over the network. */
void et_own_order_list_credit_notes_async (EtContext *context,
                                           int64_t order_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
GListModel *
et_own_order_list_credit_notes_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_own_order_fetch_credit_note_async (EtContext *context,
                                           int64_t order_id,
                                           int64_t nth,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
GBytes *
et_own_order_fetch_credit_note_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_own_order_ask_refund_async (EtContext *context,
                                    int64_t order_id,
                                    const char *reason,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
gboolean et_own_order_ask_refund_finish (EtContext *context, GAsyncResult *result, GError **error);

G_END_DECLS

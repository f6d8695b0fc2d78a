/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-remote.h"
#include "client/et-store.h"

G_BEGIN_DECLS

/* Credit notes of the account's own orders, with and without a network. Blocking. */
GListModel *et_credit_notes_list (
    EtStore *store, EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error);
GBytes *et_credit_notes_fetch (EtStore *store,
                               EtRemote *remote,
                               int64_t order_id,
                               int64_t nth,
                               GCancellable *cancellable,
                               GError **error);
gboolean et_credit_notes_fetch_missing (EtStore *store,
                                        EtRemote *remote,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-remote.h"
#include "client/et-store.h"

G_BEGIN_DECLS

/* Invoices of the account's own orders. An invoice never changes: one that is in the copy is not
 * asked for again. Blocking. */
GBytes *et_invoice_fetch (
    EtStore *store, EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error);
gboolean et_invoice_fetch_missing (EtStore *store,
                                   EtRemote *remote,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS

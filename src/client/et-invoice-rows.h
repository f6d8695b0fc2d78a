/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"

G_BEGIN_DECLS

/* Invoices that the copy has. Blocking. */
GBytes *et_invoice_rows_find (EtStore *store, int64_t order_id, GError **error);
gboolean et_invoice_rows_put (EtStore *store, int64_t order_id, GBytes *document, GError **error);
GArray *et_invoice_rows_list_missing (EtStore *store, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* Orders with their lines, from jobs of the store. */
gboolean et_wallet_rows_put_order (EtDb *db, EtOrder *order, GError **error);
gboolean et_wallet_rows_delete_order (EtDb *db, int64_t order_id, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-cart.h"
#include "core/et-offer.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* The cart's rows, from jobs of the store. */
int64_t et_cart_rows_get_max_quantity (EtDb *db);
gboolean et_cart_rows_set_max_quantity (EtDb *db, int64_t max_quantity, GError **error);
EtCart *et_cart_rows_read (EtDb *db, GError **error);
gboolean et_cart_rows_take_server_cart (EtDb *db, EtCart *cart, gboolean tell, GError **error);
gboolean et_cart_rows_settle_hold (EtDb *db, GError **error);
gboolean et_cart_rows_take_offer (EtDb *db, EtOffer *offer, GError **error);
gboolean et_cart_rows_withdraw (EtDb *db, int64_t offer_id, GError **error);
gboolean et_cart_rows_remove (EtDb *db, int64_t offer_id, GError **error);
gboolean et_cart_rows_empty (EtDb *db, GError **error);

G_END_DECLS

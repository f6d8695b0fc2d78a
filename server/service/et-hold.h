/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"
#include "server/service/et-config.h"

G_BEGIN_DECLS

/* Places that the carts of accounts hold for a while, so that nobody else buys them meanwhile. */
gboolean
et_hold_take_what_is_left (EtDb *db, const EtConfig *config, int64_t order_id, GError **error);
gboolean
et_hold_take_what_may_be (EtDb *db, const EtConfig *config, int64_t order_id, GError **error);
gboolean et_hold_renew (EtDb *db, const EtConfig *config, int64_t order_id, GError **error);
gboolean et_hold_release (EtDb *db, int64_t order_id, GError **error);
gboolean et_hold_release_line (EtDb *db, int64_t order_id, int64_t offer_id, GError **error);
gboolean et_hold_release_of_account (EtDb *db, int64_t account_id, GError **error);
gboolean et_hold_release_of_offer (EtDb *db, int64_t offer_id, GError **error);
GArray *et_hold_list_expired (EtDb *db, int64_t now, GError **error);
gboolean et_hold_sweep (EtDb *db, GArray *carts, int64_t now, GError **error);

G_END_DECLS

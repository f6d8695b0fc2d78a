/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"

G_BEGIN_DECLS

/* The places that lines of carts and pending orders hold. */
gboolean et_hold_repo_set_line (
    EtDb *db, int64_t order_id, const EtSaleLine *line, int64_t held, GError **error);
gboolean
et_hold_repo_renew (EtDb *db, int64_t order_id, int64_t until, int64_t most, GError **error);
gboolean et_hold_repo_end (EtDb *db, int64_t order_id, GError **error);
gboolean et_hold_repo_read_until (EtDb *db, int64_t order_id, int64_t *ret_until, GError **error);
GArray *et_hold_repo_list_expired (EtDb *db, int64_t now, int64_t limit, GError **error);
GArray *et_hold_repo_list_carts_with (EtDb *db, int64_t offer_id, GError **error);

G_END_DECLS

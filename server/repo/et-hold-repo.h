/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"

G_BEGIN_DECLS

/* The tickets of :offer_id that :account_id has: bought and not refunded, and held by orders other
 * than :order_id. */
#define ET_HOLD_COUNT_OF_ACCOUNT \
  "(SELECT COUNT(*) FROM tickets t WHERE t.account_id = :account_id " \
  "AND t.offer_id = :offer_id AND t.credit_note_id IS NULL) + " \
  "(SELECT COALESCE(SUM(h.held), 0) FROM orders o JOIN order_lines h ON h.order_id = o.id " \
  "WHERE o.account_id = :account_id AND h.offer_id = :offer_id AND o.id <> :order_id)"

/* The places that lines of carts and pending orders hold. */
gboolean et_hold_repo_end_line (EtDb *db, int64_t order_id, int64_t offer_id, GError **error);
gboolean et_hold_repo_count_of_account (
    EtDb *db, const EtPendingOrder *order, int64_t offer_id, int64_t *ret_count, GError **error);
gboolean
et_hold_repo_renew (EtDb *db, int64_t order_id, int64_t until, int64_t most, GError **error);
gboolean et_hold_repo_end_lines (EtDb *db, int64_t order_id, GError **error);
gboolean et_hold_repo_read_until (EtDb *db, int64_t order_id, int64_t *ret_until, GError **error);
GArray *et_hold_repo_list_expired (EtDb *db, int64_t now, int64_t limit, GError **error);
GArray *et_hold_repo_list_carts_with (EtDb *db, int64_t offer_id, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_refund_request_open (
    EtDb *db, int64_t actor_id, EtOrder *order, const char *reason, GError **error);
gboolean et_refund_request_refuse (
    EtDb *db, int64_t actor_id, int64_t order_id, const char *answer, GError **error);
gboolean et_refund_request_grant (EtDb *db, int64_t order_id, GError **error);

G_END_DECLS

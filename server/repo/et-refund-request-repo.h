/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_refund_request_repo_open (
    EtDb *db, int64_t order_id, const char *reason, gboolean *ret_opened, GError **error);
gboolean et_refund_request_repo_close (EtDb *db,
                                       int64_t order_id,
                                       const char *state,
                                       const char *answer,
                                       gboolean *ret_closed,
                                       GError **error);
gboolean et_refund_request_repo_forget_reasons (EtDb *db, int64_t account_id, GError **error);

G_END_DECLS

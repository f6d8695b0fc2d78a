/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_ticket_revoke (
    EtDb *db, int64_t actor_id, int64_t ticket_id, const char *reason, GError **error);

G_END_DECLS

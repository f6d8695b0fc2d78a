/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_audit_write (EtDb *db,
                         int64_t actor_id,
                         const char *action,
                         const char *subject_kind,
                         int64_t subject_id,
                         const char *detail,
                         GError **error);

G_END_DECLS

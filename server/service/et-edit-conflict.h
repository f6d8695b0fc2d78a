/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_edit_conflict_refuse (EtDb *db, const char *kind, int64_t id, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gboolean
et_counter_repo_raise (EtDb *db, const char *name, int64_t by, int64_t *ret_value, GError **error);
gboolean et_counter_repo_get (EtDb *db, const char *name, int64_t *ret_value, GError **error);

G_END_DECLS

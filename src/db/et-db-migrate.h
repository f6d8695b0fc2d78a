/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* Migrations are the numbered .sql files of a GResource folder, each run once in a transaction
 * and remembered with its checksum. */
gboolean et_db_migrate (EtDb *db, const char *resource_folder, int *ret_applied, GError **error);
gboolean
et_db_is_migrated (EtDb *db, const char *resource_folder, int *ret_missing, GError **error);

G_END_DECLS

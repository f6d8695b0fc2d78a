/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* The server's tables, made by the migrations in server/sql. */
gboolean et_schema_migrate (EtDb *db, int *ret_applied, GError **error);
gboolean et_schema_is_current (EtDb *db, int *ret_missing, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db-driver.h"

G_BEGIN_DECLS

/* What the files of this library share and drivers do not need. */
void et_db_stmt_free_chain (gpointer first);
GPtrArray *et_db_new_changes (void);
gboolean et_db_is_usable (EtDb *db, GError **error);

extern const EtDbDriver et_sqlite_driver;

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gpointer et_account_rows_find (EtDb *db, gpointer data, GError **error);
gboolean et_account_rows_put (EtDb *db, gpointer account, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

char *et_order_code_make (EtDb *db, GError **error);
gboolean et_order_code_split (const char *text, char **ret_code, int64_t *ret_serial);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* Prints of the copy as the server is told of them, from jobs of the store. @ids: of int64_t;
 * @copies: of guint, in their order. */
gboolean
et_print_rows_tell (EtDb *db, const char *kind, GArray *ids, GArray *copies, GError **error);
gboolean et_print_rows_tell_left (EtDb *db, int64_t before, GError **error);

G_END_DECLS

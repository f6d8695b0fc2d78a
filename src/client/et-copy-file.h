/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

EtDb *et_copy_file_open (const char *path, gboolean *ret_was_rebuilt, GError **error);

G_END_DECLS

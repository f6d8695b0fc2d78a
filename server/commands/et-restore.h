/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/service/et-config.h"

G_BEGIN_DECLS

gboolean et_restore (const EtConfig *config, const char *path, gboolean force, GError **error);

G_END_DECLS

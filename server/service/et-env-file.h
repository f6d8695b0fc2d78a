/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"

G_BEGIN_DECLS

char **et_env_file_apply (const char *path, char **environ_, const char *language, GError **error);

G_END_DECLS

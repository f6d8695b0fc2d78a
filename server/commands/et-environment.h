/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/commands/et-command-line.h"

G_BEGIN_DECLS

char **et_environment_read (const EtCommandLine *line, const char *language, GError **error);

G_END_DECLS

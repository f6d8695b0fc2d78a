/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/commands/et-command-line.h"
#include "server/service/et-config.h"

G_BEGIN_DECLS

int et_serve (const EtConfig *config,
              const EtCommandLine *line,
              const char *program,
              const char *language);

G_END_DECLS

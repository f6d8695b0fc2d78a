/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/commands/et-operator-records.h"
#include "server/service/et-config.h"

G_BEGIN_DECLS

EtOperatorReply *
et_operator_command_run (const EtConfig *config, EtOperatorRequest *request, GError **error);

G_END_DECLS

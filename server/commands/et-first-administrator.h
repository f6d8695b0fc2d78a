/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/db/et-writer.h"
#include "server/service/et-one-time-code.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

/* A new server has no administrator, and no password that anybody could know. One is made by the
 * command create-account, by the settings, or by whoever signs up with a code that the server
 * prints. */
gboolean et_first_administrator_ensure (const EtConfig *config, EtWriter *writer, GError **error);
gboolean et_first_administrator_issue_code (const EtServices *services,
                                            EtWriter *writer,
                                            EtIssuedCode *ret_issued,
                                            GError **error);

G_END_DECLS

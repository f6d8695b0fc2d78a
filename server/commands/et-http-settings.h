/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-server.h"
#include "server/service/et-config.h"

G_BEGIN_DECLS

void et_http_settings_read (const EtConfig *config, EtHttpConfig *ret_http);

G_END_DECLS

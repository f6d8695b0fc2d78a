/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"

G_BEGIN_DECLS

extern const EtRoute et_print_api_routes[];

G_END_DECLS

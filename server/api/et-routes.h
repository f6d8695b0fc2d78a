/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"

G_BEGIN_DECLS

/* The tables of all resources, ended by NULL: the whole HTTP API. */
extern const EtRoute *const et_routes[];

G_END_DECLS

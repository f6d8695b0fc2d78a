/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "db/et-db.h"
#include "server/http/et-request.h"

G_BEGIN_DECLS

EtOrder *et_owned_order_find (EtRequest *req, EtDb *db, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"
#include "server/service/et-idempotency.h"

G_BEGIN_DECLS

gboolean et_idempotent_read_key (EtRequest *req,
                                 gboolean *ret_has_key,
                                 EtIdempotencyKey *ret_key,
                                 GError **error);
gboolean et_idempotent_look_back (EtRequest *req, EtDb *db, gboolean *ret_answered, GError **error);
gboolean et_idempotent_recall (EtRequest *req, EtDb *db, gboolean *ret_answered, GError **error);
gboolean et_idempotent_remember (EtRequest *req, EtDb *db, GError **error);

G_END_DECLS

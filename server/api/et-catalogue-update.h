/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"

G_BEGIN_DECLS

/* Renews the cached catalogue when the write that is under way is durable. */
void et_catalogue_update_after_edit (EtRequest *req, EtDb *db);

G_END_DECLS

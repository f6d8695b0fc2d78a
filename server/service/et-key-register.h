/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"
#include "server/service/et-signing-keys.h"

G_BEGIN_DECLS

gboolean et_key_register_note_use (EtDb *db, EtSigningKeys *keys, GError **error);
gboolean et_key_register_update (EtDb *db, EtSigningKeys *keys, GError **error);

G_END_DECLS

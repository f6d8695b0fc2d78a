/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-sync.h"
#include "db/et-db.h"

G_BEGIN_DECLS

gpointer et_sync_standing_read (EtDb *db, gpointer data, GError **error);
gboolean et_sync_standing_note_success (EtDb *db, GError **error);

EtSyncState et_sync_standing_get_state (const GError *error);

G_END_DECLS

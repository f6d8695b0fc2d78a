/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-event.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* What administrators do with events; each is told to clients and noted in the audit log. The
 * caller renews the cached catalogue after the commit. */
EtEvent *et_event_edit_create (EtDb *db, int64_t actor_id, EtEvent *event, GError **error);
EtEvent *et_event_edit_replace (EtDb *db, int64_t actor_id, EtEvent *event, GError **error);
gboolean et_event_edit_remove (
    EtDb *db, int64_t actor_id, int64_t event_id, gboolean *ret_removed, GError **error);

gboolean et_event_edit_announce_ended (EtDb *db, int64_t now, GError **error);

G_END_DECLS

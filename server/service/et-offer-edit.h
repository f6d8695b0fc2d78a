/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-offer.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* What administrators do with offers; each is told to clients and noted in the audit log. The
 * caller renews the cached catalogue after the commit. */
EtOffer *et_offer_edit_create (EtDb *db, int64_t actor_id, EtOffer *offer, GError **error);
EtOffer *et_offer_edit_replace (EtDb *db, int64_t actor_id, EtOffer *offer, GError **error);
gboolean et_offer_edit_remove (
    EtDb *db, int64_t actor_id, int64_t offer_id, gboolean *ret_removed, GError **error);

G_END_DECLS

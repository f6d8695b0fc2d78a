/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-offer.h"
#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_catalogue_rows_put (EtDb *db, EtOffer *offer, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"

G_BEGIN_DECLS

/* Places at events and of offers, which the lines of carts and pending orders hold. Rows are taken
 * in one order everywhere: events by their number, then offers by theirs. */
gboolean et_places_take (EtDb *db, const EtSale *sale, GError **error);
gboolean et_places_take_what_is_left (EtDb *db, const EtSale *sale, GError **error);
gboolean et_places_take_what_may_be (EtDb *db, const EtSale *sale, GError **error);
gboolean et_places_return_sold (EtDb *db, const EtSale *sale, GError **error);
gboolean et_places_give_back (EtDb *db, const EtSale *sale, GError **error);

G_END_DECLS

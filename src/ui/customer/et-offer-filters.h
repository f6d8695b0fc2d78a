/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-catalogue-store.h"

G_BEGIN_DECLS

/* A row of chips: type, sport, date, price; and the order. Signal "changed". Action "filters.clear". */
#define ET_TYPE_OFFER_FILTERS (et_offer_filters_get_type ())
G_DECLARE_FINAL_TYPE (EtOfferFilters, et_offer_filters, ET, OFFER_FILTERS, AdwBin)

void et_offer_filters_read (EtOfferFilters *self, EtOfferFilter *ret_filter);
gboolean et_offer_filters_is_active (EtOfferFilters *self);
void et_offer_filters_clear (EtOfferFilters *self);

G_END_DECLS

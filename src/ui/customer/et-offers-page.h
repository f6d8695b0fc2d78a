/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* The catalogue: search, filters, one card for each offer. */
#define ET_TYPE_OFFERS_PAGE (et_offers_page_get_type ())
G_DECLARE_FINAL_TYPE (EtOffersPage, et_offers_page, ET, OFFERS_PAGE, EtPage)

G_END_DECLS

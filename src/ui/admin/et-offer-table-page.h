/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-editing-page.h"

G_BEGIN_DECLS

/* Administrators' offers: sales, prices, what is on sale. */
#define ET_TYPE_OFFER_TABLE_PAGE (et_offer_table_page_get_type ())
G_DECLARE_FINAL_TYPE (EtOfferTablePage, et_offer_table_page, ET, OFFER_TABLE_PAGE, EtEditingPage)

G_END_DECLS

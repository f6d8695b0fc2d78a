/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-offer.h"

G_BEGIN_DECLS

/* The part of an offer's form that says when it is on sale, and how many tickets an order and an
 * account may have. Signal "edited": something reads otherwise. */
#define ET_TYPE_SALE_RULES_FORM (et_sale_rules_form_get_type ())
G_DECLARE_FINAL_TYPE (EtSaleRulesForm, et_sale_rules_form, ET, SALE_RULES_FORM, AdwBin)

void et_sale_rules_form_fill (EtSaleRulesForm *self, EtOffer *offer);
const char *et_sale_rules_form_read (EtSaleRulesForm *self, EtOffer *offer, const char *zone);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-offer.h"
#include "ui/shared/et-cart-model.h"

G_BEGIN_DECLS

/* An offer with its price and a stepper that edits the cart. Signal "opened" (EtOffer): the part
 * about the event was pressed. */
#define ET_TYPE_OFFER_CARD (et_offer_card_get_type ())
G_DECLARE_FINAL_TYPE (EtOfferCard, et_offer_card, ET, OFFER_CARD, AdwBin)

GtkWidget *et_offer_card_new (EtCartModel *cart);
void et_offer_card_set_offer (EtOfferCard *self, EtOffer *offer);
void et_offer_card_hide_event (EtOfferCard *self);

G_END_DECLS

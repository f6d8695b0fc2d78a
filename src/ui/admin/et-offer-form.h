/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-offer.h"
#include "ui/admin/et-form.h"

G_BEGIN_DECLS

/* The entries of an EtOffer. */
#define ET_TYPE_OFFER_FORM (et_offer_form_get_type ())
G_DECLARE_FINAL_TYPE (EtOfferForm, et_offer_form, ET, OFFER_FORM, AdwBin)

void et_offer_form_set_events (EtOfferForm *self, GListModel *events);

G_END_DECLS

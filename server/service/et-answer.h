/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-cart.h"
#include "core/et-json-writer.h"
#include "core/et-offer.h"

G_BEGIN_DECLS

/* Records as the API answers them, where that is more than their own members. @name is NULL inside
 * an array. */
void et_answer_offer (EtOffer *offer, const char *name, EtJsonWriter *writer);
void et_answer_offer_members (EtOffer *offer, EtJsonWriter *writer);
void et_answer_cart_members (EtCart *cart, int64_t order_id, EtJsonWriter *writer);
void et_answer_ids (GArray *ids, const char *name, EtJsonWriter *writer);
void et_answer_checkout_members (int64_t order_id, GArray *ticket_ids, EtJsonWriter *writer);
void et_answer_removed (gboolean is_removed, EtJsonWriter *writer);

G_END_DECLS

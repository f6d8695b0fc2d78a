/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-offer.h"
#include "ui/admin/et-field-change.h"
#include "ui/admin/et-table-column.h"
#include "ui/admin/et-table-filter.h"

G_BEGIN_DECLS

/* How administrators read an offer: in the columns of the table, in its filters, and in what an
 * edit changes. Each table ends with a NULL. */
extern const EtTableColumn et_offer_columns[];
extern const EtTableChoice et_offer_choices[];
extern const EtFieldText et_offer_field_texts[];

G_END_DECLS

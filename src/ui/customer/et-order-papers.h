/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-order.h"

G_BEGIN_DECLS

/* What an order has on paper, as rows whose buttons activate the actions of its own row,
 * "order.open-invoice" and so on. */
void et_order_papers_add (AdwExpanderRow *row, EtOrder *order);

G_END_DECLS

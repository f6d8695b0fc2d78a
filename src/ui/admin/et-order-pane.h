/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-order.h"

G_BEGIN_DECLS

/* One order: who, when, its lines and total. Signal "invoice" (EtOrder): its invoice is wanted. */
#define ET_TYPE_ORDER_PANE (et_order_pane_get_type ())
G_DECLARE_FINAL_TYPE (EtOrderPane, et_order_pane, ET, ORDER_PANE, AdwBin)

void et_order_pane_show (EtOrderPane *self, EtOrder *order);
void et_order_pane_set_busy (EtOrderPane *self, gboolean is_busy);

G_END_DECLS

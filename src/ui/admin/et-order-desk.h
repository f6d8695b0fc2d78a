/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-order.h"

G_BEGIN_DECLS

/* What an administrator can do with an order and its tickets, on a page of the office. Signal
 * "changed": the server has carried something out. */
#define ET_TYPE_ORDER_DESK (et_order_desk_get_type ())
G_DECLARE_FINAL_TYPE (EtOrderDesk, et_order_desk, ET, ORDER_DESK, AdwBin)

void et_order_desk_show (EtOrderDesk *self, EtOrder *order);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "ui/admin/et-table-column.h"
#include "ui/admin/et-table-filter.h"

G_BEGIN_DECLS

/* How administrators read an order; each table ends with a NULL. */
extern const EtTableColumn et_order_columns[];
extern const EtTableChoice et_order_choices[];

char *et_order_get_name (EtOrder *order);
const char *et_order_get_customer (EtOrder *order);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* An order that unfolds to its lines and its invoice. */
#define ET_TYPE_ORDER_ROW (et_order_row_get_type ())
G_DECLARE_FINAL_TYPE (EtOrderRow, et_order_row, ET, ORDER_ROW, AdwExpanderRow)

GtkWidget *et_order_row_new (EtContext *context);
void et_order_row_set_order (EtOrderRow *self, EtOrder *order);
gboolean et_order_row_was_unfolded (EtOrderRow *self);
const int64_t *et_order_row_get_id (EtOrderRow *self);

G_END_DECLS

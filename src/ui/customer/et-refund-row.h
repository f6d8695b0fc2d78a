/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* How far a refund of an order is, or a button to ask for one. */
#define ET_TYPE_REFUND_ROW (et_refund_row_get_type ())
G_DECLARE_FINAL_TYPE (EtRefundRow, et_refund_row, ET, REFUND_ROW, AdwActionRow)

gboolean et_refund_row_is_needed (EtOrder *order);
GtkWidget *et_refund_row_new (EtContext *context, EtOrder *order);

G_END_DECLS

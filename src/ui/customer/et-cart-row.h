/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-cart.h"
#include "core/et-offer.h"

G_BEGIN_DECLS

/* A line of the cart. Signal "changed" (int quantity): the person wants another number. */
#define ET_TYPE_CART_ROW (et_cart_row_get_type ())
G_DECLARE_FINAL_TYPE (EtCartRow, et_cart_row, ET, CART_ROW, GtkListBoxRow)

GtkWidget *et_cart_row_new (EtCartLine *line, EtOffer *offer);
void et_cart_row_set_maximum (EtCartRow *self, int maximum);
void et_cart_row_update (EtCartRow *self, EtCartLine *line, EtOffer *offer);
EtCartLine *et_cart_row_get_line (EtCartRow *self);

G_END_DECLS

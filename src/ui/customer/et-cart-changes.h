/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-cart-store.h"

G_BEGIN_DECLS

/* Tells what became different about the cart without the person's doing, until it is understood.
 * Hidden while there is nothing to tell. */
#define ET_TYPE_CART_CHANGES (et_cart_changes_get_type ())
G_DECLARE_FINAL_TYPE (EtCartChanges, et_cart_changes, ET, CART_CHANGES, AdwBin)

void et_cart_changes_set_store (EtCartChanges *self, EtStore *store);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* Tells what became different about the cart without the person's doing, each with the one thing to
 * do about it, until that is done. Hidden while there is nothing to tell. */
#define ET_TYPE_CART_CHANGES (et_cart_changes_get_type ())
G_DECLARE_FINAL_TYPE (EtCartChanges, et_cart_changes, ET, CART_CHANGES, AdwBin)

void et_cart_changes_set_context (EtCartChanges *self, EtContext *context);

G_END_DECLS

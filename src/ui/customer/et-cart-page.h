/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* What is in the cart, its total, and the way to pay for it. */
#define ET_TYPE_CART_PAGE (et_cart_page_get_type ())
G_DECLARE_FINAL_TYPE (EtCartPage, et_cart_page, ET, CART_PAGE, EtPage)

G_END_DECLS

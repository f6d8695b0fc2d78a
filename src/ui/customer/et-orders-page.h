/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* What one has bought, newest first, each order with its lines and its invoice. */
#define ET_TYPE_ORDERS_PAGE (et_orders_page_get_type ())
G_DECLARE_FINAL_TYPE (EtOrdersPage, et_orders_page, ET, ORDERS_PAGE, EtPage)

G_END_DECLS

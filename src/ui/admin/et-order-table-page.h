/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-table-page.h"

G_BEGIN_DECLS

/* All orders with their lines and invoices. */
#define ET_TYPE_ORDER_TABLE_PAGE (et_order_table_page_get_type ())
G_DECLARE_FINAL_TYPE (EtOrderTablePage, et_order_table_page, ET, ORDER_TABLE_PAGE, EtTablePage)

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/et-page-registry.h"

G_BEGIN_DECLS

/* A row of the sidebar: icon, title, and a number when there is something to count. Property
 * "count" (guint). */
#define ET_TYPE_SIDEBAR_ROW (et_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (EtSidebarRow, et_sidebar_row, ET, SIDEBAR_ROW, GtkListBoxRow)

EtSidebarRow *et_sidebar_row_new (const EtPageEntry *entry);
const EtPageEntry *et_sidebar_row_get_entry (EtSidebarRow *self);

G_END_DECLS

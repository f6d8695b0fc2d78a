/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-table-column.h"

G_BEGIN_DECLS

/* A record of a table where there is no room for columns: title and value, subtitle and badge,
 * and a bar, one below the other. Signal "picked": it was clicked or tapped. */
#define ET_TYPE_FOLDED_ROW (et_folded_row_get_type ())
G_DECLARE_FINAL_TYPE (EtFoldedRow, et_folded_row, ET, FOLDED_ROW, GtkBox)

GtkWidget *et_folded_row_new (const EtTableColumn *columns);
void et_folded_row_show (EtFoldedRow *self, gpointer record);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-table-column.h"

G_BEGIN_DECLS

/* Shows one column of one record: a text, a number, a badge, or a text above a bar. */
#define ET_TYPE_TABLE_CELL (et_table_cell_get_type ())
G_DECLARE_FINAL_TYPE (EtTableCell, et_table_cell, ET, TABLE_CELL, GtkBox)

GtkWidget *et_table_cell_new (const EtTableColumn *column);
void et_table_cell_show (EtTableCell *self, gpointer record);

G_END_DECLS

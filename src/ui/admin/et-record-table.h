/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/admin/et-table-filter.h"

G_BEGIN_DECLS

/* Records in sortable columns with search and filters; where there is no room for columns, as a
 * list. Property "follows-selection": moving the selection picks a record too, not only a click
 * or Enter. Signals: "picked" (record): a person wants to see it; "entered": and to go there. */
#define ET_TYPE_RECORD_TABLE (et_record_table_get_type ())
G_DECLARE_FINAL_TYPE (EtRecordTable, et_record_table, ET, RECORD_TABLE, AdwBin)

void et_record_table_set_up (EtRecordTable *self,
                             const char *name,
                             const EtTableColumn *columns,
                             const EtTableChoice *choices,
                             GListModel *records);
void et_record_table_select (EtRecordTable *self, gpointer record);
GtkSearchEntry *et_record_table_get_search (EtRecordTable *self);

G_END_DECLS

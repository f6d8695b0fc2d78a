/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-table-column.h"

G_BEGIN_DECLS

/* A choice of words above a table, of which one or all may pass. */
typedef struct
{
  const char *title; /* msgid; what is chosen, such as “Type” */
  const char *all; /* msgid; what lets all pass, such as “All types” */
  const char *const *words; /* ended by NULL */
  const char *(*get_name) (const char *word); /* msgid of a word */
  const char *(*get_word) (gpointer record);
} EtTableChoice;

/* What of a table shows: records whose columns hold every searched word, whatever its case and
 * accents, and that pass every choice. */
#define ET_TYPE_TABLE_FILTER (et_table_filter_get_type ())
G_DECLARE_FINAL_TYPE (EtTableFilter, et_table_filter, ET, TABLE_FILTER, GtkFilter)

EtTableFilter *et_table_filter_new (const EtTableColumn *columns, const EtTableChoice *choices);
void et_table_filter_search (EtTableFilter *self, const char *text);
void et_table_filter_choose (EtTableFilter *self, guint choice, guint selected);

GtkWidget *et_table_choice_new_drop_down (const EtTableChoice *choice);

G_END_DECLS

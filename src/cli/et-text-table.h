/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Columns of text for people, aligned; numbers and money to the right. */
typedef struct _EtTextTable EtTextTable;

EtTextTable *et_text_table_new (guint n_columns, const char *const *headings);
void et_text_table_free (EtTextTable *table);
void et_text_table_set_right (EtTextTable *table, guint column);
void et_text_table_take_cell (EtTextTable *table, char *text);
void et_text_table_add_cell (EtTextTable *table, const char *text);
void et_text_table_add_number (EtTextTable *table, int64_t number);
void et_text_table_print (EtTextTable *table);

char *et_text_make_printable (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTextTable, et_text_table_free)

G_END_DECLS

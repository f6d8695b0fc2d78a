/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-table-column.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-table-cell.h"

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  return et_table_column_compare (data, (gpointer) a, (gpointer) b);
}

static void
setup_cb (const EtTableColumn *column, GtkListItem *item)
{
  gtk_list_item_set_child (item, et_table_cell_new (column));
}

static void
bind_cb (const EtTableColumn *column, GtkListItem *item)
{
  et_table_cell_show (ET_TABLE_CELL (gtk_list_item_get_child (item)),
                      gtk_list_item_get_item (item));
}

/* Returns: (transfer full): a sortable column of a GtkColumnView. @column is static. */
GtkColumnViewColumn *
et_table_column_new_view_column (const EtTableColumn *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column = gtk_column_view_column_new (_ (column->title), factory);
  g_autoptr (GtkSorter)
      sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, (gpointer) column, NULL));

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), (gpointer) column);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), (gpointer) column);
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_visible (view_column, column->kind != ET_CELL_NONE);
  gtk_column_view_column_set_expand (view_column, column->width == 0);
  if (column->width > 0)
    gtk_column_view_column_set_fixed_width (view_column, column->width);
  return view_column;
}

/* The order of two records by one column. */
int
et_table_column_compare (const EtTableColumn *column, gpointer a, gpointer b)
{
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  if (column->compare != NULL)
    return column->compare (a, b);

  text_a = column->get_text (a);
  text_b = column->get_text (b);
  return g_utf8_collate (text_a, text_b);
}

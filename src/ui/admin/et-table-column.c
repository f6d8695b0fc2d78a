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
  GtkWidget *cell = et_table_cell_new (column);

  if (column->width > 0)
    gtk_widget_set_size_request (cell, column->width, -1);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (const EtTableColumn *column, GtkListItem *item)
{
  et_table_cell_show (ET_TABLE_CELL (gtk_list_item_get_child (item)),
                      gtk_list_item_get_item (item));
}

static GtkColumnViewColumn *
new_view_column (const EtTableColumn *column)
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
  return view_column;
}

/* The title of a column of numbers stands above the numbers. GTK 4.8 has no word for that. */
static void
align_last_title (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = gtk_widget_get_last_child (header);

  if (title != NULL && gtk_widget_get_first_child (title) != NULL)
    gtk_widget_set_halign (gtk_widget_get_first_child (title), GTK_ALIGN_END);
}

/* Adds a sortable column to @view. @column is static. */
void
et_table_column_append (const EtTableColumn *column, GtkColumnView *view)
{
  g_autoptr (GtkColumnViewColumn) view_column = new_view_column (column);

  gtk_column_view_append_column (view, view_column);
  if (column->kind == ET_CELL_NUMBER)
    align_last_title (view);
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

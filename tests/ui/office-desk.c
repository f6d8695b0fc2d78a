/* SPDX-License-Identifier: MIT */
#include "tests/ui/office-desk.h"

#include <glib/gi18n-lib.h>

#include "core/et-account.h"
#include "core/et-order.h"

UiTest *
office_desk_open (BoxOffice *office, const char *page)
{
  UiTest *test = ui_test_new (office->server);

  ui_test_sign_in (test, "office");
  gtk_window_set_default_size (GTK_WINDOW (test->window), 1000, 700);
  UI_WAIT (gtk_widget_get_width (GTK_WIDGET (test->window)) == 1000);
  ui_test_open_page (test, page);
  return test;
}

/* Returns: what of the table shows, in columns or folded. */
GtkSelectionModel *
office_desk_get_rows (UiTest *test)
{
  GtkWidget *columns;

  UI_WAIT (ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_COLUMN_VIEW, NULL) != NULL ||
           ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_LIST_VIEW, NULL) != NULL);
  columns = ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_COLUMN_VIEW, NULL);
  if (columns != NULL)
    return gtk_column_view_get_model (GTK_COLUMN_VIEW (columns));
  return gtk_list_view_get_model (GTK_LIST_VIEW (ui_find (test->window, GTK_TYPE_LIST_VIEW, NULL)));
}

guint
office_desk_count_rows (UiTest *test)
{
  return g_list_model_get_n_items (G_LIST_MODEL (office_desk_get_rows (test)));
}

static const char *
get_naming_member (gpointer record)
{
  if (ET_IS_ORDER (record))
    return "code";
  return ET_IS_ACCOUNT (record) ? "username" : "name";
}

/* Takes the row of a record with that name, user name or order code. */
gboolean
office_desk_select (UiTest *test, const char *name)
{
  GtkSelectionModel *rows = office_desk_get_rows (test);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (GObject) record = g_list_model_get_item (G_LIST_MODEL (rows), i);
      g_autofree char *shown = NULL;

      g_object_get (record, get_naming_member (record), &shown, NULL);
      if (g_strcmp0 (shown, name) == 0)
        return gtk_selection_model_select_item (rows, i, TRUE);
    }
  return FALSE;
}

/* Searches for a record and takes its row, which opens it. */
void
office_desk_pick (UiTest *test, const char *name)
{
  UI_WAIT (office_desk_count_rows (test) > 0);
  ui_fill (test->window, _ ("Search"), name);
  g_signal_emit_by_name (ui_find (test->window, GTK_TYPE_SEARCH_ENTRY, _ ("Search")),
                         "search-changed"); /* at once, not after the time of a keystroke */
  g_assert_true (office_desk_select (test, name));
  ui_find (test->window, GTK_TYPE_BUTTON, _ ("Close Details"));
}

gboolean
office_desk_can_press (UiTest *test, const char *button)
{
  return gtk_widget_is_sensitive (ui_find (test->window, GTK_TYPE_BUTTON, button));
}

/* Waits for the toast that follows a save. */
void
office_desk_wait_for_saved (UiTest *test, const char *name)
{
  g_autofree char *text = g_strdup_printf (_ ("“%s” was saved"), name);

  ui_wait_for_text (test->window, text);
}

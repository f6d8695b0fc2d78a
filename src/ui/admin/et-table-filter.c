/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-table-filter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-fold.h"

struct _EtTableFilter
{
  GtkFilter parent_instance;

  const EtTableColumn *columns; /* borrowed, static; ended by a NULL id */
  const EtTableChoice *choices; /* borrowed, static, nullable; ended by a NULL title */
  GArray *selected; /* owned, of guint: 0 for all, else a word's place plus 1 */
  char **words; /* owned; what is searched, folded */
};

G_DEFINE_FINAL_TYPE (EtTableFilter, et_table_filter, GTK_TYPE_FILTER)

/* All columns of a record as they are searched. Records do not change, so the text is kept with
 * them. */
static const char *
get_search_text (EtTableFilter *self, gpointer record)
{
  static GQuark quark = 0;
  g_autoptr (GString) text = NULL;
  char *folded;

  if (quark == 0)
    quark = g_quark_from_static_string ("et-search-text");
  folded = g_object_get_qdata (record, quark);
  if (folded != NULL)
    return folded;

  text = g_string_new (NULL);
  for (const EtTableColumn *column = self->columns; column->id != NULL; column++)
    {
      g_autofree char *cell = column->get_text (record);

      g_string_append_printf (text, "%s\n", cell);
    }
  folded = et_fold (text->str);
  g_object_set_qdata_full (record, quark, folded, g_free);
  return folded;
}

static gboolean
passes_choice (const EtTableChoice *choice, guint selected, gpointer record)
{
  return selected == 0 || g_strcmp0 (choice->words[selected - 1], choice->get_word (record)) == 0;
}

static gboolean
et_table_filter_match (GtkFilter *filter, gpointer record)
{
  EtTableFilter *self = ET_TABLE_FILTER (filter);

  for (guint i = 0; i < self->selected->len; i++)
    if (!passes_choice (&self->choices[i], g_array_index (self->selected, guint, i), record))
      return FALSE;
  for (gsize i = 0; self->words[i] != NULL; i++)
    if (strstr (get_search_text (self, record), self->words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
et_table_filter_finalize (GObject *object)
{
  EtTableFilter *self = ET_TABLE_FILTER (object);

  g_array_unref (self->selected);
  g_strfreev (self->words);

  G_OBJECT_CLASS (et_table_filter_parent_class)->finalize (object);
}

static void
et_table_filter_class_init (EtTableFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_table_filter_finalize;
  GTK_FILTER_CLASS (klass)->match = et_table_filter_match;
}

static void
et_table_filter_init (EtTableFilter *self)
{
  self->selected = g_array_new (FALSE, TRUE, sizeof (guint));
  self->words = g_new0 (char *, 1);
}

/* A filter that lets everything pass. Both tables are static; @choices may be NULL. */
EtTableFilter *
et_table_filter_new (const EtTableColumn *columns, const EtTableChoice *choices)
{
  EtTableFilter *self = g_object_new (ET_TYPE_TABLE_FILTER, NULL);
  guint n_choices = 0;

  while (choices != NULL && choices[n_choices].title != NULL)
    n_choices++;
  self->columns = columns;
  self->choices = choices;
  g_array_set_size (self->selected, n_choices);
  return self;
}

/* Lets only records pass that hold every word of @text. */
void
et_table_filter_search (EtTableFilter *self, const char *text)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (ET_IS_TABLE_FILTER (self));

  folded = et_fold (text);
  g_strfreev (self->words);
  self->words = g_strsplit_set (folded, " \t\n", -1);
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

/* Lets only records pass with one word of a choice. @selected: 0 for all, else its place plus 1. */
void
et_table_filter_choose (EtTableFilter *self, guint choice, guint selected)
{
  g_return_if_fail (ET_IS_TABLE_FILTER (self));
  g_return_if_fail (choice < self->selected->len);

  g_array_index (self->selected, guint, choice) = selected;
  gtk_filter_changed (GTK_FILTER (self), GTK_FILTER_CHANGE_DIFFERENT);
}

/* Returns: (transfer floating): a drop-down list of all words of a choice, “all” first. */
GtkWidget *
et_table_choice_new_drop_down (const EtTableChoice *choice)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  gtk_string_list_append (names, _ (choice->all));
  for (gsize i = 0; choice->words[i] != NULL; i++)
    gtk_string_list_append (names, _ (choice->get_name (choice->words[i])));
  gtk_widget_add_css_class (drop_down, "chip");
  gtk_widget_set_tooltip_text (drop_down, _ (choice->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (choice->title), -1);
  return drop_down;
}

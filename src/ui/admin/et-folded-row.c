/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-folded-row.h"

#include "ui/admin/et-table-cell.h"

struct _EtFoldedRow
{
  GtkBox parent_instance;

  const EtTableColumn *columns; /* borrowed, static; ended by a NULL id */
  GtkBox *lines[3]; /* borrowed */
  GtkLabel *title; /* borrowed */
  GtkLabel *subtitle; /* borrowed */
  GPtrArray *cells; /* owned, of borrowed EtTableCell */
};

G_DEFINE_FINAL_TYPE (EtFoldedRow, et_folded_row, GTK_TYPE_BOX)

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkLabel *
append_text (GtkBox *line, const char *first_class, const char *second_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  gtk_box_append (line, label);
  return GTK_LABEL (label);
}

static void
append_cells (EtFoldedRow *self, EtFoldPlace place, GtkBox *line)
{
  for (const EtTableColumn *column = self->columns; column->id != NULL; column++)
    if (column->place == place)
      {
        GtkWidget *cell = et_table_cell_new (column);

        gtk_widget_set_hexpand (cell, place == ET_FOLD_BAR);
        gtk_box_append (line, cell);
        g_ptr_array_add (self->cells, cell);
      }
}

static char *
join_texts (EtFoldedRow *self, gpointer record, EtFoldPlace place)
{
  GString *joined = g_string_new (NULL);

  for (const EtTableColumn *column = self->columns; column->id != NULL; column++)
    if (column->place == place)
      {
        g_autofree char *text = column->get_text (record);

        if (*text != '\0')
          g_string_append_printf (joined, "%s%s", joined->len > 0 ? " · " : "", text);
      }
  return g_string_free (joined, FALSE);
}

static void
clicked_cb (EtFoldedRow *self)
{
  g_signal_emit (self, signals[PICKED], 0);
}

static void
et_folded_row_finalize (GObject *object)
{
  g_ptr_array_unref (ET_FOLDED_ROW (object)->cells);

  G_OBJECT_CLASS (et_folded_row_parent_class)->finalize (object);
}

static void
et_folded_row_class_init (EtFoldedRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_folded_row_finalize;

  signals[PICKED] = g_signal_new ("picked", ET_TYPE_FOLDED_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
et_folded_row_init (EtFoldedRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->cells = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "folded-row");
  for (gsize i = 0; i < G_N_ELEMENTS (self->lines); i++)
    {
      self->lines[i] = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
      gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->lines[i]));
    }
  g_signal_connect_swapped (click, "released", G_CALLBACK (clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* An empty row for records with these columns, which are static. */
GtkWidget *
et_folded_row_new (const EtTableColumn *columns)
{
  EtFoldedRow *self = g_object_new (ET_TYPE_FOLDED_ROW, NULL);

  self->columns = columns;
  self->title = append_text (self->lines[0], "heading", NULL);
  append_cells (self, ET_FOLD_VALUE, self->lines[0]);
  self->subtitle = append_text (self->lines[1], "caption", "dim-label");
  append_cells (self, ET_FOLD_BADGE, self->lines[1]);
  append_cells (self, ET_FOLD_BAR, self->lines[2]);
  return GTK_WIDGET (self);
}

/* Shows @record until another one is shown. */
void
et_folded_row_show (EtFoldedRow *self, gpointer record)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  g_return_if_fail (ET_IS_FOLDED_ROW (self));

  title = join_texts (self, record, ET_FOLD_TITLE);
  subtitle = join_texts (self, record, ET_FOLD_SUBTITLE);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  for (guint i = 0; i < self->cells->len; i++)
    et_table_cell_show (g_ptr_array_index (self->cells, i), record);
}

/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-table-cell.h"

#include "ui/shared/et-state-badge.h"

/* From here on a bar says that little is left. */
#define NEARLY_FULL 0.9

struct _EtTableCell
{
  GtkBox parent_instance;

  const EtTableColumn *column; /* borrowed, static */
  GtkLabel *label; /* borrowed, nullable */
  GtkLabel *detail; /* borrowed, nullable */
  EtStateBadge *badge; /* borrowed, nullable */
  GtkLevelBar *bar; /* borrowed, nullable */
};

G_DEFINE_FINAL_TYPE (EtTableCell, et_table_cell, GTK_TYPE_BOX)

static GtkLabel *
add_label (EtTableCell *self, const char *first_class, const char *second_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), self->column->kind == ET_CELL_NUMBER ? 1 : 0);
  if (first_class != NULL)
    gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  gtk_box_append (GTK_BOX (self), label);
  return GTK_LABEL (label);
}

static void
add_badge (EtTableCell *self)
{
  self->badge = g_object_new (ET_TYPE_STATE_BADGE, "halign", GTK_ALIGN_START, NULL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->badge));
}

static void
add_bar (EtTableCell *self)
{
  self->bar = GTK_LEVEL_BAR (gtk_level_bar_new ());
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_add_offset_value (self->bar, "plenty", NEARLY_FULL);
  gtk_level_bar_add_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_FULL, 1.0);
  gtk_widget_add_css_class (GTK_WIDGET (self->bar), "sales-bar");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->bar));
}

static void
show_bar (EtTableCell *self, double fraction, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar), fraction >= 0);
  if (fraction < 0)
    return;

  gtk_level_bar_set_value (self->bar, CLAMP (fraction, 0.0, 1.0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

static void
et_table_cell_class_init (EtTableCellClass *klass)
{
}

static void
et_table_cell_init (EtTableCell *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/* An empty cell of @column, which is static. */
GtkWidget *
et_table_cell_new (const EtTableColumn *column)
{
  EtTableCell *self = g_object_new (ET_TYPE_TABLE_CELL, NULL);

  self->column = column;
  switch (column->kind)
    {
    case ET_CELL_TEXT:
      self->label = add_label (self, NULL, NULL);
      if (column->get_detail != NULL)
        self->detail = add_label (self, "caption", "dim-label");
      break;
    case ET_CELL_NUMBER:
      self->label = add_label (self, "numeric", NULL);
      break;
    case ET_CELL_BADGE:
      add_badge (self);
      break;
    case ET_CELL_BAR:
      self->label = add_label (self, "numeric", "caption");
      add_bar (self);
      break;
    case ET_CELL_NONE:
    default:
      break;
    }
  return GTK_WIDGET (self);
}

/* Shows @record until another one is shown. */
void
et_table_cell_show (EtTableCell *self, gpointer record)
{
  const EtTableColumn *column = self->column;
  g_autofree char *text = NULL;

  g_return_if_fail (ET_IS_TABLE_CELL (self));

  text = column->get_text (record);
  if (self->label != NULL)
    gtk_label_set_label (self->label, text);
  if (self->detail != NULL)
    {
      g_autofree char *detail = column->get_detail (record);

      gtk_label_set_label (self->detail, detail);
      gtk_widget_set_visible (GTK_WIDGET (self->detail), *detail != '\0');
    }
  if (self->badge != NULL)
    et_state_badge_show (self->badge, column->get_look (record)->icon_name, text,
                         column->get_look (record)->style);
  if (self->bar != NULL)
    show_bar (self, column->get_fraction (record), text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), column->kind == ET_CELL_TEXT ? text : NULL);
}

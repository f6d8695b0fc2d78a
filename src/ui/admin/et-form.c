/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-form.h"

G_DEFINE_INTERFACE (EtForm, et_form, GTK_TYPE_WIDGET)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
et_form_default_init (EtFormInterface *iface)
{
  signals[EDITED] = g_signal_new ("edited", ET_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

/* Returns: (transfer none): the fields of the form, ended by a NULL label. */
const EtFieldText *
et_form_get_fields (EtForm *self)
{
  g_return_val_if_fail (ET_IS_FORM (self), NULL);

  return ET_FORM_GET_IFACE (self)->fields;
}

/* Makes the entries show @record. */
void
et_form_fill (EtForm *self, gpointer record)
{
  g_return_if_fail (ET_IS_FORM (self));

  ET_FORM_GET_IFACE (self)->fill (self, record);
}

/* Reads the entries, and marks those that hold no valid value.
 *
 * Returns: (nullable) (transfer full): a copy of @base with the values of the form; NULL with
 * @ret_problem (transfer full): what is wrong first, translated. */
gpointer
et_form_read (EtForm *self, gpointer base, char **ret_problem)
{
  g_return_val_if_fail (ET_IS_FORM (self), NULL);

  return ET_FORM_GET_IFACE (self)->read (self, base, ret_problem);
}

/* Tells that an entry reads otherwise; for the form itself. */
void
et_form_edited (EtForm *self)
{
  g_return_if_fail (ET_IS_FORM (self));

  g_signal_emit (self, signals[EDITED], 0);
}

/* Shows whether the value in @widget can be taken, in colour and to assistive technologies. */
void
et_form_mark (GtkWidget *widget, gboolean is_valid)
{
  if (is_valid)
    gtk_widget_remove_css_class (widget, "error");
  else
    gtk_widget_add_css_class (widget, "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
      is_valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static GtkWidget *
find_switch (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SWITCH (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_switch (child);
  return found;
}

/* Gives the switch of an expander row the row's title as its name, which libadwaita 1.2 does not. */
void
et_form_name_switch (AdwExpanderRow *row)
{
  GtkWidget *enable = find_switch (GTK_WIDGET (row));

  if (enable != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (enable), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
}

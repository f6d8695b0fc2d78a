/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-accessible.h"

/* Tells a screen reader @name instead of the text that @widget, a button, shows. GTK 4.18, unlike
 * 4.8, lets that text name the button by a relation, and a relation goes before a name. */
void
et_accessible_set_name (GtkWidget *widget, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

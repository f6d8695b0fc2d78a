/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-order-papers.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
add_paper (AdwExpanderRow *row, const char *title)
{
  GtkWidget *paper = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (paper), title);
  adw_expander_row_add_row (row, paper);
  return paper;
}

static void
add_button (GtkWidget *paper, const char *icon_name, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (paper), button);
}

/* @order: with an invoice. */
void
et_order_papers_add (AdwExpanderRow *row, EtOrder *order)
{
  GtkWidget *invoice = add_paper (row, _ ("Invoice"));
  GtkWidget *receipt = add_paper (row, _ ("Receipt"));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (invoice), order->invoice_number);
  add_button (invoice, "document-open-symbolic", _ ("Open"), "order.open-invoice");
  add_button (invoice, "document-save-symbolic", _ ("Save…"), "order.save-invoice");
  add_button (invoice, "printer-symbolic", _ ("Print the Invoice"), "order.print-invoice");
  add_button (receipt, "printer-symbolic", _ ("Print a Receipt"), "order.print-receipt");
}

/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-wallet-line.h"

#include "ui/customer/et-ticket-row.h"

/* The child of a line, made anew only when a line of another sort used the item before. */
static GtkWidget *
take_child (GtkListItem *item, GType type, GtkWidget *(*make) (void) )
{
  GtkWidget *child = gtk_list_item_get_child (item);

  if (child == NULL || !g_type_is_a (G_OBJECT_TYPE (child), type))
    gtk_list_item_set_child (item, make ());
  return gtk_list_item_get_child (item);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* GTK 4.8 has no other way to name the item of a list. */
static void
set_name (GtkListItem *item, const char *name)
{
  GtkWidget *owner = gtk_widget_get_parent (gtk_list_item_get_child (item));

  gtk_accessible_update_property (GTK_ACCESSIBLE (owner), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
bind_ticket (GtkListItem *item, EtWalletEntry *entry, EtTicketChoice *choice)
{
  GtkWidget *row = take_child (item, ET_TYPE_TICKET_ROW, et_ticket_row_new);

  et_ticket_row_follow (ET_TICKET_ROW (row), choice);
  et_ticket_row_show (ET_TICKET_ROW (row), entry->ticket, entry->is_past);
  set_class (row, "first", entry->is_first);
  set_class (row, "last", entry->is_last);
  set_name (item, et_ticket_row_get_name (ET_TICKET_ROW (row)));
}

static GtkWidget *
new_heading (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (box, "day-heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
bind_heading (GtkListItem *item, EtWalletEntry *entry)
{
  GtkWidget *box = take_child (item, GTK_TYPE_BOX, new_heading);
  GtkWidget *arrow = gtk_widget_get_first_child (box);

  gtk_widget_set_visible (arrow, entry->kind == ET_WALLET_PAST);
  gtk_image_set_from_icon_name (GTK_IMAGE (arrow),
                                entry->is_open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), entry->heading);
  set_class (box, "opens", entry->kind == ET_WALLET_PAST);
  set_name (item, entry->heading);
}

/* Shows an entry of the wallet in an item of its list; tickets tell whether @choice has them. */
void
et_wallet_line_bind (GtkListItem *item, EtWalletEntry *entry, EtTicketChoice *choice)
{
  gtk_list_item_set_activatable (item, entry->kind != ET_WALLET_DAY);
  if (entry->kind == ET_WALLET_TICKET)
    bind_ticket (item, entry, choice);
  else
    bind_heading (item, entry);
}

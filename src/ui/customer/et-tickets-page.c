/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-tickets-page.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/customer/et-ticket-page.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/shared/et-list-update.h"
#include "ui/shared/et-navigation.h"
#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-ticket-output.h"
#include "ui/shared/et-ticket-save.h"

struct _EtTicketsPage
{
  EtPage parent_instance;

  /* Template children */
  EtStatusStack *states;
  GtkBox *days;
  GtkExpander *past;
  GtkListBox *past_rows;
  GtkWidget *output;

  GListStore *tickets; /* owned, of EtTicket, by start of the event */
  GListStore *upcoming; /* owned, of EtTicket */
};

G_DEFINE_FINAL_TYPE (EtTicketsPage, et_tickets_page, ET_TYPE_PAGE)

static void
open_row_cb (EtTicketsPage *self, EtTicketRow *row)
{
  et_navigation_push (GTK_WIDGET (self), et_ticket_page_new (et_page_get_context (ET_PAGE (self)),
                                                             et_ticket_row_get_ticket (row)));
}

static GtkListBox *
new_list (EtTicketsPage *self, const char *label)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (open_row_cb), self);
  return GTK_LIST_BOX (list);
}

/* A heading with the day, and below it the list that its tickets go to. */
static GtkListBox *
add_day (EtTicketsPage *self, EtTicket *ticket)
{
  g_autofree char *date = et_text_date (ticket->starts_at, ticket->time_zone);
  GtkWidget *heading = gtk_label_new (date);
  GtkListBox *list = new_list (self, date);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (heading, "day-heading");
  gtk_box_append (self->days, heading);
  gtk_box_append (self->days, GTK_WIDGET (list));
  return list;
}

static gboolean
is_past (EtTicket *ticket)
{
  return ticket->valid_until < et_time_now ();
}

static void
clear_rows (EtTicketsPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->days))) != NULL)
    gtk_box_remove (self->days, child);
  while ((child = GTK_WIDGET (gtk_list_box_get_row_at_index (self->past_rows, 0))) != NULL)
    gtk_list_box_remove (self->past_rows, child);
  g_list_store_remove_all (self->upcoming);
}

static void
add_upcoming (EtTicketsPage *self, EtTicket *ticket, GtkListBox **day_list)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->upcoming));
  g_autoptr (EtTicket) last = n > 0 ? g_list_model_get_item (G_LIST_MODEL (self->upcoming), n - 1)
                                    : NULL;

  if (last == NULL || !et_time_is_same_day (last->starts_at, ticket->starts_at, ticket->time_zone))
    *day_list = add_day (self, ticket);
  gtk_list_box_append (*day_list, et_ticket_row_new (ticket, FALSE));
  g_list_store_append (self->upcoming, ticket);
}

/* Past tickets come newest first. */
static void
fill_rows (EtTicketsPage *self)
{
  GtkListBox *day_list = NULL;
  guint n_past = 0;
  g_autofree char *label = NULL;

  clear_rows (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tickets)); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (G_LIST_MODEL (self->tickets), i);

      if (!is_past (ticket))
        add_upcoming (self, ticket, &day_list);
      else
        {
          gtk_list_box_prepend (self->past_rows, et_ticket_row_new (ticket, TRUE));
          n_past++;
        }
    }

  label = g_strdup_printf (_ ("Past (%u)"), n_past);
  gtk_expander_set_label (self->past, label);
  gtk_widget_set_visible (GTK_WIDGET (self->past), n_past > 0);
  gtk_widget_set_visible (self->output,
                          g_list_model_get_n_items (G_LIST_MODEL (self->upcoming)) > 0);
}

static void
show_empty (EtTicketsPage *self)
{
  EtSession *session = et_context_get_session (et_page_get_context (ET_PAGE (self)));
  gboolean is_guest = !et_session_is_signed_in (session);

  g_object_set (self->states, "empty-description",
                is_guest ? _ ("Sign in to see the tickets you have bought.")
                         : _ ("What you buy is kept here, also without a network."),
                "empty-action-label", is_guest ? _ ("Sign In") : _ ("Browse Offers"),
                "empty-action", is_guest ? "win.account" : "win.page::offers", NULL);
  gtk_widget_set_visible (self->output, FALSE);
  et_status_stack_show_empty (self->states);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtTicketsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      tickets = et_wallet_store_list_tickets_finish (ET_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (tickets == NULL)
    {
      et_status_stack_show_error (self->states, error);
      return;
    }

  et_list_update (self->tickets, tickets);
  if (g_list_model_get_n_items (tickets) > 0)
    et_status_stack_show_content (self->states);
  else
    show_empty (self);
}

static void
load (EtTicketsPage *self)
{
  et_status_stack_show_loading (self->states);
  et_wallet_store_list_tickets_async (et_context_get_store (et_page_get_context (ET_PAGE (self))),
                                      et_page_get_cancellable (ET_PAGE (self)), loaded_cb,
                                      g_object_ref (self));
}

static void
store_changed_cb (EtTicketsPage *self, const char *kind)
{
  if (g_strcmp0 (kind, "ticket") == 0)
    load (self);
}

static void
print_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_ticket_output_print (widget, G_LIST_MODEL (ET_TICKETS_PAGE (widget)->upcoming));
}

static void
save_cb (GtkWidget *widget, const char *action_name, GVariant *suffix)
{
  et_ticket_save (widget, G_LIST_MODEL (ET_TICKETS_PAGE (widget)->upcoming),
                  et_ticket_file_find (g_variant_get_string (suffix, NULL)));
}

static void
et_tickets_page_constructed (GObject *object)
{
  EtTicketsPage *self = ET_TICKETS_PAGE (object);

  G_OBJECT_CLASS (et_tickets_page_parent_class)->constructed (object);

  g_signal_connect_object (et_context_get_store (et_page_get_context (ET_PAGE (self))), "changed",
                           G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
et_tickets_page_finalize (GObject *object)
{
  EtTicketsPage *self = ET_TICKETS_PAGE (object);

  g_clear_object (&self->tickets);
  g_clear_object (&self->upcoming);

  G_OBJECT_CLASS (et_tickets_page_parent_class)->finalize (object);
}

static void
et_tickets_page_class_init (EtTicketsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_tickets_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_tickets_page_finalize;

  g_type_ensure (ET_TYPE_STATUS_STACK);
  gtk_widget_class_install_action (widget_class, "tickets.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "tickets.save", "s", save_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-tickets-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, states);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, days);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, past);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, past_rows);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, output);
  gtk_widget_class_bind_template_callback (widget_class, open_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
et_tickets_page_init (EtTicketsPage *self)
{
  self->tickets = g_list_store_new (et_ticket_get_type ());
  self->upcoming = g_list_store_new (et_ticket_get_type ());
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->tickets, "items-changed", G_CALLBACK (fill_rows), self,
                           G_CONNECT_SWAPPED);
}

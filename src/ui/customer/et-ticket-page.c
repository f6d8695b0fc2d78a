/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-ticket-page.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-entrance-window.h"
#include "ui/customer/et-ticket-choice.h"
#include "ui/customer/et-ticket-content.h"
#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-state-badge.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-ticket-output.h"
#include "ui/shared/et-ticket-save.h"
#include "ui/shared/et-ticket-view.h"
#include "ui/shared/et-toast.h"

struct _EtTicketPage
{
  EtPage parent_instance;

  /* Template children */
  EtTicketView *view;
  EtQrView *qr;
  GtkLabel *short_number;
  EtStateBadge *badge;
  GtkLabel *used;
  GtkWidget *entrance;

  EtTicket *ticket; /* owned */
};

G_DEFINE_FINAL_TYPE (EtTicketPage, et_ticket_page, ET_TYPE_PAGE)

static GListModel *
list_ticket (EtTicketPage *self)
{
  GListStore *list = g_list_store_new (et_ticket_get_type ());

  g_list_store_append (list, self->ticket);
  return G_LIST_MODEL (list);
}

static void
print_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GListModel) list = list_ticket (ET_TICKET_PAGE (widget));

  et_ticket_output_print (widget, et_page_get_context (ET_PAGE (widget)), list);
}

static void
save_cb (GtkWidget *widget, const char *action_name, GVariant *suffix)
{
  g_autoptr (GListModel) list = list_ticket (ET_TICKET_PAGE (widget));

  et_ticket_save (widget, list, et_ticket_file_find (g_variant_get_string (suffix, NULL)));
}

static void
copy_key_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtTicketPage *self = ET_TICKET_PAGE (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->ticket->ticket_key);
  et_toast_show (widget, _ ("Ticket key copied. Whoever has it can use the ticket."));
}

static void
show_entrance_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtTicketPage *self = ET_TICKET_PAGE (widget);

  gtk_window_present (GTK_WINDOW (
      et_entrance_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->ticket)));
}

static void
add_to_calendar_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GListModel) list = list_ticket (ET_TICKET_PAGE (widget));

  et_ticket_open_calendar (widget, list);
}

static void
show_used (EtTicketPage *self)
{
  EtTicket *ticket = self->ticket;
  gboolean is_used = ticket->used_at != ET_NULL_INT64;
  g_autofree char *when = is_used ? et_text_day_and_clock (ticket->used_at, ticket->time_zone)
                                  : NULL;
  g_autofree char *text = NULL;

  if (is_used && ticket->used_gate != NULL)
    /* Translators: when, and the name of a gate. */
    text = g_strdup_printf (_ ("%s, gate %s"), when, ticket->used_gate);
  gtk_label_set_text (self->used, text != NULL ? text : is_used ? when : "");
  gtk_widget_set_visible (GTK_WIDGET (self->used), is_used);
}

static void
show_ticket (EtTicketPage *self)
{
  gboolean has_key = self->ticket->ticket_key != NULL;
  gboolean is_void = et_ticket_is_void (self->ticket);
  gboolean has_paper = et_ticket_choice_can_take (self->ticket);
  gboolean lets_in = !is_void && g_strcmp0 (self->ticket->state, "used") != 0;

  et_page_set_title (ET_PAGE (self), self->ticket->event_name);
  et_ticket_view_set_ticket (self->view, self->ticket);
  et_qr_view_set_text (self->qr, self->ticket->ticket_key);
  gtk_label_set_text (self->short_number, self->ticket->short_number);
  et_state_badge_show_ticket (self->badge, self->ticket);
  show_used (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.print", has_paper);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.save", has_paper);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.add-to-calendar", !is_void);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.copy-key", has_key);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "ticket.show-entrance", has_key && lets_in);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtTicketPage) self = data;
  g_autoptr (EtTicket)
      ticket = et_wallet_store_find_ticket_finish (ET_STORE (source), result, NULL);

  /* One that is gone from the copy stays on the screen as it was. */
  if (ticket == NULL || et_record_equal (ticket, self->ticket))
    return;

  g_set_object (&self->ticket, ticket);
  show_ticket (self);
}

static void
store_changed_cb (EtTicketPage *self, const char *kind, EtStore *store)
{
  if (g_strcmp0 (kind, "ticket") == 0)
    et_wallet_store_find_ticket_async (store, self->ticket->id,
                                       et_page_get_cancellable (ET_PAGE (self)), found_cb,
                                       g_object_ref (self));
}

static GdkContentProvider *
drag_cb (EtTicketPage *self)
{
  return self->ticket->ticket_key != NULL && et_ticket_choice_can_take (self->ticket)
             ? et_ticket_content_new (self->ticket)
             : NULL;
}

/* What is dragged looks like the ticket that it is. */
static void
drag_begun_cb (EtTicketPage *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self->view));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static void
et_ticket_page_shown (EtPage *page)
{
  gtk_widget_grab_focus (ET_TICKET_PAGE (page)->entrance);
}

static void
et_ticket_page_finalize (GObject *object)
{
  EtTicketPage *self = ET_TICKET_PAGE (object);

  g_clear_object (&self->ticket);

  G_OBJECT_CLASS (et_ticket_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "ticket.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "ticket.save", "s", save_cb);
  gtk_widget_class_install_action (widget_class, "ticket.copy-key", NULL, copy_key_cb);
  gtk_widget_class_install_action (widget_class, "ticket.show-entrance", NULL, show_entrance_cb);
  gtk_widget_class_install_action (widget_class, "ticket.add-to-calendar", NULL,
                                   add_to_calendar_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "ticket.print",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "ticket.save",
                                       "s", "pdf");
}

static void
et_ticket_page_class_init (EtTicketPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_ticket_page_finalize;
  ET_PAGE_CLASS (klass)->shown = et_ticket_page_shown;

  g_type_ensure (ET_TYPE_TICKET_VIEW);
  g_type_ensure (ET_TYPE_QR_VIEW);
  g_type_ensure (ET_TYPE_STATE_BADGE);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-ticket-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtTicketPage, view);
  gtk_widget_class_bind_template_child (widget_class, EtTicketPage, qr);
  gtk_widget_class_bind_template_child (widget_class, EtTicketPage, short_number);
  gtk_widget_class_bind_template_child (widget_class, EtTicketPage, badge);
  gtk_widget_class_bind_template_child (widget_class, EtTicketPage, used);
  gtk_widget_class_bind_template_child (widget_class, EtTicketPage, entrance);
  gtk_widget_class_bind_template_callback (widget_class, drag_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begun_cb);
}

static void
et_ticket_page_init (EtTicketPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer floating): the page of a ticket, kept like the copy's. */
EtPage *
et_ticket_page_new (EtContext *context, EtTicket *ticket)
{
  EtTicketPage *self = g_object_new (ET_TYPE_TICKET_PAGE, "context", context, NULL);

  self->ticket = g_object_ref (ticket);
  show_ticket (self);
  g_signal_connect_object (et_context_get_store (context), "changed", G_CALLBACK (store_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return ET_PAGE (self);
}

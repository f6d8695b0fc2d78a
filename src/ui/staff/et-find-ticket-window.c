/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-find-ticket-window.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-state-badge.h"
#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-text.h"
#include "ui/staff/et-admit-form.h"

#define LEAST_CHARACTERS 2

struct _EtFindTicketWindow
{
  EtDialog parent_instance;

  /* Template children */
  AdwWindowTitle *title;
  GtkStack *steps;
  GtkEditable *search;
  EtStatusStack *status;
  GtkListBox *list;
  EtAdmitForm *form;
  GtkWidget *back;

  EtContext *context; /* owned */
  GCancellable *cancellable; /* owned; of the search under way */
  char *gate; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtFindTicketWindow, et_find_ticket_window, ET_TYPE_DIALOG)

enum
{
  SCANNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_step (EtFindTicketWindow *self, const char *step)
{
  gboolean is_list = g_str_equal (step, "list");

  gtk_stack_set_visible_child_name (self->steps, step);
  gtk_widget_set_visible (self->back, !is_list);
  adw_window_title_set_title (self->title, is_list ? _ ("Find a Ticket") : _ ("Admit by Hand"));
  if (is_list)
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else
    et_admit_form_focus (self->form);
}

static void
show_empty (EtFindTicketWindow *self, const char *title, const char *description)
{
  g_object_set (self->status, "empty-title", title, "empty-description", description, NULL);
  et_status_stack_show_empty (self->status);
}

static void
show_hint (EtFindTicketWindow *self)
{
  show_empty (self, _ ("Whose Ticket Is It?"),
              _ ("Type the short number printed under the code, such as K7PQ2-3, or the holder’s "
                 "name."));
}

static GtkWidget *
new_ticket_row (gpointer item, gpointer data)
{
  EtTicket *ticket = item;
  g_autofree char *when = et_text_day_and_clock (ticket->starts_at, ticket->time_zone);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s\n%s", ticket->short_number,
                                               ticket->offer_name, when);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *state = g_object_new (ET_TYPE_STATE_BADGE, NULL);

  et_state_badge_show_ticket (ET_STATE_BADGE (state), ticket);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), ticket->holder);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), state);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "ticket", g_object_ref (ticket), g_object_unref);
  return row;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtFindTicketWindow) self = data;
  g_autoptr (GListModel) tickets = NULL;
  g_autoptr (GError) error = NULL;

  tickets = et_gate_find_finish (self->context, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  gtk_list_box_bind_model (self->list, tickets, new_ticket_row, NULL, NULL);
  if (tickets == NULL)
    et_status_stack_show_error (self->status, error);
  else if (g_list_model_get_n_items (tickets) == 0)
    show_empty (self, _ ("No Such Ticket"),
                _ ("Compare the letters with the ticket, or try the holder’s name."));
  else
    et_status_stack_show_content (self->status);
}

static void
search_cb (EtFindTicketWindow *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (g_utf8_strlen (text, -1) < LEAST_CHARACTERS)
    {
      show_hint (self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  et_status_stack_show_loading (self->status);
  et_gate_find_async (self->context, text, self->cancellable, found_cb, g_object_ref (self));
}

/* Down leads from the entry into the list, Enter takes its first ticket. */
static void
search_entered_cb (EtFindTicketWindow *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first != NULL && gtk_widget_get_mapped (GTK_WIDGET (first)))
    gtk_widget_activate (GTK_WIDGET (first));
}

static void
row_activated_cb (EtFindTicketWindow *self, GtkListBoxRow *row)
{
  et_admit_form_set_ticket (self->form, g_object_get_data (G_OBJECT (row), "ticket"));
  show_step (self, "admit");
}

static void
admitted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtFindTicketWindow) self = data;
  g_autoptr (EtVerdict) verdict = NULL;
  g_autoptr (EtScan) scan = NULL;
  g_autoptr (GError) error = NULL;

  verdict = et_gate_admit_by_hand_finish (self->context, result, &error);
  if (verdict == NULL)
    {
      et_admit_form_show_error (self->form, error);
      return;
    }

  scan = et_scan_new_verdict (verdict);
  g_signal_emit (self, signals[SCANNED], 0, scan);
  gtk_window_close (GTK_WINDOW (self));
}

static void
admit_cb (EtFindTicketWindow *self, EtTicket *ticket, const char *reason)
{
  et_gate_admit_by_hand_async (self->context, ticket->id, self->gate, reason, NULL, admitted_cb,
                               g_object_ref (self));
}

static void
back_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtFindTicketWindow *self = ET_FIND_TICKET_WINDOW (widget);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->steps), "list") == 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_step (self, "list");
}

static void
et_find_ticket_window_dispose (GObject *object)
{
  EtFindTicketWindow *self = ET_FIND_TICKET_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (et_find_ticket_window_parent_class)->dispose (object);
}

static void
et_find_ticket_window_finalize (GObject *object)
{
  EtFindTicketWindow *self = ET_FIND_TICKET_WINDOW (object);

  g_clear_object (&self->context);
  g_free (self->gate);

  G_OBJECT_CLASS (et_find_ticket_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/etickets/Desktop/ui/"
                                                             "et-find-ticket-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtFindTicketWindow, title);
  gtk_widget_class_bind_template_child (widget_class, EtFindTicketWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, EtFindTicketWindow, search);
  gtk_widget_class_bind_template_child (widget_class, EtFindTicketWindow, status);
  gtk_widget_class_bind_template_child (widget_class, EtFindTicketWindow, list);
  gtk_widget_class_bind_template_child (widget_class, EtFindTicketWindow, form);
  gtk_widget_class_bind_template_child (widget_class, EtFindTicketWindow, back);
  gtk_widget_class_bind_template_callback (widget_class, admit_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entered_cb);
}

static void
et_find_ticket_window_class_init (EtFindTicketWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_ADMIT_FORM);
  g_type_ensure (ET_TYPE_STATUS_STACK);

  object_class->dispose = et_find_ticket_window_dispose;
  object_class->finalize = et_find_ticket_window_finalize;

  signals[SCANNED] = g_signal_new ("scanned", ET_TYPE_FIND_TICKET_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, ET_TYPE_SCAN);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "find.back", NULL, back_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "find.back", NULL);
}

static void
et_find_ticket_window_init (EtFindTicketWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_hint (self);
}

/* A window above @parent that admits at @gate (nullable). */
EtFindTicketWindow *
et_find_ticket_window_new (EtContext *context, GtkWindow *parent, const char *gate)
{
  EtFindTicketWindow *self = g_object_new (ET_TYPE_FIND_TICKET_WINDOW, "transient-for", parent,
                                           NULL);

  self->context = g_object_ref (context);
  self->gate = g_strdup (gate);
  return self;
}

/* Looks for @text at once. */
void
et_find_ticket_window_search (EtFindTicketWindow *self, const char *text)
{
  g_return_if_fail (ET_IS_FIND_TICKET_WINDOW (self));

  gtk_editable_set_text (self->search, text);
  gtk_editable_set_position (self->search, -1);
  show_step (self, "list");
}

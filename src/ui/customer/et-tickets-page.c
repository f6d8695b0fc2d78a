/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-tickets-page.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "ui/customer/et-ticket-opening.h"
#include "ui/customer/et-ticket-page.h"
#include "ui/customer/et-wallet-entry.h"
#include "ui/customer/et-wallet-line.h"
#include "ui/shared/et-list-fill.h"
#include "ui/shared/et-navigation.h"
#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-ticket-output.h"
#include "ui/shared/et-ticket-save.h"

/* What the first look at the copy brings, at once. */
#define FIRST_PAGE 48

struct _EtTicketsPage
{
  EtPage parent_instance;

  /* Template children */
  EtStatusStack *states;
  GtkListView *list;
  GListStore *entries;
  GtkWidget *output;
  GtkWidget *import;
  GtkActionBar *bar;
  GtkLabel *count;

  EtTicketChoice *choice; /* owned */
  GListModel *tickets; /* owned, nullable; of EtTicket, by start of the event */
  GListStore *upcoming; /* owned, of EtTicket */
  gboolean shows_past;
};

G_DEFINE_FINAL_TYPE (EtTicketsPage, et_tickets_page, ET_TYPE_PAGE)

enum
{
  PROP_IS_CHOOSING = 1, /* read and written: single tickets are picked out */
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What print and save are about: tickets that still let somebody in. Of imported ones we do not know
 * what documents show. */
static void
update_upcoming (EtTicketsPage *self)
{
  int64_t now = et_server_clock_now ();
  g_autoptr (GPtrArray) upcoming = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (self->tickets); i++)
    {
      EtTicket *ticket = g_list_model_get_item (self->tickets, i);

      if (ticket->valid_until >= now && ticket->order_id != 0 &&
          g_strcmp0 (ticket->state, "valid") == 0)
        g_ptr_array_add (upcoming, ticket);
      else
        g_object_unref (ticket);
    }
  g_list_store_splice (self->upcoming, 0, g_list_model_get_n_items (G_LIST_MODEL (self->upcoming)),
                       upcoming->pdata, upcoming->len);
}

/* Returns: (transfer full): what print and save are about. */
static GListModel *
list_chosen (EtTicketsPage *self)
{
  if (et_ticket_choice_is_open (self->choice))
    return et_ticket_choice_list (self->choice, self->tickets);
  return G_LIST_MODEL (g_object_ref (self->upcoming));
}

/* The header's own buttons give way to the bar while tickets are picked. */
static void
update_bar (EtTicketsPage *self)
{
  gboolean is_open = et_ticket_choice_is_open (self->choice);
  g_autoptr (GListModel) chosen = self->tickets != NULL ? list_chosen (self) : NULL;
  guint n = chosen != NULL ? g_list_model_get_n_items (chosen) : 0;
  /* Translators: how many tickets are picked out. */
  g_autofree char *count = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  gtk_widget_set_visible (self->output, !is_open && n > 0);
  gtk_widget_set_visible (self->import, !is_open);
  gtk_action_bar_set_revealed (self->bar, is_open);
  gtk_label_set_text (self->count, count);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tickets.print", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tickets.save", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tickets.choose",
                                 self->tickets != NULL && g_list_model_get_n_items (self->tickets));
}

static void
show_entries (EtTicketsPage *self, GListModel *tickets)
{
  g_autoptr (GListStore)
      entries = et_wallet_entries_make (tickets, et_server_clock_now (), self->shows_past);

  et_list_fill (GTK_WIDGET (self->list), self->entries, G_LIST_MODEL (entries),
                et_wallet_entry_equal);
}

static void
open_entry_cb (EtTicketsPage *self, guint position)
{
  g_autoptr (EtWalletEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), position);

  if (entry->kind == ET_WALLET_TICKET && et_ticket_choice_is_open (self->choice))
    et_ticket_choice_toggle (self->choice, entry->ticket);
  else if (entry->kind == ET_WALLET_TICKET)
    et_navigation_push (GTK_WIDGET (self),
                        et_ticket_page_new (et_page_get_context (ET_PAGE (self)), entry->ticket));
  else if (entry->kind == ET_WALLET_PAST)
    {
      self->shows_past = !self->shows_past;
      show_entries (self, self->tickets);
    }
}

static void
bind_entry_cb (EtTicketsPage *self, GtkListItem *item)
{
  et_wallet_line_bind (item, gtk_list_item_get_item (item), self->choice);
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

  g_set_object (&self->tickets, tickets);
  update_upcoming (self);
  update_bar (self);
  show_entries (self, self->tickets);
  if (g_list_model_get_n_items (tickets) > 0)
    et_status_stack_show_content (self->states);
  else
    show_empty (self);
}

static void
load_all (EtTicketsPage *self)
{
  et_wallet_store_list_tickets_async (et_context_get_store (et_page_get_context (ET_PAGE (self))),
                                      et_page_get_cancellable (ET_PAGE (self)), loaded_cb,
                                      g_object_ref (self));
}

static gboolean
load_all_cb (gpointer self)
{
  load_all (self);
  return G_SOURCE_REMOVE;
}

/* Reading thousands takes the processor, so the first page is drawn before. What went wrong with
 * it goes wrong with all of them, too. */
static void
first_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtTicketsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      tickets = et_wallet_store_list_tickets_finish (ET_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (tickets != NULL && g_list_model_get_n_items (tickets) > 0)
    {
      show_entries (self, tickets);
      et_status_stack_show_content (self->states);
    }
  g_idle_add_full (G_PRIORITY_LOW, load_all_cb, g_object_ref (self), g_object_unref);
}

static void
load (EtTicketsPage *self)
{
  EtContext *context = et_page_get_context (ET_PAGE (self));

  et_status_stack_show_loading (self->states);
  if (self->tickets == NULL)
    et_wallet_store_list_upcoming_async (et_context_get_store (context), et_server_clock_now (),
                                         FIRST_PAGE, et_page_get_cancellable (ET_PAGE (self)),
                                         first_loaded_cb, g_object_ref (self));
  else
    load_all (self);
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
  g_autoptr (GListModel) chosen = list_chosen (ET_TICKETS_PAGE (widget));

  et_ticket_output_print (widget, et_page_get_context (ET_PAGE (widget)), chosen);
}

static void
import_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_ticket_opening_choose (ET_PAGE (widget));
}

static void
save_cb (GtkWidget *widget, const char *action_name, GVariant *suffix)
{
  g_autoptr (GListModel) chosen = list_chosen (ET_TICKETS_PAGE (widget));

  et_ticket_save (widget, chosen, et_ticket_file_find (g_variant_get_string (suffix, NULL)));
}

/* All that the page shows; past ones only while they are. */
static void
choose_all_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtTicketsPage *self = ET_TICKETS_PAGE (widget);

  if (et_ticket_choice_is_open (self->choice))
    et_ticket_choice_take_all (self->choice,
                               self->shows_past ? self->tickets : G_LIST_MODEL (self->upcoming));
}

static void
leave_choice_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_object_set (widget, "is-choosing", FALSE, NULL);
}

static void
choice_changed_cb (EtTicketsPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tickets.leave-choice",
                                 et_ticket_choice_is_open (self->choice));
  update_bar (self);
}

static void
et_tickets_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_CHOOSING)
    g_value_set_boolean (value, et_ticket_choice_is_open (ET_TICKETS_PAGE (object)->choice));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
et_tickets_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EtTicketsPage *self = ET_TICKETS_PAGE (object);

  if (id != PROP_IS_CHOOSING)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_value_get_boolean (value) != et_ticket_choice_is_open (self->choice))
    {
      et_ticket_choice_set_is_open (self->choice, g_value_get_boolean (value));
      g_object_notify_by_pspec (object, pspec);
    }
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
  g_clear_object (&self->choice);

  G_OBJECT_CLASS (et_tickets_page_parent_class)->finalize (object);
}

static void
install_choice (EtTicketsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  properties[PROP_IS_CHOOSING] = g_param_spec_boolean ("is-choosing", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                           G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "tickets.choose", "is-choosing");
  gtk_widget_class_install_action (widget_class, "tickets.choose-all", NULL, choose_all_cb);
  gtk_widget_class_install_action (widget_class, "tickets.leave-choice", NULL, leave_choice_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "tickets.leave-choice",
                                       NULL);
}

static void
et_tickets_page_class_init (EtTicketsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = et_tickets_page_get_property;
  G_OBJECT_CLASS (klass)->set_property = et_tickets_page_set_property;
  G_OBJECT_CLASS (klass)->constructed = et_tickets_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_tickets_page_finalize;

  g_type_ensure (ET_TYPE_STATUS_STACK);
  g_type_ensure (ET_TYPE_WALLET_ENTRY);
  gtk_widget_class_install_action (widget_class, "tickets.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "tickets.save", "s", save_cb);
  gtk_widget_class_install_action (widget_class, "tickets.import", NULL, import_cb);
  install_choice (klass);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-tickets-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, states);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, list);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, entries);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, output);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, import);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, EtTicketsPage, count);
  gtk_widget_class_bind_template_callback (widget_class, open_entry_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_entry_cb);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

/* Before the list, which would take the keys for a selection of its own. */
static void
add_choose_all_keys (EtTicketsPage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_a, GDK_CONTROL_MASK),
                        gtk_named_action_new ("tickets.choose-all")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
et_tickets_page_init (EtTicketsPage *self)
{
  self->upcoming = g_list_store_new (et_ticket_get_type ());
  self->choice = et_ticket_choice_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->choice, "changed", G_CALLBACK (choice_changed_cb), self,
                           G_CONNECT_SWAPPED);
  choice_changed_cb (self);
  add_choose_all_keys (self);
}

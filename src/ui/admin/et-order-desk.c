/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-order-desk.h"

#include <glib/gi18n-lib.h>

#include "client/et-office-desk.h"
#include "ui/print/et-print-window.h"
#include "ui/print/et-receipt-printout.h"
#include "ui/shared/et-page.h"
#include "ui/shared/et-reason-window.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

typedef enum
{
  REFUND_TICKET,
  REVOKE_TICKET,
  REFUND_REST,
  CANCEL_ORDER,
  REFUSE_REFUND
} Deed;

struct _EtOrderDesk
{
  AdwBin parent_instance;

  /* Template children */
  AdwActionRow *wish;
  GtkWidget *wish_list;
  GtkListBox *tickets;
  GtkWidget *ticket_box;
  GtkWidget *whole;
  GtkWidget *receipt;

  EtOrder *order; /* owned, nullable */
  Deed deed; /* that is asked for just now */
  int64_t ticket_id; /* which it is about */
};

G_DEFINE_FINAL_TYPE (EtOrderDesk, et_order_desk, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *title, *advice, *entry, *action;
  gboolean has_force;
} deeds[] = {
  [REFUND_TICKET] = { N_ ("Refund Ticket"),
                      N_ ("The ticket is no longer good, its place returns to the sale, and its "
                          "price is given back with a credit note."),
                      N_ ("Reason"), N_ ("_Refund"), TRUE },
  [REVOKE_TICKET] = { N_ ("Revoke Ticket"),
                      N_ ("The ticket is no longer good. No money is given back, and its place "
                          "stays sold."),
                      N_ ("Reason"), N_ ("Re_voke"), FALSE },
  [REFUND_REST] = { N_ ("Refund Order"),
                    N_ ("All tickets that are left are no longer good, their places return to the "
                        "sale, and their price is given back."),
                    N_ ("Reason"), N_ ("_Refund"), TRUE },
  [CANCEL_ORDER] = { N_ ("Cancel Order"),
                     N_ ("The sale is called off: all tickets are no longer good, and what was "
                         "paid is given back."),
                     N_ ("Reason"), N_ ("_Cancel Order"), TRUE },
  [REFUSE_REFUND] = { N_ ("Refuse Refund"), N_ ("The customer reads your answer."), N_ ("Answer"),
                      N_ ("Re_fuse"), FALSE },
};

static EtPage *
get_page (EtOrderDesk *self)
{
  return ET_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (self), ET_TYPE_PAGE));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtOrderDesk) self = data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (et_office_desk_finish (ET_CONTEXT (source), result, &error))
    g_signal_emit (self, signals[CHANGED], 0);
  else if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
given_cb (EtOrderDesk *self, const char *reason, gboolean is_forced)
{
  EtContext *context = et_page_get_context (get_page (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  switch (self->deed)
    {
    case REFUND_TICKET:
    case REFUND_REST:
      et_office_desk_refund_async (context, self->order->id, self->ticket_id, reason, is_forced,
                                   NULL, done_cb, g_object_ref (self));
      break;
    case REVOKE_TICKET:
      et_office_desk_revoke_async (context, self->ticket_id, reason, NULL, done_cb,
                                   g_object_ref (self));
      break;
    case CANCEL_ORDER:
      et_office_desk_cancel_async (context, self->order->id, reason, is_forced, NULL, done_cb,
                                   g_object_ref (self));
      break;
    case REFUSE_REFUND:
      et_office_desk_refuse_refund_async (context, self->order->id, reason, NULL, done_cb,
                                          g_object_ref (self));
      break;
    }
}

/* @ticket_id: 0 for what is about the whole order. */
static void
ask (EtOrderDesk *self, Deed deed, int64_t ticket_id)
{
  const EtReasonTexts texts = {
    .title = _ (deeds[deed].title),
    .advice = _ (deeds[deed].advice),
    .entry = _ (deeds[deed].entry),
    .action = _ (deeds[deed].action),
    .has_force = deeds[deed].has_force,
    .is_destructive = TRUE,
  };

  self->deed = deed;
  self->ticket_id = ticket_id;
  g_signal_connect_object (et_reason_window_new (GTK_WIDGET (self), &texts), "given",
                           G_CALLBACK (given_cb), self, G_CONNECT_SWAPPED);
}

static void
refund_rest_cb (EtOrderDesk *self)
{
  ask (self, REFUND_REST, 0);
}

static void
cancel_cb (EtOrderDesk *self)
{
  ask (self, CANCEL_ORDER, 0);
}

static void
refuse_cb (EtOrderDesk *self)
{
  ask (self, REFUSE_REFUND, 0);
}

/* For whoever stands at the counter. */
static void
print_receipt_cb (EtOrderDesk *self)
{
  EtContext *context = et_page_get_context (get_page (self));
  g_autoptr (EtPrintout) printout = et_receipt_printout_new (self->order, "eTickets");

  et_print_window_present (GTK_WIDGET (self), et_context_get_store (context), printout);
}

static void
ticket_clicked_cb (GtkWidget *button, gpointer data)
{
  EtTicket *ticket = g_object_get_data (G_OBJECT (button), "ticket");

  ask (data, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "deed")), ticket->id);
}

/* @name: with %s for the ticket's short number. */
static void
add_button (EtOrderDesk *self, GtkWidget *row, EtTicket *ticket, Deed deed, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (deed == REFUND_TICKET ? "edit-undo-symbolic"
                                                                           : "et-revoked-symbolic");
  g_autofree char *label = g_strdup_printf (name, ticket->short_number);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "ticket", g_object_ref (ticket), g_object_unref);
  g_object_set_data (G_OBJECT (button), "deed", GINT_TO_POINTER (deed));
  g_signal_connect_object (button, "clicked", G_CALLBACK (ticket_clicked_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* More than one print may be in the hands of more than one person. */
static char *
describe_prints (int64_t n)
{
  if (n == 0)
    return g_strdup ("");
  /* Translators: follows the name of an offer. */
  return g_strdup_printf (ngettext (" · printed once", " · printed %d times", (gulong) n), (int) n);
}

static void
add_ticket (EtOrderDesk *self, EtTicket *ticket)
{
  GtkWidget *row = adw_action_row_new ();
  const char *state = et_ticket_get_state_text (ticket, et_text_get_language ());
  g_autofree char *prints = describe_prints (ticket->prints);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s%s", state, ticket->offer_name, prints);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), ticket->short_number);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (!ticket->refunded && !g_str_equal (ticket->state, "revoked"))
    add_button (self, row, ticket, REFUND_TICKET, _ ("Refund ticket %s…"));
  if (g_str_equal (ticket->state, "valid"))
    add_button (self, row, ticket, REVOKE_TICKET, _ ("Revoke ticket %s…"));
  gtk_list_box_append (self->tickets, row);
}

static void
clear_tickets (EtOrderDesk *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->tickets))) != NULL)
    gtk_list_box_remove (self->tickets, row);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtOrderDesk) self = data;
  g_autoptr (GListModel)
      tickets = et_office_desk_list_tickets_finish (ET_CONTEXT (source), result, NULL);
  guint n = tickets != NULL ? g_list_model_get_n_items (tickets) : 0;

  clear_tickets (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      if (ticket->order_id == self->order->id)
        add_ticket (self, ticket);
    }
  gtk_widget_set_visible (self->ticket_box, n > 0);
}

static void
et_order_desk_finalize (GObject *object)
{
  g_clear_object (&ET_ORDER_DESK (object)->order);

  G_OBJECT_CLASS (et_order_desk_parent_class)->finalize (object);
}

static void
et_order_desk_class_init (EtOrderDeskClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_order_desk_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-order-desk.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOrderDesk, wish);
  gtk_widget_class_bind_template_child (widget_class, EtOrderDesk, wish_list);
  gtk_widget_class_bind_template_child (widget_class, EtOrderDesk, tickets);
  gtk_widget_class_bind_template_child (widget_class, EtOrderDesk, ticket_box);
  gtk_widget_class_bind_template_child (widget_class, EtOrderDesk, whole);
  gtk_widget_class_bind_template_child (widget_class, EtOrderDesk, receipt);
  gtk_widget_class_bind_template_callback (widget_class, print_receipt_cb);
  gtk_widget_class_bind_template_callback (widget_class, refund_rest_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, refuse_cb);
}

static void
et_order_desk_init (EtOrderDesk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows what can be done with @order; its tickets come a little later. */
void
et_order_desk_show (EtOrderDesk *self, EtOrder *order)
{
  EtPage *page;
  gboolean is_paid = g_strcmp0 (order->state, "paid") == 0;
  gboolean is_wished = g_strcmp0 (order->refund_state, "open") == 0;

  g_return_if_fail (ET_IS_ORDER_DESK (self));

  page = get_page (self);
  g_set_object (&self->order, order);
  gtk_widget_set_visible (self->wish_list, is_wished);
  adw_action_row_set_subtitle (self->wish, is_wished ? order->refund_reason : "");
  gtk_widget_set_visible (self->whole, is_paid);
  gtk_widget_set_visible (self->receipt, is_paid);
  gtk_widget_set_visible (self->ticket_box, FALSE);
  clear_tickets (self);
  if (page != NULL && order->code != NULL)
    et_office_desk_list_tickets_async (et_page_get_context (page), order->code,
                                       et_page_get_cancellable (page), listed_cb,
                                       g_object_ref (self));
}

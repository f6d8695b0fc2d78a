/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-ticket-row.h"

#include "ui/shared/et-sport-band.h"
#include "ui/shared/et-state-badge.h"
#include "ui/shared/et-text.h"

struct _EtTicketRow
{
  AdwBin parent_instance;

  /* Template children */
  EtSportBand *band;
  GtkLabel *event;
  GtkLabel *place;
  GtkLabel *kind;
  EtStateBadge *badge;
  GtkCheckButton *check;
  GtkWidget *arrow;

  EtTicketChoice *choice; /* owned, nullable */

  EtTicket *ticket; /* owned, nullable */
  char *name; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtTicketRow, et_ticket_row, ADW_TYPE_BIN)

static void
et_ticket_row_finalize (GObject *object)
{
  EtTicketRow *self = ET_TICKET_ROW (object);

  g_clear_object (&self->ticket);
  g_clear_object (&self->choice);
  g_free (self->name);

  G_OBJECT_CLASS (et_ticket_row_parent_class)->finalize (object);
}

static void
et_ticket_row_class_init (EtTicketRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_ticket_row_finalize;

  g_type_ensure (ET_TYPE_SPORT_BAND);
  g_type_ensure (ET_TYPE_STATE_BADGE);
  gtk_widget_class_set_css_name (widget_class, "ticket-row");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-ticket-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EtTicketRow, band);
  gtk_widget_class_bind_template_child (widget_class, EtTicketRow, event);
  gtk_widget_class_bind_template_child (widget_class, EtTicketRow, place);
  gtk_widget_class_bind_template_child (widget_class, EtTicketRow, kind);
  gtk_widget_class_bind_template_child (widget_class, EtTicketRow, badge);
  gtk_widget_class_bind_template_child (widget_class, EtTicketRow, check);
  gtk_widget_class_bind_template_child (widget_class, EtTicketRow, arrow);
}

static void
et_ticket_row_init (EtTicketRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer floating): a row that shows nothing yet. */
GtkWidget *
et_ticket_row_new (void)
{
  return g_object_new (ET_TYPE_TICKET_ROW, NULL);
}

/* While tickets are picked, the row shows whether its own is. */
static void
show_choice (EtTicketRow *self)
{
  gboolean is_open = self->choice != NULL && et_ticket_choice_is_open (self->choice);

  gtk_widget_set_visible (GTK_WIDGET (self->check), is_open);
  gtk_widget_set_visible (self->arrow, !is_open);
  if (!is_open || self->ticket == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), et_ticket_choice_can_take (self->ticket));
  gtk_check_button_set_active (self->check, et_ticket_choice_has (self->choice, self->ticket));
}

/* @with_date: the day stands in the row, because no heading says it. */
void
et_ticket_row_show (EtTicketRow *self, EtTicket *ticket, gboolean with_date)
{
  g_autofree char *when = with_date ? et_text_day_and_clock (ticket->starts_at, ticket->time_zone)
                                    : et_text_clock (ticket->starts_at, ticket->time_zone);
  g_autofree char *place = g_strdup_printf ("%s · %s", when, ticket->venue);
  g_autofree char *offer_kind = et_text_offer_kind (ticket->offer_type, ticket->admits);
  g_autofree char *kind = g_strdup_printf ("%s · %s", offer_kind, ticket->short_number);

  g_return_if_fail (ET_IS_TICKET_ROW (self));

  g_set_object (&self->ticket, ticket);
  et_sport_band_set_sport (self->band, ticket->sport);
  et_sport_band_set_is_greyed (self->band, g_strcmp0 (ticket->state, "valid") != 0);
  gtk_label_set_text (self->event, ticket->event_name);
  gtk_label_set_text (self->place, place);
  gtk_label_set_text (self->kind, kind);
  et_state_badge_show_ticket (self->badge, ticket);
  g_free (self->name);
  self->name = g_strdup_printf ("%s, %s, %s", ticket->event_name, place, kind);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->name, -1);
  show_choice (self);
}

/* Shows from now on what is picked in @choice. */
void
et_ticket_row_follow (EtTicketRow *self, EtTicketChoice *choice)
{
  g_return_if_fail (ET_IS_TICKET_ROW (self));

  if (!g_set_object (&self->choice, choice))
    return;
  g_signal_connect_object (choice, "changed", G_CALLBACK (show_choice), self, G_CONNECT_SWAPPED);
  show_choice (self);
}

/* Returns: (transfer none) (nullable): the ticket of the row. */
EtTicket *
et_ticket_row_get_ticket (EtTicketRow *self)
{
  g_return_val_if_fail (ET_IS_TICKET_ROW (self), NULL);

  return self->ticket;
}

/* Returns: (transfer none) (nullable): what the row says in one sentence. */
const char *
et_ticket_row_get_name (EtTicketRow *self)
{
  g_return_val_if_fail (ET_IS_TICKET_ROW (self), NULL);

  return self->name;
}

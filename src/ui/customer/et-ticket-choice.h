/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

/* Tickets that a person picks out of many, to save or to print them. Those that make
 * no documents cannot be. Signal "changed": another ticket is picked, or none, or picking began or
 * ended. */
#define ET_TYPE_TICKET_CHOICE (et_ticket_choice_get_type ())
G_DECLARE_FINAL_TYPE (EtTicketChoice, et_ticket_choice, ET, TICKET_CHOICE, GObject)

EtTicketChoice *et_ticket_choice_new (void);
void et_ticket_choice_set_is_open (EtTicketChoice *self, gboolean is_open);
gboolean et_ticket_choice_is_open (EtTicketChoice *self);
gboolean et_ticket_choice_can_take (EtTicket *ticket);
void et_ticket_choice_toggle (EtTicketChoice *self, EtTicket *ticket);
void et_ticket_choice_take_all (EtTicketChoice *self, GListModel *tickets);
gboolean et_ticket_choice_has (EtTicketChoice *self, EtTicket *ticket);
GListModel *et_ticket_choice_list (EtTicketChoice *self, GListModel *tickets);

G_END_DECLS

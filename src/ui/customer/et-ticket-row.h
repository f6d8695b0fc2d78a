/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-ticket.h"
#include "ui/customer/et-ticket-choice.h"

G_BEGIN_DECLS

/* A ticket in a list: pictogram, event, time and place, kind, state. */
#define ET_TYPE_TICKET_ROW (et_ticket_row_get_type ())
G_DECLARE_FINAL_TYPE (EtTicketRow, et_ticket_row, ET, TICKET_ROW, AdwBin)

GtkWidget *et_ticket_row_new (void);
void et_ticket_row_show (EtTicketRow *self, EtTicket *ticket, gboolean with_date);
EtTicket *et_ticket_row_get_ticket (EtTicketRow *self);
void et_ticket_row_follow (EtTicketRow *self, EtTicketChoice *choice);
const char *et_ticket_row_get_name (EtTicketRow *self);

G_END_DECLS

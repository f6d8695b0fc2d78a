/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

/* A ticket on the screen as it prints, as wide as there is room. Its text is drawn, so the whole
 * of it is the accessible label too. */
#define ET_TYPE_TICKET_VIEW (et_ticket_view_get_type ())
G_DECLARE_FINAL_TYPE (EtTicketView, et_ticket_view, ET, TICKET_VIEW, GtkWidget)

void et_ticket_view_set_ticket (EtTicketView *self, EtTicket *ticket);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket.h"
#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* One ticket: as it prints, its code large enough to be read off the screen, and the ways to take
 * it along. */
#define ET_TYPE_TICKET_PAGE (et_ticket_page_get_type ())
G_DECLARE_FINAL_TYPE (EtTicketPage, et_ticket_page, ET, TICKET_PAGE, EtPage)

EtPage *et_ticket_page_new (EtContext *context, EtTicket *ticket);

G_END_DECLS

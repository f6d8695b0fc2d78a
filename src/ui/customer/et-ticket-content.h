/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

/* A ticket that is dragged out of the window: a PDF, as a file for a file manager or an e-mail,
 * as bytes for whoever reads them. It is drawn, in a thread, when it is dropped. */
#define ET_TYPE_TICKET_CONTENT (et_ticket_content_get_type ())
G_DECLARE_FINAL_TYPE (EtTicketContent, et_ticket_content, ET, TICKET_CONTENT, GdkContentProvider)

GdkContentProvider *et_ticket_content_new (EtTicket *ticket);

G_END_DECLS

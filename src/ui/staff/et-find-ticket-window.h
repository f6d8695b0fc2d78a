/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-dialog.h"
#include "ui/staff/et-scan.h"

G_BEGIN_DECLS

/* Finds tickets by short number or holder and admits one by hand, with a reason. Signal "scanned"
 * (EtScan): what came of it; the window closes then. */
#define ET_TYPE_FIND_TICKET_WINDOW (et_find_ticket_window_get_type ())
G_DECLARE_FINAL_TYPE (EtFindTicketWindow, et_find_ticket_window, ET, FIND_TICKET_WINDOW, EtDialog)

EtFindTicketWindow *
et_find_ticket_window_new (EtContext *context, GtkWindow *parent, const char *gate);
void et_find_ticket_window_search (EtFindTicketWindow *self, const char *text);

G_END_DECLS

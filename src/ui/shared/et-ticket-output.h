/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* Tickets leave the screen on paper. @tickets is a list of EtTicket; how it went is told by a toast
 * in the window of @from. */
void et_ticket_output_print (GtkWidget *from, EtContext *context, GListModel *tickets);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

typedef enum
{
  ET_TICKET_FILE_PDF, /* all in one file, a page each */
  ET_TICKET_FILE_CALENDAR, /* all in one file, an entry each */
  ET_TICKET_FILE_PNG, /* a picture of 300 dots per inch each */
  ET_TICKET_FILE_SVG /* a picture each */
} EtTicketFile;

/* Tickets leave the screen as files that the person names. How it went is told by a toast in the
 * window of @from. */
void et_ticket_save (GtkWidget *from, GListModel *tickets, EtTicketFile kind);
void et_ticket_open_calendar (GtkWidget *from, GListModel *tickets);

GBytes *et_ticket_file_make (GListModel *tickets, EtTicketFile kind, GError **error); /* blocking */
EtTicketFile et_ticket_file_find (const char *suffix);
char *et_ticket_file_name (GListModel *tickets, EtTicketFile kind);
GListModel *et_ticket_list_copy (GListModel *tickets);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An operation that prints tickets: the dialog of the platform, with a choice of four tickets on
 * a page; the layout follows the paper (A4 and larger, A6, an 80 mm roll). @tickets: of
 * EtTicket. Returns: (transfer full). */
GtkPrintOperation *et_ticket_print_new (GListModel *tickets);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-ticket-output.h"

#include "ui/print/et-print-window.h"
#include "ui/print/et-ticket-printout.h"

/* Prints tickets on the printer and the paper that the person chooses. @context: whose copy keeps
 * what was printed. */
void
et_ticket_output_print (GtkWidget *from, EtContext *context, GListModel *tickets)
{
  g_autoptr (EtPrintout) printout = et_ticket_printout_new (tickets);

  et_print_window_present (from, et_context_get_store (context), printout);
}

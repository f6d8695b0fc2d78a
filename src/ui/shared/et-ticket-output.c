/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-ticket-output.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-ticket-print.h"
#include "ui/shared/et-toast.h"

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *from)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      et_toast_show_error (from, error);
    }
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    et_toast_show (from, _ ("Sent to the printer"));
}

/* "Done" only means handed over: a printer that refuses the job says so later. */
static void
status_changed_cb (GtkPrintOperation *operation, GtkWidget *from)
{
  if (gtk_print_operation_get_status (operation) == GTK_PRINT_STATUS_FINISHED_ABORTED)
    et_toast_show (from, _ ("The printer did not print the tickets"));
}

/* Prints tickets on the printer and the paper that the person chooses. */
void
et_ticket_output_print (GtkWidget *from, GListModel *tickets)
{
  g_autoptr (GtkPrintOperation) operation = et_ticket_print_new (tickets);

  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), from, 0);
  g_signal_connect_object (operation, "status-changed", G_CALLBACK (status_changed_cb), from, 0);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (from)), NULL);
}

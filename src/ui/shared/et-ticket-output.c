/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-ticket-output.h"

#include <glib/gi18n-lib.h>

#include "render/et-export.h"
#include "ui/shared/et-document.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-ticket-print.h"
#include "ui/shared/et-toast.h"

#define PNG_DPI 300

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

static GBytes *
make_pdf (gpointer data, GError **error)
{
  return et_export_tickets_pdf (data, ET_SHEET_A4, et_text_get_language (), error);
}

static GBytes *
make_png (gpointer data, GError **error)
{
  return et_export_ticket_png (data, et_text_get_language (), PNG_DPI, error);
}

static void
pdf_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  et_document_save_made (from, file, make_pdf, g_object_ref (data), g_object_unref);
}

static void
png_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  et_document_save_made (from, file, make_png, g_object_ref (data), g_object_unref);
}

static char *
suggest_name (GListModel *tickets)
{
  g_autoptr (EtTicket) first = g_list_model_get_item (tickets, 0);

  if (g_list_model_get_n_items (tickets) == 1)
    return g_strdup_printf ("ticket-%s.pdf", first->short_number);
  return g_strdup_printf ("tickets-%d.pdf", (int) first->order_id);
}

/* The page's own list may change while another thread draws. */
static GListModel *
copy_list (GListModel *tickets)
{
  GListStore *copy = g_list_store_new (et_ticket_get_type ());

  for (guint i = 0; i < g_list_model_get_n_items (tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      g_list_store_append (copy, ticket);
    }
  return G_LIST_MODEL (copy);
}

/* Saves tickets as one PDF, a page each. */
void
et_ticket_output_save_pdf (GtkWidget *from, GListModel *tickets)
{
  g_autofree char *name = suggest_name (tickets);

  et_file_chooser_save (from, _ ("Save as PDF"), name, pdf_chosen_cb, copy_list (tickets),
                        g_object_unref);
}

/* Saves one ticket as a picture of 300 dots per inch. */
void
et_ticket_output_save_png (GtkWidget *from, EtTicket *ticket)
{
  g_autofree char *name = g_strdup_printf ("ticket-%s.png", ticket->short_number);

  et_file_chooser_save (from, _ ("Save as PNG"), name, png_chosen_cb, g_object_ref (ticket),
                        g_object_unref);
}

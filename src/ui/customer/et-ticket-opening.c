/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-ticket-opening.h"

#include <glib/gi18n-lib.h>

#include "client/et-ticket-import.h"
#include "ui/customer/et-ticket-page.h"
#include "ui/shared/et-code-reader.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-navigation.h"
#include "ui/shared/et-toast.h"

typedef struct
{
  EtContext *context; /* owned */
  char *path; /* owned */
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->context);
  g_free (opening->path);
  g_free (opening);
}

static void
import_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  g_auto (GStrv) codes = et_code_reader_read (opening->path, &error);
  EtTicket *ticket = NULL;

  if (codes != NULL)
    ticket = et_ticket_import (opening->context, (const char *const *) codes, cancellable, &error);
  if (ticket != NULL)
    g_task_return_pointer (task, ticket, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtPage *page = ET_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (EtTicket) ticket = g_task_propagate_pointer (G_TASK (result), &error);

  if (!gtk_widget_get_mapped (GTK_WIDGET (page)))
    return; /* the person went on */
  if (ticket == NULL)
    {
      et_toast_show_error (GTK_WIDGET (page), error);
      return;
    }
  et_toast_show (GTK_WIDGET (page), ticket->order_id == 0 ? _ ("The ticket is in your wallet")
                                                          : _ ("You have this ticket already"));
  et_navigation_push (GTK_WIDGET (page), et_ticket_page_new (et_page_get_context (page), ticket));
}

static void
chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  g_autoptr (GTask)
      task = g_task_new (from, et_page_get_cancellable (ET_PAGE (from)), imported_cb, NULL);
  Opening *opening = g_new0 (Opening, 1);

  opening->context = g_object_ref (et_page_get_context (ET_PAGE (from)));
  opening->path = g_file_get_path (file);
  g_task_set_task_data (task, opening, free_opening);
  g_task_run_in_thread (task, import_in_thread);
}

void
et_ticket_opening_choose (EtPage *page)
{
  static const char *const types[] = { "application/pdf", "image/png", NULL };

  et_file_chooser_open (GTK_WIDGET (page), _ ("Import a Ticket"), _ ("Saved tickets (PDF, PNG)"),
                        types, chosen_cb, NULL, NULL);
}

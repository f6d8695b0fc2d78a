/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-file-chooser.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget *from; /* owned */
  EtFileChosenFunc func;
  gpointer data; /* owned, by free_data */
  GDestroyNotify free_data;
} Request;

static void
free_request (gpointer data, GClosure *closure)
{
  Request *request = data;

  if (request->free_data != NULL)
    request->free_data (request->data);
  g_object_unref (request->from);
  g_free (request);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Request *request = data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    request->func (request->from, file, request->data);
  g_object_unref (dialog);
}

/* Asks where to save a file and calls @func with it, unless the person gives up. @data is freed
 * with @free_data (nullable) afterwards in any case. Texts are already translated. */
void
et_file_chooser_save (GtkWidget *from,
                      const char *title,
                      const char *suggested_name,
                      EtFileChosenFunc func,
                      gpointer data,
                      GDestroyNotify free_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title, GTK_WINDOW (gtk_widget_get_root (from)), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
      _ ("_Cancel"));
  Request *request = g_new0 (Request, 1);

  request->from = g_object_ref (from);
  request->func = func;
  request->data = data;
  request->free_data = free_data;
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggested_name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), request, free_request, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

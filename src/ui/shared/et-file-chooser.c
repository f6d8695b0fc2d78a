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

static void
ask (GtkFileChooserNative *dialog,
     GtkWidget *from,
     EtFileChosenFunc func,
     gpointer data,
     GDestroyNotify free_data)
{
  Request *request = g_new0 (Request, 1);

  request->from = g_object_ref (from);
  request->func = func;
  request->data = data;
  request->free_data = free_data;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), request, free_request, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static GtkFileChooserNative *
new_dialog (GtkWidget *from, const char *title, GtkFileChooserAction action, const char *accept)
{
  return gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (from)), action,
                                      accept, _ ("_Cancel"));
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
  GtkFileChooserNative *dialog = new_dialog (from, title, GTK_FILE_CHOOSER_ACTION_SAVE,
                                             _ ("_Save"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggested_name);
  ask (dialog, from, func, data, free_data);
}

/* Asks for a folder that several files are saved in; see et_file_chooser_save(). */
void
et_file_chooser_save_in_folder (GtkWidget *from,
                                const char *title,
                                EtFileChosenFunc func,
                                gpointer data,
                                GDestroyNotify free_data)
{
  ask (new_dialog (from, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Save")), from, func,
       data, free_data);
}

/* Asks for a file to open. @types: (array zero-terminated): its media types, such as
 * "application/pdf"; @name of all of them, as the dialog shows it; see et_file_chooser_save(). */
void
et_file_chooser_open (GtkWidget *from,
                      const char *title,
                      const char *name,
                      const char *const *types,
                      EtFileChosenFunc func,
                      gpointer data,
                      GDestroyNotify free_data)
{
  GtkFileChooserNative *dialog = new_dialog (from, title, GTK_FILE_CHOOSER_ACTION_OPEN,
                                             _ ("_Open"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *types != NULL; types++)
    gtk_file_filter_add_mime_type (filter, *types);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  ask (dialog, from, func, data, free_data);
}

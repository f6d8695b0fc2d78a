/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-document.h"

#include <glib/gi18n-lib.h>

#include "core/et-blocking.h"
#include "render/et-export.h"
#include "ui/shared/et-toast.h"

typedef struct
{
  char *path; /* owned */
  EtDocumentFunc make;
  gpointer data; /* owned, by free_data */
  GDestroyNotify free_data;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job->path);
  g_free (job);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) document = job->make (job->data, &error);
  g_autofree char *folder = g_path_get_dirname (job->path);

  ET_BLOCKS ();
  g_mkdir_with_parents (folder, 0700); /* when this fails, so does what follows */
  if (document != NULL && et_export_save (document, job->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run (GtkWidget *from,
     char *path,
     EtDocumentFunc make,
     gpointer data,
     GDestroyNotify free_data,
     GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (from, NULL, callback, NULL);
  Job *job = g_new0 (Job, 1);

  job->path = path;
  job->make = make;
  job->data = data;
  job->free_data = free_data;
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, save_in_thread);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      et_toast_show_error (GTK_WIDGET (source), error);
      return;
    }
  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_ ("Saved as %s"), name);
  et_toast_show (GTK_WIDGET (source), text);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) from = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    et_toast_show_error (from, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      et_toast_show_error (GTK_WIDGET (source), error);
      return;
    }
  uri = g_filename_to_uri (job->path, NULL, NULL);
  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (source))), uri, GDK_CURRENT_TIME,
                     NULL, launched_cb, g_object_ref (source));
}

static GBytes *
take_document (gpointer data, GError **error)
{
  return g_bytes_ref (data);
}

/* Makes a document and writes it to @file, which is replaced whole or not at all; a toast in the
 * window of @from tells how it went. @data is freed with @free_data (nullable). */
void
et_document_save_made (
    GtkWidget *from, GFile *file, EtDocumentFunc make, gpointer data, GDestroyNotify free_data)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  run (from, g_file_get_path (file), make, data, free_data, saved_cb);
}

/* Writes a document that is there already. */
void
et_document_save (GtkWidget *from, GFile *file, GBytes *document)
{
  et_document_save_made (from, file, take_document, g_bytes_ref (document),
                         (GDestroyNotify) g_bytes_unref);
}

/* Opens a document in the person's own program for its type, from a copy that is gone when the
 * person logs out. @name: of the file, with its suffix. */
void
et_document_open (GtkWidget *from, const char *name, GBytes *document)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  run (from, g_build_filename (g_get_user_runtime_dir (), "etickets", name, NULL), take_document,
       g_bytes_ref (document), (GDestroyNotify) g_bytes_unref, written_cb);
}

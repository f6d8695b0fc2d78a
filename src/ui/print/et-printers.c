/* SPDX-License-Identifier: MIT */
#include "ui/print/et-printers.h"

#include <glib/gi18n-lib.h>

#include "core/et-error.h"

#define LIST_TIMEOUT_MS 5000 /* GTK does not tell the end of a list when no backend needs time */
#define PAPERS_TIMEOUT_MS 8000
#define IS_RETURNED GINT_TO_POINTER (TRUE)

typedef struct
{
  GListStore *printers; /* owned, of GtkPrinter */
  guint timeout;
  gboolean is_returned;
} List;

static void
free_list (gpointer data)
{
  List *list = data;

  g_object_unref (list->printers);
  g_free (list);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_utf8_collate (gtk_printer_get_name ((GtkPrinter *) a),
                         gtk_printer_get_name ((GtkPrinter *) b));
}

static gboolean
add_printer_cb (GtkPrinter *printer, gpointer data)
{
  List *list = g_task_get_task_data (data);

  if (list->is_returned)
    return TRUE;
  if (!gtk_printer_is_virtual (printer))
    g_list_store_insert_sorted (list->printers, printer, compare_names, NULL);
  return FALSE;
}

static void
return_list (GTask *task)
{
  List *list = g_task_get_task_data (task);

  g_clear_handle_id (&list->timeout, g_source_remove);
  if (list->is_returned)
    return;
  list->is_returned = TRUE;
  g_task_return_pointer (task, g_object_ref (list->printers), g_object_unref);
}

static void
listed_cb (gpointer data)
{
  return_list (data);
  g_object_unref (data);
}

static gboolean
list_timeout_cb (gpointer data)
{
  List *list = g_task_get_task_data (data);

  list->timeout = 0;
  return_list (data);
  return G_SOURCE_REMOVE;
}

void
et_printers_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  List *list = g_new0 (List, 1);

  list->printers = g_list_store_new (GTK_TYPE_PRINTER);
  g_task_set_task_data (task, list, free_list);
  list->timeout = g_timeout_add_full (G_PRIORITY_DEFAULT, LIST_TIMEOUT_MS, list_timeout_cb,
                                      g_object_ref (task), g_object_unref);
  gtk_enumerate_printers (add_printer_cb, g_object_ref (task), listed_cb, FALSE);
}

/* Returns: (transfer full): of GtkPrinter, by name; empty when there are none */
GListModel *
et_printers_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
found_list_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *name = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GListModel) printers = et_printers_list_finish (result, &error);

  for (guint i = 0; printers != NULL && i < g_list_model_get_n_items (printers); i++)
    {
      g_autoptr (GtkPrinter) printer = g_list_model_get_item (printers, i);

      if (g_str_equal (gtk_printer_get_name (printer), name))
        {
          g_task_return_pointer (task, g_steal_pointer (&printer), g_object_unref);
          return;
        }
    }
  if (error == NULL)
    {
      et_error_set_sentence (&error, ET_ERROR_NOT_FOUND,
                             N_ ("There is no printer named “{printer}”"));
      et_error_add_text (&error, "printer", name);
    }
  g_task_return_error (task, error);
}

void
et_printers_find_async (const char *name,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_task_data (task, g_strdup (name), g_free);
  et_printers_list_async (cancellable, found_list_cb, task);
}

/* Returns: (transfer full): sets ET_ERROR_NOT_FOUND when no printer has exactly that name */
GtkPrinter *
et_printers_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
return_papers (GTask *task)
{
  GPtrArray *papers;
  GList *setups;

  if (g_task_get_task_data (task) != NULL)
    return;
  g_task_set_task_data (task, IS_RETURNED, NULL);
  papers = g_ptr_array_new_with_free_func (g_object_unref);
  setups = gtk_printer_list_papers (g_task_get_source_object (task));
  for (GList *l = setups; l != NULL; l = l->next)
    g_ptr_array_add (papers, l->data);
  g_list_free (setups);
  g_task_return_pointer (task, papers, (GDestroyNotify) g_ptr_array_unref);
}

/* A printer that does not say what it has is asked for nothing special. */
static void
details_cb (GtkPrinter *printer, gboolean success, gpointer data)
{
  return_papers (data);
}

static gboolean
papers_timeout_cb (gpointer data)
{
  return_papers (data);
  return G_SOURCE_REMOVE;
}

static void
disconnect_details (GTask *task, GParamSpec *pspec, gpointer data)
{
  g_signal_handlers_disconnect_by_data (g_task_get_source_object (task), task);
}

void
et_printers_ask_papers_async (GtkPrinter *printer,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (printer, cancellable, callback, data);

  if (gtk_printer_has_details (printer))
    {
      return_papers (task);
      return;
    }
  g_signal_connect (task, "notify::completed", G_CALLBACK (disconnect_details), NULL);
  g_signal_connect_object (printer, "details-acquired", G_CALLBACK (details_cb), task, 0);
  g_timeout_add_full (G_PRIORITY_DEFAULT, PAPERS_TIMEOUT_MS, papers_timeout_cb, g_object_ref (task),
                      g_object_unref);
  gtk_printer_request_details (printer);
}

/* Returns: (transfer full) (element-type GtkPageSetup): empty when the printer does not say */
GPtrArray *
et_printers_ask_papers_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: MIT */
#include "client/et-call.h"

typedef struct
{
  EtCallFunc func;
  gpointer args;
  GDestroyNotify free_args; /* nullable */
  GDestroyNotify free_result; /* nullable */
} Call;

static void
free_call (gpointer data)
{
  Call *call = data;

  if (call->free_args != NULL)
    call->free_args (call->args);
  g_free (call);
}

static void
run_call (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;
  gpointer result = call->func (source, call->args, cancellable, &error);

  if (result == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, call->free_result);
}

/* Runs @func on a worker thread. @func returns NULL only with an error set. @free_args and
 * @free_result may be NULL. */
void
et_call_async (gpointer source,
               EtCallFunc func,
               gpointer args,
               GDestroyNotify free_args,
               GDestroyNotify free_result,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, data);
  Call *call = g_new (Call, 1);

  *call = (Call){ func, args, free_args, free_result };
  g_task_set_task_data (task, call, free_call);
  g_task_run_in_thread (task, run_call);
}

/* Returns: (transfer full) (nullable): what the function returned; NULL with its error, or with
 * G_IO_ERROR_CANCELLED when the caller cancelled meanwhile. */
gpointer
et_call_finish (gpointer source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Runs @func from the loop of @context as soon as it can. Not g_main_context_invoke(), which would
 * run it here and now while nobody runs that loop. */
void
et_call_later (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify free_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, context);
}

/* Ends each of @tasks (transfer full, of GTask) with a copy of @error, or with TRUE without one. */
void
et_call_return_all (GPtrArray *tasks, const GError *error)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      if (error != NULL)
        g_task_return_error (tasks->pdata[i], g_error_copy (error));
      else
        g_task_return_boolean (tasks->pdata[i], TRUE);
    }
  g_ptr_array_unref (tasks);
}

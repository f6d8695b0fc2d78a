/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-queue.h"

#include <cups/cups.h>
#include <glib/gi18n-lib.h>

#include "core/et-blocking.h"
#include "core/et-error.h"

typedef struct
{
  char *printer; /* owned */
  char *title; /* owned */
  gboolean had_begun; /* pages may have come out */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->printer);
  g_free (job->title);
  g_free (job);
}

/* Returns: the newest of the person's own jobs of this title that is not done; 0 for none. */
static int
find_newest (const Job *job)
{
  cups_job_t *jobs = NULL;
  int n_jobs = cupsGetJobs2 (CUPS_HTTP_DEFAULT, &jobs, job->printer, TRUE, CUPS_WHICHJOBS_ACTIVE);
  int newest = 0;

  for (int i = 0; i < n_jobs; i++)
    if (g_strcmp0 (jobs[i].title, job->title) == 0)
      newest = MAX (newest, jobs[i].id);
  if (n_jobs > 0)
    cupsFreeJobs (n_jobs, jobs);
  return newest;
}

/* A queue that keeps no jobs that are over cannot tell; then the worse is taken for true. */
static gboolean
had_begun (const Job *job, int id)
{
  cups_job_t *jobs = NULL;
  int n_jobs = cupsGetJobs2 (CUPS_HTTP_DEFAULT, &jobs, job->printer, TRUE, CUPS_WHICHJOBS_ALL);
  gboolean has_begun = TRUE;

  for (int i = 0; i < n_jobs; i++)
    if (jobs[i].id == id)
      has_begun = jobs[i].processing_time != 0;
  if (n_jobs > 0)
    cupsFreeJobs (n_jobs, jobs);
  return has_begun;
}

static void
cancel_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  int id;

  ET_BLOCKS ();
  id = find_newest (job);
  if (id == 0)
    et_error_set_sentence (&error, ET_ERROR_NOT_FOUND,
                           N_ ("The job is no longer in the queue of “{printer}”"));
  else if (cupsCancelJob2 (CUPS_HTTP_DEFAULT, job->printer, id, 0) > IPP_STATUS_OK_EVENTS_COMPLETE)
    {
      et_error_set_sentence (&error, ET_ERROR_UNAVAILABLE,
                             N_ ("“{printer}” did not give the job back: {reason}"));
      et_error_add_text (&error, "reason", cupsLastErrorString ());
    }
  if (error != NULL)
    {
      et_error_add_text (&error, "printer", job->printer);
      g_task_return_error (task, error);
      return;
    }
  job->had_begun = had_begun (job, id);
  g_task_return_boolean (task, TRUE);
}

/* Takes a job of the person's own out of the queue of @printer (IPP, RFC 8011, Cancel-Job). */
void
et_print_queue_cancel_async (const char *printer,
                             const char *title,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Job *job = g_new (Job, 1);

  *job = (Job){ g_strdup (printer), g_strdup (title), FALSE };
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, cancel_in_thread);
}

/* @ret_had_begun: whether the printer had begun with it. Sets ET_ERROR_NOT_FOUND when there is no
 * such job, ET_ERROR_UNAVAILABLE when it was not given back. */
gboolean
et_print_queue_cancel_finish (GAsyncResult *result, gboolean *ret_had_begun, GError **error)
{
  const Job *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *ret_had_begun = job->had_begun;
  return TRUE;
}

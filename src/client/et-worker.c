/* SPDX-License-Identifier: MIT */
#include "client/et-worker.h"

#include "core/et-blocking.h"

struct _EtWorker
{
  gpointer owner; /* borrowed */
  GThreadPool *pool; /* owned; of one thread */
};

typedef struct
{
  EtWorkFunc func;
  gpointer data;
  GDestroyNotify free_data; /* nullable */
  GDestroyNotify free_result; /* nullable */
  GTask *task; /* owned; NULL when somebody waits at cond, or nobody at all */
  gboolean is_last;

  GMutex lock;
  GCond cond;
  gboolean is_done; /* guarded by lock */
  gpointer result;
  GError *error;
} Job;

/* The owner whose work runs on this thread. */
static GPrivate running_owner;

static void
return_to_task (EtWorker *worker, Job *job)
{
  GError *error = NULL;
  gpointer result;

  if (!g_task_return_error_if_cancelled (job->task))
    {
      result = job->func (worker->owner, job->data, &error);
      if (result != NULL)
        g_task_return_pointer (job->task, result, job->free_result);
      else
        g_task_return_error (job->task, error);
    }
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_object_unref (job->task);
  g_free (job);
}

static void
return_to_waiter (EtWorker *worker, Job *job)
{
  gpointer result = job->func (worker->owner, job->data, &job->error);

  g_mutex_lock (&job->lock);
  job->result = result;
  job->is_done = TRUE;
  g_cond_signal (&job->cond);
  g_mutex_unlock (&job->lock);
}

static void
work (gpointer data, gpointer user_data)
{
  EtWorker *worker = user_data;
  Job *job = data;

  g_private_set (&running_owner, worker->owner);
  if (job->is_last)
    {
      job->func (worker->owner, NULL, NULL);
      g_free (job);
    }
  else if (job->task != NULL)
    return_to_task (worker, job);
  else
    return_to_waiter (worker, job);
  g_private_set (&running_owner, NULL); /* GLib gives the thread other work later */
}

/* @owner is given to each function. */
EtWorker *
et_worker_new (gpointer owner)
{
  EtWorker *worker = g_new (EtWorker, 1);

  worker->owner = owner;
  worker->pool = g_thread_pool_new (work, worker, 1, TRUE, NULL);
  return worker;
}

/* Finishes what was asked for, then @last, and ends the thread. The last reference to the owner may
 * be dropped on that very thread, by the task of a job: then the thread ends when it comes back. */
void
et_worker_free (EtWorker *worker, EtWorkFunc last)
{
  gboolean is_inside = g_private_get (&running_owner) == worker->owner;
  Job *job;

  if (is_inside)
    last (worker->owner, NULL, NULL);
  else
    {
      job = g_new0 (Job, 1);
      job->func = last;
      job->is_last = TRUE;
      g_thread_pool_push (worker->pool, job, NULL);
    }
  g_thread_pool_free (worker->pool, FALSE, !is_inside);
  g_free (worker);
}

/* Runs @func on the thread and waits for its result. */
gpointer
et_worker_run (EtWorker *worker, EtWorkFunc func, gpointer data, GError **error)
{
  Job job = { .func = func, .data = data };

  g_return_val_if_fail (et_worker_get_running () != worker->owner, NULL);
  ET_BLOCKS ();

  g_mutex_init (&job.lock);
  g_cond_init (&job.cond);
  g_thread_pool_push (worker->pool, &job, NULL);
  g_mutex_lock (&job.lock);
  while (!job.is_done)
    g_cond_wait (&job.cond, &job.lock);
  g_mutex_unlock (&job.lock);
  g_mutex_clear (&job.lock);
  g_cond_clear (&job.cond);

  if (job.result == NULL)
    g_propagate_error (error, job.error);
  return job.result;
}

/* Runs @func on the thread and gives the result to @task, unless that was cancelled before its
 * turn came. @free_data and @free_result may be NULL. */
void
et_worker_start (EtWorker *worker,
                 EtWorkFunc func,
                 gpointer data,
                 GDestroyNotify free_data,
                 GDestroyNotify free_result,
                 GTask *task)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  job->task = g_object_ref (task);
  g_thread_pool_push (worker->pool, job, NULL);
}

/* Returns: (transfer none) (nullable): the owner for which this thread works just now. */
gpointer
et_worker_get_running (void)
{
  return g_private_get (&running_owner);
}

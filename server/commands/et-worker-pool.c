/* SPDX-License-Identifier: MIT */
#include "server/commands/et-worker-pool.h"

typedef struct
{
  EtWorkerPool *pool; /* borrowed */
  EtDb *db; /* owned, nullable */
  GThread *thread; /* owned, nullable */
} Worker;

struct _EtWorkerPool
{
  EtWorkFunc work;
  guint max_queue;
  Worker *workers; /* owned */
  guint n_workers;

  GMutex mutex; /* guards the following */
  GCond wake;
  GQueue queue;
  gboolean is_stopping;
};

/* Returns: (nullable): the next job, NULL when the pool stops and nothing is left to do. */
static gpointer
wait_for_job (EtWorkerPool *pool)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&pool->mutex);

  while (g_queue_is_empty (&pool->queue) && !pool->is_stopping)
    g_cond_wait (&pool->wake, &pool->mutex);
  return g_queue_pop_head (&pool->queue);
}

static gpointer
run (gpointer data)
{
  Worker *worker = data;
  gpointer job;

  while ((job = wait_for_job (worker->pool)) != NULL)
    worker->pool->work (job, worker->db);
  return NULL;
}

/* Starts the threads, with their connections open. */
EtWorkerPool *
et_worker_pool_new (const EtWorkerPoolConfig *config, GError **error)
{
  g_autoptr (EtWorkerPool) pool = g_new0 (EtWorkerPool, 1);

  g_mutex_init (&pool->mutex);
  g_cond_init (&pool->wake);
  pool->work = config->work;
  pool->max_queue = config->max_queue;
  pool->workers = g_new0 (Worker, config->n_threads);
  for (; pool->n_workers < config->n_threads; pool->n_workers++)
    {
      Worker *worker = &pool->workers[pool->n_workers];

      worker->pool = pool;
      if (config->database_url != NULL &&
          (worker->db = et_db_open (config->database_url, ET_DB_READ_ONLY, error)) == NULL)
        return NULL;
      worker->thread = g_thread_new (config->name, run, worker);
    }
  return g_steal_pointer (&pool);
}

/* Ends the threads when they have done what is queued, and closes their connections; from now on
 * every job is refused. */
void
et_worker_pool_stop (EtWorkerPool *pool)
{
  g_mutex_lock (&pool->mutex);
  pool->is_stopping = TRUE;
  g_cond_broadcast (&pool->wake);
  g_mutex_unlock (&pool->mutex);
  for (guint i = 0; i < pool->n_workers; i++)
    {
      g_clear_pointer (&pool->workers[i].thread, g_thread_join);
      g_clear_pointer (&pool->workers[i].db, et_db_close);
    }
}

/* Stops the pool, too. */
void
et_worker_pool_free (EtWorkerPool *pool)
{
  et_worker_pool_stop (pool);
  g_free (pool->workers);
  g_cond_clear (&pool->wake);
  g_mutex_clear (&pool->mutex);
  g_free (pool);
}

/* Queues a job and returns at once. Sets ET_ERROR_UNAVAILABLE when the queue is full, or the pool
 * has stopped.
 * @always: takes it even when the queue is full. */
gboolean
et_worker_pool_push (EtWorkerPool *pool, gpointer job, gboolean always, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&pool->mutex);

  if (pool->is_stopping || (!always && g_queue_get_length (&pool->queue) >= pool->max_queue))
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  g_queue_push_tail (&pool->queue, job);
  g_cond_signal (&pool->wake);
  return TRUE;
}

/* Returns: jobs that wait. */
guint
et_worker_pool_get_queue_length (EtWorkerPool *pool)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&pool->mutex);

  return g_queue_get_length (&pool->queue);
}

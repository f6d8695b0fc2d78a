/* SPDX-License-Identifier: MIT */
#include "server/commands/et-executors.h"

#include "server/commands/et-worker-pool.h"

#define MAX_READS 1024
#define MAX_DRAWINGS 64
#define MAX_HASHES 32 /* two thirds of a second of them */
#define MAX_PAYMENTS 256

#define PAYMENT_THREADS 64 /* they only wait: so many payments may hang before others do */

struct _EtExecutors
{
  EtWriter *writer; /* borrowed */
  EtWorkerPool *readers; /* owned */
  EtWorkerPool *drawers; /* owned */
  EtWorkerPool *hashers; /* owned */
  EtWorkerPool *payments; /* owned */
  gint n_writes; /* atomic */
};

static void
work_without_database (gpointer job, EtDb *db)
{
  g_autoptr (GError) error = NULL;

  et_job_run (job, NULL, &error);
  et_job_finish (job, error);
}

/* One transaction, so that all the queries of a step see the same state. */
static void
work_with_reader (gpointer job, EtDb *db)
{
  g_autoptr (GError) error = NULL;

  if (et_db_begin (db, &error))
    {
      et_job_run (job, db, &error);
      et_db_rollback (db);
    }
  et_job_finish (job, error);
}

static gboolean
write_job (EtDb *db, gpointer job, GError **error)
{
  return et_job_run (job, db, error);
}

static void
finish_job (gpointer job, const GError *error)
{
  et_job_finish (job, error);
}

/* The writer's own queue is longer, so that a step whose forerunner has had its effect is never
 * turned away. */
static gboolean
submit_write (EtExecutors *executors, EtJob *job, GError **error)
{
  if (!et_job_is_continued (job) &&
      et_writer_get_queue_length (executors->writer) >= ET_EXECUTORS_MAX_WRITES)
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  g_atomic_int_inc (&executors->n_writes);
  return et_writer_submit (executors->writer, write_job, job, 1, finish_job, error);
}

static gboolean
start_pools (EtExecutors *executors, const char *database_url, GError **error)
{
  guint n_cores = g_get_num_processors ();
  EtWorkerPoolConfig readers = { "read", MAX (2, n_cores), MAX_READS, database_url,
                                 work_with_reader };
  EtWorkerPoolConfig drawers = { "draw", MIN (2, n_cores), MAX_DRAWINGS, database_url,
                                 work_with_reader };
  EtWorkerPoolConfig hashers = { "hash", 1, MAX_HASHES, NULL, work_without_database };
  EtWorkerPoolConfig payments = { "pay", PAYMENT_THREADS, MAX_PAYMENTS, NULL,
                                  work_without_database };

  return (executors->readers = et_worker_pool_new (&readers, error)) != NULL &&
         (executors->drawers = et_worker_pool_new (&drawers, error)) != NULL &&
         (executors->hashers = et_worker_pool_new (&hashers, error)) != NULL &&
         (executors->payments = et_worker_pool_new (&payments, error)) != NULL;
}

/* @writer: (transfer none): its queue must be longer than ET_EXECUTORS_MAX_WRITES. */
EtExecutors *
et_executors_new (const char *database_url, EtWriter *writer, GError **error)
{
  g_autoptr (EtExecutors) executors = g_new0 (EtExecutors, 1);

  executors->writer = writer;
  if (!start_pools (executors, database_url, error))
    return NULL;
  return g_steal_pointer (&executors);
}

/* Does what is queued and refuses everything from now on, but for the writer. */
void
et_executors_stop (EtExecutors *executors)
{
  et_worker_pool_stop (executors->readers);
  et_worker_pool_stop (executors->drawers);
  et_worker_pool_stop (executors->hashers);
  et_worker_pool_stop (executors->payments);
}

/* The writer must have stopped by now: what it finishes may still want to go on elsewhere. */
void
et_executors_free (EtExecutors *executors)
{
  g_clear_pointer (&executors->payments, et_worker_pool_free);
  g_clear_pointer (&executors->hashers, et_worker_pool_free);
  g_clear_pointer (&executors->drawers, et_worker_pool_free);
  g_clear_pointer (&executors->readers, et_worker_pool_free);
  g_free (executors);
}

/* Returns: (nullable): NULL for the writer and for what runs at once. */
static EtWorkerPool *
get_pool (EtExecutors *executors, EtPlace place)
{
  switch (place)
    {
    case ET_READ:
      return executors->readers;
    case ET_DRAW:
      return executors->drawers;
    case ET_HASH:
      return executors->hashers;
    case ET_PAY:
      return executors->payments;
    case ET_WRITE:
    case ET_INLINE:
    case ET_PLACE_NONE:
      break;
    }
  return NULL;
}

/* Hands a job to its place and returns at once. Sets ET_ERROR_UNAVAILABLE when the queue there is
 * full. */
gboolean
et_executors_submit (EtExecutors *executors, EtJob *job, GError **error)
{
  EtWorkerPool *pool = get_pool (executors, et_job_get_place (job));

  if (pool != NULL)
    return et_worker_pool_push (pool, job, et_job_is_continued (job), error);
  g_return_val_if_fail (et_job_get_place (job) == ET_WRITE, FALSE);
  return submit_write (executors, job, error);
}

/* Returns: steps that wait for a place. */
guint
et_executors_get_queue_length (EtExecutors *executors, EtPlace place)
{
  EtWorkerPool *pool = get_pool (executors, place);

  return pool != NULL ? et_worker_pool_get_queue_length (pool)
                      : et_writer_get_queue_length (executors->writer);
}

/* Returns: steps that the writer was given so far. */
guint
et_executors_get_n_writes (EtExecutors *executors)
{
  return (guint) g_atomic_int_get (&executors->n_writes);
}

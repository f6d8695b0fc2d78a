/* SPDX-License-Identifier: MIT */
#include "server/db/et-write-batch.h"

/* How often a batch whose transaction died is run again, and how often one write may be the one
 * in which it died. */
#define MAX_ATTEMPTS 8
#define MAX_DEATHS 2

/* After a write that failed halfway, so many batches are run with savepoints from the start. */
#define CAREFUL_BATCHES 16

typedef enum
{
  ET_BATCH_COMMITTED,
  ET_BATCH_SPOILT, /* a write failed halfway, and there is no savepoint to go back to */
  ET_BATCH_DIED, /* an error ended the transaction before its commit: it can be run again */
  ET_BATCH_FAILED /* it is rolled back, or the outcome of its commit is not known */
} EtBatchOutcome;

/* A write that was in the way too often keeps its error and is left out. */
static gboolean
is_left_out (const EtWrite *write)
{
  return write->deaths >= MAX_DEATHS;
}

/* Ends the write's savepoint, and those that it left open inside. */
static gboolean
end_savepoints (EtDb *db, gboolean keep, GError **error)
{
  while (et_db_get_depth (db) > 0)
    if (!(keep ? et_db_release (db, error) : et_db_rollback_to (db, error)))
      return FALSE;
  return TRUE;
}

/* Runs one write in a savepoint. Returns FALSE when the transaction did not survive it. */
static gboolean
run_in_savepoint (EtDb *db, EtWrite *write)
{
  g_clear_error (&write->error);
  if (!et_db_savepoint (db, &write->error))
    return FALSE;
  if (write->func (db, write->data, &write->error))
    return end_savepoints (db, TRUE, &write->error);

  if (write->error == NULL)
    et_error_set (&write->error, ET_ERROR_INTERNAL);
  return et_db_is_in_transaction (db) && end_savepoints (db, FALSE, NULL);
}

static EtBatchOutcome
run_with_savepoints (EtDb *db, GPtrArray *batch, GError **error)
{
  for (guint i = 0; i < batch->len; i++)
    {
      EtWrite *write = g_ptr_array_index (batch, i);

      if (is_left_out (write) || run_in_savepoint (db, write))
        continue;
      if (!et_db_should_retry (db)) /* else another transaction is to blame, not this write */
        write->deaths++;
      g_propagate_error (error, g_error_copy (write->error));
      return ET_BATCH_DIED;
    }
  return ET_BATCH_COMMITTED;
}

/* Runs one write as it is. Most are done, or are refused before they wrote anything: savepoints,
 * which cost a tenth of a purchase, would not be used. */
static gboolean
run_plain (EtDb *db, EtWrite *write)
{
  guint64 effects = et_db_get_effects (db);

  g_clear_error (&write->error);
  if (write->func (db, write->data, &write->error))
    return et_db_is_in_transaction (db) && end_savepoints (db, TRUE, &write->error);

  if (write->error == NULL)
    et_error_set (&write->error, ET_ERROR_INTERNAL);
  return et_db_is_in_transaction (db) && et_db_get_effects (db) == effects &&
         et_db_get_depth (db) == 0;
}

static EtBatchOutcome
run_without_savepoints (EtDb *db, GPtrArray *batch)
{
  for (guint i = 0; i < batch->len; i++)
    {
      EtWrite *write = g_ptr_array_index (batch, i);

      if (!is_left_out (write) && !run_plain (db, write))
        return ET_BATCH_SPOILT;
    }
  return ET_BATCH_COMMITTED;
}

static gboolean
seal_batch (EtDb *db, const EtBatchFrame *frame, GError **error)
{
  GPtrArray *changes = et_db_get_changes (db);

  return frame->seal == NULL || changes->len == 0 ||
         frame->seal (db, changes, frame->seal_data, error);
}

static EtBatchOutcome
try_batch (EtDb *db, GPtrArray *batch, const EtBatchFrame *frame, GError **error)
{
  EtBatchOutcome outcome;
  gboolean is_alive;

  if (!et_db_begin (db, error))
    return ET_BATCH_FAILED;
  if (frame->begin != NULL && !frame->begin (db, error))
    {
      gboolean should_retry = et_db_should_retry (db);

      et_db_rollback (db);
      return should_retry ? ET_BATCH_DIED : ET_BATCH_FAILED;
    }
  outcome = frame->n_careful > 0 ? run_with_savepoints (db, batch, error)
                                 : run_without_savepoints (db, batch);
  if (outcome != ET_BATCH_COMMITTED)
    {
      et_db_rollback (db);
      return outcome;
    }
  if (seal_batch (db, frame, error))
    {
      if (et_db_commit (db, error))
        return ET_BATCH_COMMITTED;
      return et_db_should_retry (db) ? ET_BATCH_DIED : ET_BATCH_FAILED;
    }
  is_alive = et_db_is_in_transaction (db);
  et_db_rollback (db);
  return is_alive ? ET_BATCH_FAILED : ET_BATCH_DIED;
}

void
et_write_free (gpointer data)
{
  EtWrite *write = data;

  g_clear_error (&write->error);
  g_free (write);
}

/* Does a batch (element-type EtWrite) in one transaction, again from the start while its
 * transaction dies. Afterwards each write's error says whether it failed alone. Returns FALSE with
 * @error when nothing of the batch was done. */
gboolean
et_write_batch_commit (EtDb *db, GPtrArray *batch, EtBatchFrame *frame, GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failure = NULL;
      EtBatchOutcome outcome = try_batch (db, batch, frame, &failure);

      if (outcome == ET_BATCH_SPOILT)
        {
          frame->n_careful = CAREFUL_BATCHES;
          continue;
        }
      if (outcome == ET_BATCH_COMMITTED)
        {
          frame->n_careful -= MIN (frame->n_careful, 1);
          return TRUE;
        }
      if (outcome == ET_BATCH_FAILED || attempt >= MAX_ATTEMPTS)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_usleep (attempt * g_random_int_range (500, 1500)); /* two processes do not meet again */
    }
}

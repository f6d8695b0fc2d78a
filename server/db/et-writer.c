/* SPDX-License-Identifier: MIT */
#include "server/db/et-writer.h"

#include "server/db/et-write-batch.h"

/* A batch ends at this sum of weights, so that an order of a thousand tickets does not hold
 * others. A heavier write has a batch for itself. */
#define MAX_WEIGHT 500

/* The write-ahead log, in bytes: copied back at once when there is nothing to write, after a pause
 * when it is small, and by force while there is. */
#define IDLE_LOG_SIZE (1024 * 1024)
#define IDLE_PAUSE_MS 100
#define FORCED_LOG_SIZE (16 * 1024 * 1024)

struct _EtWriter
{
  EtDb *db; /* owned; used by the thread alone */
  guint max_queue;
  guint max_batch;
  EtBatchFrame frame;
  EtBatchDone batch_done; /* nullable */
  gpointer batch_done_data;
  GThread *thread; /* owned */

  GMutex lock; /* guards the following */
  GCond wake;
  GQueue queue; /* owned, of EtWrite */
  gboolean is_stopping;
  gsize log_size;

  /* The thread's own */
  GPtrArray *batch; /* owned, of EtWrite */
  gboolean is_dirty; /* written since the last checkpoint in a pause */
  gsize copied_size; /* log size at that checkpoint */
  gsize forced_at; /* log size of the next forced checkpoint */
};

/* A call of et_writer_run() that waits. */
typedef struct
{
  EtWriter *writer; /* borrowed */
  EtWriteFunc func;
  gpointer data; /* borrowed */
  GCond cond; /* with the writer's lock */
  gboolean is_done; /* guarded by the writer's lock */
  GError *error; /* owned, nullable */
} EtWait;

/* When the commit failed, all writes get its error, also those that failed alone: what they were
 * refused for may be what never came to be. */
static void
report (EtWriter *writer, const GError *failure)
{
  for (guint i = 0; i < writer->batch->len; i++)
    {
      EtWrite *write = g_ptr_array_index (writer->batch, i);

      if (write->done != NULL)
        write->done (write->data, failure != NULL ? failure : write->error);
    }
  if (writer->batch_done != NULL)
    writer->batch_done (writer->batch_done_data);
  g_ptr_array_set_size (writer->batch, 0);
}

/* A reader that stays in the log is not waited for again before the log has grown as much more. */
static void
limit_log (EtWriter *writer)
{
  gsize size = et_db_get_log_size (writer->db);

  if (size < writer->forced_at)
    return;
  if (et_db_checkpoint (writer->db, TRUE, NULL))
    writer->forced_at = FORCED_LOG_SIZE;
  else
    writer->forced_at = size + FORCED_LOG_SIZE;
}

/* Returns: bytes of the log that the last checkpoint in a pause had not seen; the log may have
 * begun anew since. */
static gsize
get_new_log_size (EtWriter *writer)
{
  return writer->log_size - (writer->log_size >= writer->copied_size ? writer->copied_size : 0);
}

/* Called and left with the lock held: waits until there is something to write, and uses a pause
 * to copy the log back. */
static void
wait_for_writes (EtWriter *writer)
{
  int64_t pause_end = g_get_monotonic_time () + IDLE_PAUSE_MS * G_TIME_SPAN_MILLISECOND;

  while (writer->queue.length == 0 && !writer->is_stopping)
    {
      if (!writer->is_dirty)
        g_cond_wait (&writer->wake, &writer->lock);
      else if (get_new_log_size (writer) >= IDLE_LOG_SIZE ||
               !g_cond_wait_until (&writer->wake, &writer->lock, pause_end))
        {
          g_mutex_unlock (&writer->lock);
          et_db_checkpoint (writer->db, FALSE, NULL);
          g_mutex_lock (&writer->lock);
          writer->is_dirty = FALSE;
          writer->copied_size = writer->log_size;
        }
    }
}

/* Takes what the queue holds, without waiting for more. Returns FALSE when the writer shall end
 * and the queue is empty. */
static gboolean
take_batch (EtWriter *writer)
{
  guint weight = 0;
  EtWrite *next;

  g_mutex_lock (&writer->lock);
  writer->log_size = et_db_get_log_size (writer->db);
  wait_for_writes (writer);
  while (writer->batch->len < writer->max_batch &&
         (next = g_queue_peek_head (&writer->queue)) != NULL &&
         (writer->batch->len == 0 || weight + next->weight <= MAX_WEIGHT))
    {
      weight += next->weight;
      g_ptr_array_add (writer->batch, g_queue_pop_head (&writer->queue));
    }
  g_mutex_unlock (&writer->lock);
  return writer->batch->len > 0;
}

static gboolean
run_waited (EtDb *db, gpointer data, GError **error)
{
  EtWait *wait = data;

  return wait->func (db, wait->data, error);
}

static void
finish_waited (gpointer data, const GError *error)
{
  EtWait *wait = data;
  EtWriter *writer = wait->writer;

  g_mutex_lock (&writer->lock);
  wait->error = error != NULL ? g_error_copy (error) : NULL;
  wait->is_done = TRUE;
  g_cond_signal (&wait->cond);
  g_mutex_unlock (&writer->lock);
}

static gpointer
write_batches (gpointer data)
{
  EtWriter *writer = data;

  while (take_batch (writer))
    {
      g_autoptr (GError) failure = NULL;

      et_write_batch_commit (writer->db, writer->batch, &writer->frame, &failure);
      report (writer, failure);
      writer->is_dirty = TRUE;
      limit_log (writer);
    }
  return NULL;
}

/* Begins a writer on the connection @db (transfer full), opened with ET_DB_READ_WRITE.
 * @max_queue: writes that may wait; @max_batch: writes in one transaction. */
EtWriter *
et_writer_new (EtDb *db, guint max_queue, guint max_batch)
{
  EtWriter *writer;

  g_return_val_if_fail (max_batch > 0, NULL);

  writer = g_new0 (EtWriter, 1);
  writer->db = db;
  writer->max_queue = max_queue;
  writer->max_batch = max_batch;
  writer->forced_at = FORCED_LOG_SIZE;
  writer->batch = g_ptr_array_new_with_free_func (et_write_free);
  g_mutex_init (&writer->lock);
  g_cond_init (&writer->wake);
  g_queue_init (&writer->queue);
  writer->thread = g_thread_new ("et-writer", write_batches, writer);
  return writer;
}

/* Lets @begin open each batch. Called before the first write. */
void
et_writer_set_begin (EtWriter *writer, EtBatchBegin begin)
{
  writer->frame.begin = begin;
}

/* Lets @seal close each batch that announced changes. Called before the first write. */
void
et_writer_set_seal (EtWriter *writer, EtBatchSeal seal, gpointer data)
{
  writer->frame.seal = seal;
  writer->frame.seal_data = data;
}

/* Lets @done follow each batch. Called before the first write. */
void
et_writer_set_batch_done (EtWriter *writer, EtBatchDone done, gpointer data)
{
  writer->batch_done = done;
  writer->batch_done_data = data;
}

/* Refuses new writes from now on, and returns when those that waited are done. */
void
et_writer_stop (EtWriter *writer)
{
  g_mutex_lock (&writer->lock);
  writer->is_stopping = TRUE;
  g_cond_signal (&writer->wake);
  g_mutex_unlock (&writer->lock);
  g_clear_pointer (&writer->thread, g_thread_join);
}

/* Stops, and closes the connection. */
void
et_writer_free (EtWriter *writer)
{
  et_writer_stop (writer);
  et_db_close (writer->db);
  g_ptr_array_unref (writer->batch);
  g_cond_clear (&writer->wake);
  g_mutex_clear (&writer->lock);
  g_free (writer);
}

/* Queues a write and returns at once, from any thread.
 * @data: handed to @func, perhaps several times, and to @done, exactly once and last.
 * @weight: how much work it is, such as its number of tickets.
 * @done: (nullable). Sets ET_ERROR_UNAVAILABLE, and calls nothing, when the queue is full. */
gboolean
et_writer_submit (EtWriter *writer,
                  EtWriteFunc func,
                  gpointer data,
                  guint weight,
                  EtWriteDone done,
                  GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&writer->lock);
  EtWrite *write;

  if (writer->is_stopping || writer->queue.length >= writer->max_queue)
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  write = g_new0 (EtWrite, 1);
  write->func = func;
  write->data = data;
  write->weight = weight;
  write->done = done;
  g_queue_push_tail (&writer->queue, write);
  g_cond_signal (&writer->wake);
  return TRUE;
}

/* Does a write and returns when it is durable or has failed, from any thread but the writer's.
 * Sets what @func sets, the error of the commit, or ET_ERROR_UNAVAILABLE when the queue is full. */
gboolean
et_writer_run (EtWriter *writer, EtWriteFunc func, gpointer data, GError **error)
{
  EtWait wait = { .writer = writer, .func = func, .data = data };

  g_return_val_if_fail (g_thread_self () != writer->thread, FALSE);

  if (!et_writer_submit (writer, run_waited, &wait, 1, finish_waited, error))
    return FALSE;

  g_mutex_lock (&writer->lock);
  while (!wait.is_done)
    g_cond_wait (&wait.cond, &writer->lock);
  g_mutex_unlock (&writer->lock);
  g_cond_clear (&wait.cond);
  if (wait.error == NULL)
    return TRUE;
  g_propagate_error (error, wait.error);
  return FALSE;
}

/* Returns: writes that wait for the next batch. */
guint
et_writer_get_queue_length (EtWriter *writer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&writer->lock);

  return writer->queue.length;
}

/* Returns: bytes in the write-ahead log after the last batch; one far above 16 MiB means that a
 * reader does not let go of it. */
gsize
et_writer_get_log_size (EtWriter *writer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&writer->lock);

  return writer->log_size;
}

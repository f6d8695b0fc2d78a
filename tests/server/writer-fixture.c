/* SPDX-License-Identifier: MIT */
#include "writer-fixture.h"

static void
count_batch_cb (gpointer data)
{
  EtTestWriter *self = data;

  g_mutex_lock (&self->lock);
  self->n_batches++;
  g_mutex_unlock (&self->lock);
}

static gboolean
wait_until_released (EtDb *db, gpointer data, GError **error)
{
  EtTestWriter *self = data;

  g_mutex_lock (&self->lock);
  self->is_waiting = TRUE;
  g_cond_broadcast (&self->cond);
  while (self->is_held)
    g_cond_wait (&self->cond, &self->lock);
  self->is_waiting = FALSE;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static void
finish_cb (gpointer data, const GError *error)
{
  EtTestWrite *write = data;
  EtTestWriter *self = write->test;

  g_mutex_lock (&self->lock);
  write->result = error != NULL ? (int) et_error_get_code (error) : -1;
  write->finished_as = ++self->n_finished;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/* Begins another writer on the same database in place of the first one. */
void
et_test_writer_restart (EtTestWriter *self, guint max_queue, guint max_batch)
{
  g_clear_pointer (&self->writer, et_writer_free);
  self->writer = et_writer_new (et_test_open (self->database.url, ET_DB_READ_WRITE), max_queue,
                                max_batch);
  et_writer_set_batch_done (self->writer, count_batch_cb, self);
}

void
et_test_writer_set_up (EtTestWriter *self, gconstpointer data)
{
  EtDb *db;

  et_test_database_set_up (&self->database, NULL);
  db = et_test_open (self->database.url, ET_DB_READ_WRITE);
  et_test_exec (db, "CREATE TABLE numbers (n INTEGER NOT NULL CHECK (n < 100000), "
                    "parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED) STRICT;"
                    "CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;"
                    "CREATE TABLE blobs (data BLOB) STRICT");
  et_db_close (db);
  et_test_writer_restart (self, 1000, 256);
  self->reader = et_test_open (self->database.url, ET_DB_READ_ONLY);
}

void
et_test_writer_tear_down (EtTestWriter *self, gconstpointer data)
{
  g_clear_pointer (&self->reader, et_db_close);
  g_clear_pointer (&self->writer, et_writer_free);
  et_test_database_tear_down (&self->database, NULL);
}

/* Returns when the writer waits in a batch of its own: what is submitted now is one batch, as far
 * as its limits allow. */
void
et_test_hold (EtTestWriter *self)
{
  g_mutex_lock (&self->lock);
  self->is_held = TRUE;
  g_assert_true (et_writer_submit (self->writer, wait_until_released, self, 1, NULL, NULL));
  while (!self->is_waiting)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* Lets the writer go on, and counts batches from here. */
void
et_test_release (EtTestWriter *self)
{
  g_mutex_lock (&self->lock);
  self->is_held = FALSE;
  self->n_batches = 0;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

void
et_test_wait_finished (EtTestWriter *self, guint n)
{
  g_mutex_lock (&self->lock);
  while (self->n_finished < n)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

void
et_test_submit (EtTestWriter *self, EtTestWrite *write, EtWriteFunc func, guint weight)
{
  g_autoptr (GError) error = NULL;

  write->test = self;
  et_writer_submit (self->writer, func, write, weight, finish_cb, &error);
  g_assert_no_error (error);
}

/* The ordinary write: inserts its number, announces it, and fails when it is to. */
gboolean
et_test_insert (EtDb *db, gpointer data, GError **error)
{
  EtTestWrite *write = data;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "INSERT INTO numbers (n) VALUES (:n)", error);

  write->n_runs++;
  if (stmt == NULL)
    return FALSE;
  et_db_announce (db, "number", write->n, 0, FALSE);
  et_db_stmt_bind_int64 (stmt, "n", write->n);
  if (!et_db_stmt_run (stmt, NULL, error))
    return FALSE;
  if (write->fails_with == 0)
    return TRUE;
  et_error_set (error, write->fails_with);
  return FALSE;
}

/* What a reader sees, in the order in which it was inserted. */
void
et_test_assert_numbers (EtTestWriter *self, const char *expected)
{
  g_autofree char *numbers = et_test_ask_text (
      self->reader,
      "SELECT coalesce (group_concat (n, ' '), '') FROM (SELECT n FROM numbers ORDER BY rowid)");

  g_assert_cmpstr (numbers, ==, expected);
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/db/et-writer.h"
#include "test-database.h"

G_BEGIN_DECLS

/* A writer on a database with the table numbers (n), and a reader beside it. */
typedef struct
{
  EtTestDatabase database;
  EtWriter *writer; /* owned */
  EtDb *reader; /* owned */

  GMutex lock; /* guards the following */
  GCond cond;
  gboolean is_held; /* the writer shall wait in the write of et_test_hold() */
  gboolean is_waiting; /* it does */
  guint n_finished;
  guint n_batches;
} EtTestWriter;

/* One write: it inserts n, and then perhaps fails. */
typedef struct
{
  EtTestWriter *test; /* borrowed */
  int64_t n;
  EtErrorCode fails_with; /* 0 (ET_ERROR_INVALID) for success */
  int result; /* -1 for success, else the code of the error it was told */
  guint n_runs;
  guint finished_as; /* the how-manieth of all writes, from 1 */
} EtTestWrite;

void et_test_writer_set_up (EtTestWriter *self, gconstpointer data);
void et_test_writer_tear_down (EtTestWriter *self, gconstpointer data);

#define et_test_writer_add(path, test) \
  g_test_add (path, EtTestWriter, NULL, et_test_writer_set_up, test, et_test_writer_tear_down)

void et_test_writer_restart (EtTestWriter *self, guint max_queue, guint max_batch);
void et_test_hold (EtTestWriter *self);
void et_test_release (EtTestWriter *self);
void et_test_wait_finished (EtTestWriter *self, guint n);
void et_test_submit (EtTestWriter *self, EtTestWrite *write, EtWriteFunc func, guint weight);
gboolean et_test_insert (EtDb *db, gpointer write, GError **error);
void et_test_assert_numbers (EtTestWriter *self, const char *expected);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db-change.h"

G_BEGIN_DECLS

/* The one thread that writes. It owns the read-write connection, drains its queue, runs each
 * function in a savepoint, commits once for the whole batch and only then reports. */
typedef struct _EtWriter EtWriter;

/* Runs inside the batch's transaction, on the writer's thread. It must have no effect outside
 * @db: a batch can be run again from the start. FALSE with @error rolls back to its savepoint. */
typedef gboolean (*EtWriteFunc) (EtDb *db, gpointer data, GError **error);

/* Called on the writer's thread after the commit; @error is NULL when the write is durable. */
typedef void (*EtWriteDone) (gpointer data, const GError *error);

/* Called on the writer's thread once after each batch, when all its EtWriteDone ran: the place
 * where answers collected meanwhile leave in one go. */
typedef void (*EtBatchDone) (gpointer data);

/* Called inside the transaction before the first write of each batch; like a write it may be run
 * again. FALSE fails the whole batch. */
typedef gboolean (*EtBatchBegin) (EtDb *db, GError **error);

/* Called inside the transaction just before COMMIT with the changes that the batch announced (at
 * least one); like a write it may be run again. FALSE fails the whole batch. */
typedef gboolean (*EtBatchSeal) (EtDb *db, GPtrArray *changes, gpointer data, GError **error);

EtWriter *et_writer_new (EtDb *db, guint max_queue, guint max_batch);
void et_writer_set_begin (EtWriter *writer, EtBatchBegin begin);
void et_writer_set_seal (EtWriter *writer, EtBatchSeal seal, gpointer data);
void et_writer_set_batch_done (EtWriter *writer, EtBatchDone done, gpointer data);
void et_writer_stop (EtWriter *writer);
void et_writer_free (EtWriter *writer);

gboolean et_writer_submit (EtWriter *writer,
                           EtWriteFunc func,
                           gpointer data,
                           guint weight,
                           EtWriteDone done,
                           GError **error);
gboolean et_writer_run (EtWriter *writer, EtWriteFunc func, gpointer data, GError **error);
guint et_writer_get_queue_length (EtWriter *writer);
gsize et_writer_get_log_size (EtWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtWriter, et_writer_free)

G_END_DECLS

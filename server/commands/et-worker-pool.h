/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* Threads that take jobs from one bounded queue; each may have a read-only connection of its
 * own. */
typedef struct _EtWorkerPool EtWorkerPool;

/* Does one job. @db: NULL in a pool without a database. */
typedef void (*EtWorkFunc) (gpointer job, EtDb *db);

typedef struct
{
  const char *name; /* of the threads */
  guint n_threads;
  guint max_queue;
  const char *database_url; /* nullable */
  EtWorkFunc work;
} EtWorkerPoolConfig;

EtWorkerPool *et_worker_pool_new (const EtWorkerPoolConfig *config, GError **error);
void et_worker_pool_stop (EtWorkerPool *pool);
void et_worker_pool_free (EtWorkerPool *pool);

gboolean et_worker_pool_push (EtWorkerPool *pool, gpointer job, gboolean always, GError **error);

guint et_worker_pool_get_queue_length (EtWorkerPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtWorkerPool, et_worker_pool_free)

G_END_DECLS

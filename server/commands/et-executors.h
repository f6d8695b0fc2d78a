/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/db/et-writer.h"
#include "server/http/et-http-server.h"

G_BEGIN_DECLS

#define ET_EXECUTORS_MAX_WRITES 4096 /* that wait for the writer */

/* The places where the steps of requests run: a bounded queue and threads for each. */
typedef struct _EtExecutors EtExecutors;

EtExecutors *et_executors_new (const char *database_url, EtWriter *writer, GError **error);
void et_executors_stop (EtExecutors *executors);
void et_executors_free (EtExecutors *executors);

gboolean et_executors_submit (EtExecutors *executors, EtJob *job, GError **error);

guint et_executors_get_queue_length (EtExecutors *executors, EtPlace place);
guint et_executors_get_n_writes (EtExecutors *executors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtExecutors, et_executors_free)

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One thread that carries out work in the order in which it was asked for. */
typedef struct _EtWorker EtWorker;

/* Returns: (nullable) (transfer full): the result; NULL with @error. */
typedef gpointer (*EtWorkFunc) (gpointer owner, gpointer data, GError **error);

EtWorker *et_worker_new (gpointer owner);
void et_worker_free (EtWorker *worker, EtWorkFunc last);
gpointer et_worker_run (EtWorker *worker, EtWorkFunc func, gpointer data, GError **error);
void et_worker_start (EtWorker *worker,
                      EtWorkFunc func,
                      gpointer data,
                      GDestroyNotify free_data,
                      GDestroyNotify free_result,
                      GTask *task);
gpointer et_worker_get_running (void);

G_END_DECLS

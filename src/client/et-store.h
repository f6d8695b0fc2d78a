/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "client/et-copy-file.h"
#include "core/et-error.h"

G_BEGIN_DECLS

/* The offline copy. One worker thread alone owns the SQLite file; jobs run on it in order.
 * Property "was-rebuilt": a damaged file was set aside and a new one begun.
 * Signal "changed" (const char *kind), on the thread that made the store: records of that kind
 * ("offer", "cart", "order", "ticket", "account", "outbox") are not what they were. */
#define ET_TYPE_STORE (et_store_get_type ())
G_DECLARE_FINAL_TYPE (EtStore, et_store, ET, STORE, GObject)

/* Runs on the store's thread inside one transaction. It may run a second time, on a new file, when
 * the first one shows damage.
 * Returns: (nullable) (transfer full): the result, NULL with @error. */
typedef gpointer (*EtStoreFunc) (EtDb *db, gpointer data, GError **error);

EtStore *et_store_new (const char *path);
gboolean et_store_open (EtStore *self, GError **error); /* blocking */
void et_store_run_async (EtStore *self,
                         EtStoreFunc func,
                         gpointer data,
                         GDestroyNotify free_data,
                         GDestroyNotify free_result,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer callback_data);
gpointer et_store_run_finish (EtStore *self, GAsyncResult *result, GError **error);
gpointer et_store_run (EtStore *self,
                       EtStoreFunc func,
                       gpointer data,
                       GDestroyNotify free_result,
                       GError **error); /* blocking */
void et_store_announce (const char *kind); /* from a job */
void et_store_emit_changed (EtStore *self, const char *kind); /* from any thread */

gboolean et_store_move (EtStore *self, const char *path, GError **error); /* blocking */
void et_store_watch (EtStore *self);
gboolean et_store_get_damage (EtStore *self, EtCopyDamage *ret_damage);
const char *et_store_get_path (EtStore *self);

G_END_DECLS

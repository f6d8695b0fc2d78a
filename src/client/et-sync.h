/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "client/et-session.h"
#include "core/et-error.h"

G_BEGIN_DECLS

typedef enum
{
  ET_SYNC_OFFLINE,
  ET_SYNC_IDLE,
  ET_SYNC_UPLOADING,
  ET_SYNC_DOWNLOADING,
  ET_SYNC_FAILED
} EtSyncState;

/* Keeps the copy like the server's: outbox first, then the change feed. Properties (notify):
 * "state" (EtSyncState as int), "last-success" (int64 ms, ET_NULL_INT64 before the first),
 * "pending" (guint, edits that wait), "busy-elsewhere" (another program syncs this copy). */
#define ET_TYPE_SYNC (et_sync_get_type ())
G_DECLARE_FINAL_TYPE (EtSync, et_sync, ET, SYNC, GObject)

EtSync *et_sync_new (EtSession *session, EtStore *store);

EtSyncState et_sync_get_state (EtSync *self);
int64_t et_sync_get_last_success (EtSync *self);
guint et_sync_get_pending (EtSync *self);
const GError *et_sync_get_error (EtSync *self); /* nullable */
gboolean et_sync_is_live (EtSync *self); /* the server says by itself what is new */

/* One round; joins the one under way. */
void et_sync_run_async (EtSync *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
gboolean et_sync_run_finish (EtSync *self, GAsyncResult *result, GError **error);
gboolean et_sync_run (EtSync *self, GCancellable *cancellable, GError **error); /* blocking */

/* Syncs now, after each local edit, when the server says so or the network comes back, and every
 * @seconds. */
void et_sync_start (EtSync *self, guint seconds);
void et_sync_stop (EtSync *self);

/* What the copy says by itself: when it was last brought up to date, and what waits. Blocking. */
typedef struct
{
  int64_t last_success; /* ET_NULL_INT64 before the first */
  guint pending;
} EtSyncStanding;

gboolean et_sync_read_standing (EtStore *store, EtSyncStanding *ret_standing, GError **error);

G_END_DECLS

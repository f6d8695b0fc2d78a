/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"

G_BEGIN_DECLS

/* The right to send and to sync for one offline copy. One program has it at a time, and within a
 * program one thread; the account of the copy cannot change meanwhile. */
typedef struct _EtSyncLock EtSyncLock;

EtSyncLock *
et_sync_lock_take (EtStore *store, guint wait_ms, GCancellable *cancellable, GError **error);
void et_sync_lock_release (EtSyncLock *lock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSyncLock, et_sync_lock_release)

G_END_DECLS

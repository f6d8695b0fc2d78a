/* SPDX-License-Identifier: MIT */
#include "client/et-sync-standing.h"

#include "client/et-copy.h"
#include "client/et-outbox-rows.h"
#include "core/et-record.h"
#include "core/et-time.h"

#define LAST_SUCCESS "last-success"

/* A function of the store. Returns: (transfer full): an EtSyncStanding, for g_free(). */
gpointer
et_sync_standing_read (EtDb *db, gpointer data, GError **error)
{
  EtSyncStanding standing = { 0 };
  int64_t pending;

  if (!et_outbox_rows_count (db, &pending, error))
    return NULL;
  standing.last_success = et_copy_get_setting (db, LAST_SUCCESS, ET_NULL_INT64);
  standing.pending = (guint) pending;
  return g_memdup2 (&standing, sizeof standing);
}

/* The copy is as the server is now. */
gboolean
et_sync_standing_note_success (EtDb *db, GError **error)
{
  return et_copy_set_setting (db, LAST_SUCCESS, et_time_now (), error);
}

/* What the copy of @store says about itself. Blocks. */
gboolean
et_sync_read_standing (EtStore *store, EtSyncStanding *ret_standing, GError **error)
{
  g_autofree EtSyncStanding *standing = et_store_run (store, et_sync_standing_read, NULL, g_free,
                                                      error);

  if (standing == NULL)
    return FALSE;
  *ret_standing = *standing;
  return TRUE;
}

/* How sync stands after a round that ended with @error (nullable). */
EtSyncState
et_sync_standing_get_state (const GError *error)
{
  if (error == NULL || g_error_matches (error, ET_ERROR, ET_ERROR_IN_PROGRESS) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return ET_SYNC_IDLE;
  return g_error_matches (error, ET_ERROR, ET_ERROR_OFFLINE) ? ET_SYNC_OFFLINE : ET_SYNC_FAILED;
}

/* SPDX-License-Identifier: MIT */
#include "client/et-scan-rows.h"

#include "client/et-call.h"
#include "client/et-copy.h"
#include "client/et-remote.h"
#include "core/et-time.h"

/* After this a ticket that comes back to the gate is another scan. */
#define MAX_AGE (10 * ET_MINUTE)

static gboolean
forget_old (EtDb *db, GError **error)
{
  return et_copy_run (db, "DELETE FROM open_scans WHERE at < :oldest", "oldest",
                      et_time_now () - MAX_AGE, error);
}

static gpointer
begin_scan (EtDb *db, gpointer digest, GError **error)
{
  g_autoptr (EtDbStmt) stmt = NULL;
  g_autofree char *nonce = et_remote_new_key ();
  gboolean has_row = FALSE;

  if (!forget_old (db, error))
    return NULL;
  stmt = et_db_prepare (db,
                        "INSERT INTO open_scans (digest, nonce, at) VALUES (:digest, :nonce, :now) "
                        "ON CONFLICT (digest) DO UPDATE SET at = excluded.at RETURNING nonce",
                        error);
  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_text (stmt, "digest", digest);
  et_db_stmt_bind_text (stmt, "nonce", nonce);
  et_db_stmt_bind_int64 (stmt, "now", et_time_now ());
  return et_db_stmt_step (stmt, &has_row, error) && has_row
             ? g_strdup (et_db_stmt_get_text (stmt, 0))
             : NULL;
}

static gpointer
end_scan (EtDb *db, gpointer digest, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "DELETE FROM open_scans WHERE digest = :digest", error);

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_text (stmt, "digest", digest);
  return et_db_stmt_run (stmt, NULL, error) ? ET_DONE : NULL;
}

/* @scan: what is scanned, such as the ticket's key; kept as a digest.
 * Returns: (transfer full): a new nonce, or that of the same scan whose answer never came. */
char *
et_scan_rows_begin (EtStore *store, const char *scan, GError **error)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, scan, -1);

  return et_store_run (store, begin_scan, digest, g_free, error);
}

/* The answer came: the next scan of the same is another one. */
void
et_scan_rows_end (EtStore *store, const char *scan)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, scan, -1);

  et_store_run (store, end_scan, digest, NULL, NULL);
}

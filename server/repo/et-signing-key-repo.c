/* SPDX-License-Identifier: MIT */
#include "server/repo/et-signing-key-repo.h"

#include <string.h>

#include "server/repo/et-rows.h"

/* The highest id that was given to a key; 0 when there was none. */
gboolean
et_signing_key_repo_get_highest (EtDb *db, int64_t *ret_key_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT MAX(key_id) FROM signing_keys", error);

  return stmt != NULL && et_rows_read_int64 (stmt, ret_key_id, error);
}

gboolean
et_signing_key_repo_find (EtDb *db,
                          int64_t key_id,
                          guint8 ret_public[ET_SIGNING_PUBLIC_SIZE],
                          gboolean *ret_found,
                          GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT public_key FROM signing_keys WHERE key_id = :key_id", error);
  const void *bytes;
  gsize length;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "key_id", key_id);
  if (!et_db_stmt_step (stmt, ret_found, error))
    return FALSE;
  if (!*ret_found)
    return TRUE;

  bytes = et_db_stmt_get_bytes (stmt, 0, &length);
  if (length != ET_SIGNING_PUBLIC_SIZE)
    {
      et_error_set (error, ET_ERROR_CORRUPT);
      return FALSE;
    }
  memcpy (ret_public, bytes, length);
  return TRUE;
}

gboolean
et_signing_key_repo_insert (EtDb *db,
                            int64_t key_id,
                            const guint8 public_key[ET_SIGNING_PUBLIC_SIZE],
                            int64_t now,
                            GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "INSERT INTO signing_keys (key_id, public_key, created_at) "
                            "VALUES (:key_id, :public_key, :now)",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "key_id", key_id);
  et_db_stmt_bind_bytes (stmt, "public_key", public_key, ET_SIGNING_PUBLIC_SIZE);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

/* SPDX-License-Identifier: MIT */
#include "server/repo/et-code-repo.h"

#include "server/repo/et-rows.h"

/* Keeps the code of an account; the one before it is over. */
gboolean
et_code_repo_put (EtDb *db, const EtCodeClaim *code, int64_t expires_at, GError **error)
{
  g_autoptr (EtDbStmt) stmt = NULL;

  if (!et_code_repo_delete_of_account (db, code->account_id, error))
    return FALSE;
  stmt = et_db_prepare (db,
                        "INSERT INTO one_time_codes (account_id, code_hash, expires_at) "
                        "VALUES (:account_id, :code_hash, :expires_at)",
                        error);
  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", code->account_id);
  et_db_stmt_bind_bytes (stmt, "code_hash", code->hash.bytes, sizeof code->hash.bytes);
  et_db_stmt_bind_int64 (stmt, "expires_at", expires_at);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Whether a code could be used now. It is used by et_guard_use_code(). */
gboolean
et_code_repo_is_valid (
    EtDb *db, const EtCodeClaim *code, int64_t now, gboolean *ret_is_valid, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT 1 FROM one_time_codes "
                                             "WHERE account_id = :account_id "
                                             "AND code_hash = :code_hash AND expires_at > :now",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", code->account_id);
  et_db_stmt_bind_bytes (stmt, "code_hash", code->hash.bytes, sizeof code->hash.bytes);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_step (stmt, ret_is_valid, error);
}

/* @ret_expires_at: 0 when the account has no code. */
gboolean
et_code_repo_get_expiry (EtDb *db, int64_t account_id, int64_t *ret_expires_at, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT expires_at FROM one_time_codes WHERE account_id = :account_id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  return et_rows_read_int64 (stmt, ret_expires_at, error);
}

gboolean
et_code_repo_delete_of_account (EtDb *db, int64_t account_id, GError **error)
{
  return et_rows_run_by_id (db, "DELETE FROM one_time_codes WHERE account_id = :id", account_id,
                            error);
}

gboolean
et_code_repo_delete_expired (EtDb *db, int64_t now, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "DELETE FROM one_time_codes WHERE expires_at <= :now", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

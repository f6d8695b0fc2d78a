/* SPDX-License-Identifier: MIT */
#include "server/repo/et-second-factor-repo.h"

#include <string.h>

#include "server/repo/et-rows.h"

static void
bind_code (EtDbStmt *stmt, const EtCodeClaim *code)
{
  et_db_stmt_bind_int64 (stmt, "account_id", code->account_id);
  et_db_stmt_bind_bytes (stmt, "code_hash", code->hash.bytes, sizeof code->hash.bytes);
}

gboolean
et_second_factor_repo_find (EtDb *db,
                            int64_t account_id,
                            EtSecondFactor *ret_factor,
                            GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT secret, is_confirmed FROM second_factors WHERE account_id = :id", error);
  const void *secret;
  gboolean has_row;
  gsize length;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", account_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_factor = (EtSecondFactor){ 0 };
  if (!has_row)
    return TRUE;

  secret = et_db_stmt_get_bytes (stmt, 0, &length);
  if (length > sizeof ret_factor->stored.bytes)
    {
      et_error_set (error, ET_ERROR_INTERNAL);
      return FALSE;
    }
  memcpy (ret_factor->stored.bytes, secret, length);
  ret_factor->stored.size = length;
  ret_factor->has_secret = TRUE;
  ret_factor->is_confirmed = et_db_stmt_get_int64 (stmt, 1) != 0;
  return TRUE;
}

/* Keeps the secret of an enrolment that was begun, in place of one that was not finished. */
gboolean
et_second_factor_repo_begin (EtDb *db,
                             int64_t account_id,
                             const EtStoredSecret *secret,
                             GError **error)
{
  g_autoptr (EtDbStmt) stmt = NULL;

  if (!et_rows_run_by_id (db,
                          "DELETE FROM second_factors WHERE account_id = :id AND is_confirmed = 0",
                          account_id, error))
    return FALSE;
  stmt = et_db_prepare (
      db, "INSERT INTO second_factors (account_id, secret) VALUES (:account_id, :secret)", error);
  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  et_db_stmt_bind_bytes (stmt, "secret", secret->bytes, secret->size);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Returns: (transfer full): an array of the int64_t ids of the accounts that have one. */
GArray *
et_second_factor_repo_list (EtDb *db, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT account_id FROM second_factors ORDER BY account_id", error);

  return stmt != NULL ? et_rows_read_ids (stmt, error) : NULL;
}

/* Replaces a secret by itself in another form, unless it was replaced by another one meanwhile. */
gboolean
et_second_factor_repo_replace_secret (EtDb *db,
                                      int64_t account_id,
                                      const EtStoredSecret *old,
                                      const EtStoredSecret *secret,
                                      GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE second_factors SET secret = :secret "
                                             "WHERE account_id = :id AND secret = :old",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", account_id);
  et_db_stmt_bind_bytes (stmt, "old", old->bytes, old->size);
  et_db_stmt_bind_bytes (stmt, "secret", secret->bytes, secret->size);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Ends an enrolment with its first code. */
gboolean
et_second_factor_repo_confirm (EtDb *db,
                               const EtTotpClaim *claim,
                               gboolean *ret_confirmed,
                               GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE second_factors SET is_confirmed = 1, "
                                             "last_step = :step "
                                             "WHERE account_id = :id AND is_confirmed = 0",
                                             error);
  int64_t n_changes;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", claim->account_id);
  et_db_stmt_bind_int64 (stmt, "step", claim->step);
  if (!et_db_stmt_run (stmt, &n_changes, error))
    return FALSE;
  *ret_confirmed = n_changes > 0;
  return TRUE;
}

/* Takes the second step away, with its recovery codes. */
gboolean
et_second_factor_repo_delete (EtDb *db, int64_t account_id, GError **error)
{
  return et_second_factor_repo_delete_recovery_codes (db, account_id, error) &&
         et_rows_run_by_id (db, "DELETE FROM second_factors WHERE account_id = :id", account_id,
                            error);
}

gboolean
et_second_factor_repo_add_recovery_code (EtDb *db, const EtCodeClaim *code, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "INSERT INTO recovery_codes (account_id, code_hash) VALUES (:account_id, :code_hash)",
      error);

  if (stmt == NULL)
    return FALSE;

  bind_code (stmt, code);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Whether a recovery code could be used now. It is used by et_guard_use_recovery_code(). */
gboolean
et_second_factor_repo_has_recovery_code (EtDb *db,
                                         const EtCodeClaim *code,
                                         gboolean *ret_has_it,
                                         GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT 1 FROM recovery_codes WHERE account_id = :account_id AND code_hash = :code_hash",
      error);

  if (stmt == NULL)
    return FALSE;

  bind_code (stmt, code);
  return et_db_stmt_step (stmt, ret_has_it, error);
}

gboolean
et_second_factor_repo_count_recovery_codes (EtDb *db,
                                            int64_t account_id,
                                            int64_t *ret_count,
                                            GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT COUNT(*) FROM recovery_codes WHERE account_id = :id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", account_id);
  return et_rows_read_int64 (stmt, ret_count, error);
}

gboolean
et_second_factor_repo_delete_recovery_codes (EtDb *db, int64_t account_id, GError **error)
{
  return et_rows_run_by_id (db, "DELETE FROM recovery_codes WHERE account_id = :id", account_id,
                            error);
}

/* SPDX-License-Identifier: MIT */
#include "server/service/et-password-reset.h"

#include "core/et-fold.h"
#include "server/repo/et-account-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-profile.h"

#define NOBODY (-1) /* has no code */

void
et_password_reset_clear (EtPasswordReset *reset)
{
  g_clear_object (&reset->account);
  g_clear_pointer (&reset->new_hash, g_free);
}

/* Makes a code with which an account gets a new password. Sets ET_ERROR_NOT_FOUND. */
gboolean
et_password_reset_issue (
    EtDb *db, int64_t actor_id, int64_t account_id, EtIssuedCode *ret_issued, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, account_id, error);

  return account != NULL && et_one_time_code_issue (db, account_id, ret_issued, error) &&
         et_audit_write (db, actor_id, "issue_reset_code", "account", account_id, NULL, error);
}

/* First step. Sets ET_ERROR_WRONG_CODE, for an unknown name too, which is looked for just as
 * long. */
gboolean
et_password_reset_find (EtDb *db, EtPasswordReset *reset, GError **error)
{
  g_autofree char *key = et_fold (reset->username);
  g_auto (EtCredentials) credentials = { 0 };
  gboolean is_valid;

  if (!et_account_repo_find_credentials (db, key, &credentials, error))
    return FALSE;
  reset->claim.account_id = credentials.account_id != 0 ? credentials.account_id : NOBODY;
  et_one_time_code_hash (reset->code, &reset->claim.hash);
  if (!et_code_repo_is_valid (db, &reset->claim, et_time_now (), &is_valid, error))
    return FALSE;
  if (!is_valid)
    {
      et_error_set (error, ET_ERROR_WRONG_CODE);
      return FALSE;
    }
  reset->account = et_account_repo_get (db, credentials.account_id, error);
  return reset->account != NULL;
}

/* Second step: judges the new password and hashes it. Sets ET_ERROR_PASSWORD_WEAK; the code can be
 * used with a better one. */
gboolean
et_password_reset_hash (EtPasswordReset *reset, GError **error)
{
  return et_profile_hash_password (reset->account, reset->new_password, &reset->new_hash, error);
}

/* Third step: uses the code up, gives the new password and ends all sessions. Sets
 * ET_ERROR_WRONG_CODE. */
gboolean
et_password_reset_finish (EtDb *db, const EtPasswordReset *reset, GError **error)
{
  return et_one_time_code_use (db, &reset->claim, error) &&
         et_profile_set_password (db, reset->claim.account_id, 0, reset->new_hash, error);
}

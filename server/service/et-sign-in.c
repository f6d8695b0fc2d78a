/* SPDX-License-Identifier: MIT */
#include "server/service/et-sign-in.h"

#include "core/et-fold.h"
#include "core/et-time.h"
#include "server/repo/et-address-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-password.h"

void
et_sign_in_clear (EtSignIn *attempt)
{
  et_credentials_clear (&attempt->credentials);
  g_clear_pointer (&attempt->username_key, g_free);
  g_clear_pointer (&attempt->new_hash, g_free);
  et_second_step_clear (&attempt->second);
}

/* First step: reads what a name signs in with. An unknown name is no error yet. */
gboolean
et_sign_in_find (
    EtDb *db, EtSigningKeys *keys, EtSignIn *attempt, const char *username, GError **error)
{
  attempt->username_key = et_fold (username);
  return et_account_repo_find_credentials (db, attempt->username_key, &attempt->credentials,
                                           error) &&
         et_address_repo_is_known (db, attempt->credentials.account_id, attempt->address,
                                   &attempt->is_familiar, error) &&
         et_second_step_find (db, keys, attempt->credentials.account_id, &attempt->second, error);
}

/* Hashes the password. Sets ET_ERROR_WRONG_CREDENTIALS. */
static gboolean
verify_password (EtSignIn *attempt, GError **error)
{
  gboolean matches;

  if (!et_password_verify (attempt->password, attempt->credentials.hash, &matches, error))
    return FALSE;
  if (!matches)
    et_error_set (error, ET_ERROR_WRONG_CREDENTIALS);
  return matches;
}

/* A guess that failed counts; that no code was given yet is neither. */
static void
note_outcome (EtSignInLimit *limit,
              const EtSignInSource *source,
              int64_t now,
              const GError *failure)
{
  if (failure == NULL || g_error_matches (failure, ET_ERROR, ET_ERROR_WRONG_CREDENTIALS) ||
      g_error_matches (failure, ET_ERROR, ET_ERROR_WRONG_CODE))
    et_sign_in_limit_note (limit, source, failure == NULL, now);
}

/* Second step: verifies the password; takes as long and answers the same whether the name or the
 * password is wrong. Sets ET_ERROR_WRONG_CREDENTIALS, ET_ERROR_RATE_LIMITED. */
gboolean
et_sign_in_verify (EtSignIn *attempt, EtSignInLimit *limit, GError **error)
{
  EtSignInSource source = { attempt->username_key, attempt->address, attempt->is_familiar };
  int64_t now = et_time_now ();
  g_autoptr (GError) failure = NULL;

  if (!et_sign_in_limit_check (limit, &source, now, error))
    return FALSE;
  if (verify_password (attempt, &failure) && attempt->takes_two_steps)
    et_second_step_verify (&attempt->second, now, &failure);
  note_outcome (limit, &source, now, failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (et_password_needs_rehash (attempt->credentials.hash))
    return et_password_hash (attempt->password, &attempt->new_hash, error);
  return TRUE;
}

/* Whether the password that was verified still is that of an account that may sign in: it may
 * have been changed while it was being hashed. */
static gboolean
check_still_valid (EtDb *db, const EtSignIn *attempt, GError **error)
{
  g_auto (EtCredentials) now = { 0 };

  if (!et_account_repo_find_credentials (db, attempt->username_key, &now, error))
    return FALSE;
  if (now.account_id == attempt->credentials.account_id &&
      g_strcmp0 (now.hash, attempt->credentials.hash) == 0)
    return TRUE;

  et_error_set (error, ET_ERROR_WRONG_CREDENTIALS);
  return FALSE;
}

/* Third step: begins the session. */
gboolean
et_sign_in_finish (EtDb *db, const EtSignIn *attempt, EtNewSession *ret_session, GError **error)
{
  int64_t account_id = attempt->credentials.account_id;

  if (!check_still_valid (db, attempt, error) ||
      (attempt->takes_two_steps && !et_second_step_use (db, &attempt->second, error)))
    return FALSE;
  if (attempt->new_hash != NULL &&
      !et_account_repo_set_password (db, account_id, attempt->new_hash, error))
    return FALSE;
  return et_session_begin (db, account_id, attempt->address, ret_session, error) &&
         et_audit_write (db, account_id, "sign_in", "account", account_id, NULL, error);
}

/* SPDX-License-Identifier: MIT */
#include "server/service/et-second-step.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "core/et-time.h"
#include "server/repo/et-guards.h"
#include "server/service/et-audit.h"
#include "server/service/et-factor-seal.h"
#include "server/service/et-one-time-code.h"
#include "server/service/et-session.h"

#define GROUPS_OF_RECOVERY_CODE 4 /* 76 bits */

void
et_enrolment_clear (EtEnrolment *enrolment)
{
  g_clear_pointer (&enrolment->secret, g_free);
  g_clear_pointer (&enrolment->uri, g_free);
}

void
et_second_step_clear (EtSecondStep *step)
{
  sodium_memzero (step->secret, sizeof step->secret);
}

/* First step: reads what is needed to judge the code. */
gboolean
et_second_step_find (
    EtDb *db, EtSigningKeys *keys, int64_t account_id, EtSecondStep *step, GError **error)
{
  step->account_id = account_id;
  step->recovery.account_id = account_id;
  if (!et_second_factor_repo_find (db, account_id, &step->factor, error))
    return FALSE;
  step->is_open = step->factor.has_secret &&
                  et_factor_open (keys, account_id, &step->factor.stored, step->secret);
  if (step->code == NULL)
    return TRUE;
  et_one_time_code_hash (step->code, &step->recovery.hash);
  return et_second_factor_repo_has_recovery_code (db, &step->recovery, &step->is_recovery, error);
}

/* Second step, without a database: whether the code is right. Sets
 * ET_ERROR_SECOND_FACTOR_REQUIRED, ET_ERROR_WRONG_CODE. */
gboolean
et_second_step_verify (EtSecondStep *step, int64_t now, GError **error)
{
  if (!step->factor.is_confirmed)
    return TRUE;
  if (step->code == NULL)
    {
      et_error_set (error, ET_ERROR_SECOND_FACTOR_REQUIRED);
      return FALSE;
    }
  step->totp.account_id = step->account_id;
  if (step->is_recovery ||
      (step->is_open && et_totp_find_step (step->secret, step->code, now, &step->totp.step)))
    return TRUE;
  et_error_set (error, ET_ERROR_WRONG_CODE);
  return FALSE;
}

/* Third step: uses the code up. Sets ET_ERROR_WRONG_CODE when somebody was faster, and when a
 * second step was set up or taken away meanwhile. */
gboolean
et_second_step_use (EtDb *db, const EtSecondStep *step, GError **error)
{
  EtSecondFactor now;
  gboolean is_used = TRUE;

  if (!et_second_factor_repo_find (db, step->account_id, &now, error))
    return FALSE;
  if (!step->factor.is_confirmed)
    is_used = !now.is_confirmed;
  else if (!(step->is_recovery ? et_guard_use_recovery_code (db, &step->recovery, &is_used, error)
                               : et_guard_use_totp (db, &step->totp, &is_used, error)))
    return FALSE;
  if (is_used)
    return TRUE;

  et_error_set (error, ET_ERROR_WRONG_CODE);
  return FALSE;
}

/* Begins an enrolment; nothing changes until it is confirmed. Sets ET_ERROR_CONFLICT when there is
 * a second step already. */
gboolean
et_second_step_enrol (EtDb *db,
                      const EtServices *services,
                      EtAccount *account,
                      EtEnrolment *ret_enrolment,
                      GError **error)
{
  guint8 secret[ET_TOTP_SECRET_SIZE];
  EtSecondFactor factor;
  EtStoredSecret stored;

  if (!et_second_factor_repo_find (db, account->id, &factor, error))
    return FALSE;
  if (factor.is_confirmed)
    {
      et_error_set_sentence (error, ET_ERROR_CONFLICT, N_ ("The second step is set up already"));
      return FALSE;
    }

  randombytes_buf (secret, sizeof secret);
  et_enrolment_clear (ret_enrolment); /* of a batch that is run again */
  ret_enrolment->secret = et_totp_encode_secret (secret);
  ret_enrolment->uri = et_totp_make_uri (services->config->seller_name, account->username,
                                         ret_enrolment->secret);
  if (!et_factor_seal (services->signing_keys, account->id, secret, &stored))
    {
      et_error_set (error, ET_ERROR_INTERNAL);
      return FALSE;
    }
  sodium_memzero (secret, sizeof secret);
  return et_second_factor_repo_begin (db, account->id, &stored, error);
}

/* Makes new recovery codes in place of the old ones. */
static GPtrArray *
make_recovery_codes (EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);

  if (!et_second_factor_repo_delete_recovery_codes (db, account_id, error))
    return NULL;
  for (guint i = 0; i < ET_N_RECOVERY_CODES; i++)
    {
      char *code = et_one_time_code_make (GROUPS_OF_RECOVERY_CODE);
      EtCodeClaim claim = { .account_id = account_id };

      g_ptr_array_add (codes, code);
      et_one_time_code_hash (code, &claim.hash);
      if (!et_second_factor_repo_add_recovery_code (db, &claim, error))
        return NULL;
    }
  return g_steal_pointer (&codes);
}

/* Ends an enrolment with a code of the authenticator: from now on signing in takes two steps. Sets
 * ET_ERROR_WRONG_CODE.
 * Returns: (transfer full) (element-type utf8): the recovery codes, which are not kept. */
GPtrArray *
et_second_step_confirm (
    EtDb *db, EtSigningKeys *keys, int64_t account_id, const char *code, GError **error)
{
  guint8 secret[ET_TOTP_SECRET_SIZE];
  EtTotpClaim claim = { .account_id = account_id };
  EtSecondFactor factor;
  gboolean is_confirmed = FALSE;

  if (!et_second_factor_repo_find (db, account_id, &factor, error))
    return NULL;
  if (factor.has_secret && !factor.is_confirmed &&
      et_factor_open (keys, account_id, &factor.stored, secret) &&
      et_totp_find_step (secret, code, et_time_now (), &claim.step) &&
      !et_second_factor_repo_confirm (db, &claim, &is_confirmed, error))
    return NULL;
  if (!is_confirmed)
    {
      et_error_set (error, ET_ERROR_WRONG_CODE);
      return NULL;
    }
  et_session_refresh_all (db, account_id);
  if (!et_audit_write (db, account_id, "add_second_factor", "account", account_id, NULL, error))
    return NULL;
  return make_recovery_codes (db, account_id, error);
}

/* Takes the second step of an account away. */
gboolean
et_second_step_remove (EtDb *db, int64_t actor_id, int64_t account_id, GError **error)
{
  et_session_refresh_all (db, account_id);
  return et_second_factor_repo_delete (db, account_id, error) &&
         et_audit_write (db, actor_id, "remove_second_factor", "account", account_id, NULL, error);
}

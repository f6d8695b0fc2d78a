/* SPDX-License-Identifier: MIT */
#include "server/service/et-profile.h"

#include "db/et-db-change.h"
#include "server/repo/et-account-repo.h"
#include "server/repo/et-address-repo.h"
#include "server/repo/et-code-repo.h"
#include "server/repo/et-idempotency-repo.h"
#include "server/repo/et-second-factor-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-account-rights.h"
#include "server/service/et-audit.h"
#include "server/service/et-cart.h"
#include "server/service/et-password.h"
#include "server/service/et-session.h"
#include "server/service/et-sign-up.h"

/* Changes an account. Sets ET_ERROR_INVALID.
 * Returns: (transfer full): as it is now. */
EtAccount *
et_profile_save (EtDb *db, int64_t account_id, const EtProfileChange *change, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, account_id, error);

  if (account == NULL || (change->has_email && change->email != NULL &&
                          !et_sign_up_check_email (change->email, error)))
    return NULL;

  if (change->has_email)
    et_record_set_text (&account->email, change->email);
  if (change->has_display_name)
    et_record_set_text (&account->display_name, change->display_name);
  if (change->has_language)
    et_record_set_text (&account->language, change->language);
  if (!et_account_repo_save_profile (db, account, error))
    return NULL;

  et_db_announce (db, "account", account_id, account_id, FALSE);
  return g_steal_pointer (&account);
}

/* Judges a new password and hashes it. Sets ET_ERROR_PASSWORD_WEAK. */
gboolean
et_profile_hash_password (EtAccount *account,
                          const char *new_password,
                          char **ret_hash,
                          GError **error)
{
  EtSignUp wish = { .username = account->username,
                    .password = new_password,
                    .email = account->email,
                    .display_name = account->display_name };

  return et_sign_up_hash_password (&wish, ret_hash, error);
}

/* Gives an account a new password and ends its other sessions. */
gboolean
et_profile_set_password (
    EtDb *db, int64_t account_id, int64_t session_id, const char *hash, GError **error)
{
  return et_account_repo_set_password (db, account_id, hash, error) &&
         et_code_repo_delete_of_account (db, account_id, error) &&
         et_session_end_all (db, account_id, session_id, error) &&
         et_audit_write (db, account_id, "change_password", "account", account_id, NULL, error);
}

/* Takes everything personal out of an account and ends its sessions; its orders, invoices and
 * tickets stay without a name. Sets ET_ERROR_LAST_ADMINISTRATOR. */
gboolean
et_profile_delete (EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, account_id, error);
  EtCartOwner owner = { .account_id = account_id };

  if (account == NULL || !et_account_repo_anonymise (db, account_id, error) ||
      (et_account_get_role (account) == ET_ROLE_ADMIN &&
       !et_account_rights_check_administrators (db, error)) ||
      !et_cart_clear (db, &owner, error) ||
      !et_ticket_repo_rename_holder (db, account_id, "", error) ||
      !et_idempotency_repo_delete_of_account (db, account_id, error) ||
      !et_code_repo_delete_of_account (db, account_id, error) ||
      !et_address_repo_delete_of_account (db, account_id, error) ||
      !et_second_factor_repo_delete (db, account_id, error) ||
      !et_session_end_all (db, account_id, 0, error))
    return FALSE;

  et_db_announce (db, "account", account_id, account_id, TRUE);
  return et_audit_write (db, account_id, "delete_account", "account", account_id, NULL, error);
}

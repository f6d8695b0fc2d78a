/* SPDX-License-Identifier: MIT */
#include "server/service/et-profile.h"

#include "db/et-db-change.h"
#include "server/repo/et-account-repo.h"
#include "server/repo/et-address-repo.h"
#include "server/repo/et-code-repo.h"
#include "server/repo/et-idempotency-repo.h"
#include "server/repo/et-refund-request-repo.h"
#include "server/repo/et-second-factor-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-account-rights.h"
#include "server/service/et-audit.h"
#include "server/service/et-cart.h"
#include "server/service/et-password.h"
#include "server/service/et-session.h"
#include "server/service/et-sign-up.h"

#define MEMBER(name, max) \
  { \
#name, G_STRUCT_OFFSET(EtAccount, name), max \
  }

const EtProfileMember et_profile_members[ET_N_PROFILE_MEMBERS] = {
  [ET_PROFILE_EMAIL] = MEMBER (email, ET_EMAIL_MAX),
  [ET_PROFILE_DISPLAY_NAME] = MEMBER (display_name, ET_DISPLAY_NAME_MAX),
  [ET_PROFILE_LANGUAGE] = MEMBER (language, 8),
  [ET_PROFILE_STREET] = MEMBER (street, 100),
  [ET_PROFILE_STREET2] = MEMBER (street2, 100),
  [ET_PROFILE_POSTAL_CODE] = MEMBER (postal_code, 16),
  [ET_PROFILE_TOWN] = MEMBER (town, 60),
  [ET_PROFILE_COUNTRY] = MEMBER (country, 60),
};

/* Changes an account. Sets ET_ERROR_INVALID.
 * Returns: (transfer full): as it is now. */
EtAccount *
et_profile_save (EtDb *db, int64_t account_id, const EtProfileChange *change, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, account_id, error);

  const char *email = change->text[ET_PROFILE_EMAIL];

  if (account == NULL || (email != NULL && !et_sign_up_check_email (email, error)))
    return NULL;

  for (guint i = 0; i < ET_N_PROFILE_MEMBERS; i++)
    if (change->has[i])
      et_record_set_text ((char **) G_STRUCT_MEMBER_P (account, et_profile_members[i].offset),
                          change->text[i]);
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
      !et_refund_request_repo_forget_reasons (db, account_id, error) ||
      !et_session_end_all (db, account_id, 0, error))
    return FALSE;

  et_db_announce (db, "account", account_id, account_id, TRUE);
  return et_audit_write (db, account_id, "delete_account", "account", account_id, NULL, error);
}

/* SPDX-License-Identifier: MIT */
#include "server/service/et-account-rights.h"

#include "db/et-db-change.h"
#include "server/repo/et-account-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-session.h"

/* To be called after a change: sets ET_ERROR_LAST_ADMINISTRATOR when it left nobody who
 * administers, so that the change is undone. */
gboolean
et_account_rights_check_administrators (EtDb *db, GError **error)
{
  int64_t n_administrators;

  if (!et_account_repo_count_administrators (db, &n_administrators, error))
    return FALSE;
  if (n_administrators == 0)
    et_error_set (error, ET_ERROR_LAST_ADMINISTRATOR);
  return n_administrators > 0;
}

static gboolean
write_audit (EtDb *db, int64_t actor_id, EtAccount *account, GError **error)
{
  g_autofree char *detail = g_strdup_printf ("%s%s", account->role,
                                             account->is_disabled ? " disabled" : "");

  return et_audit_write (db, actor_id, "change_rights", "account", account->id, detail, error);
}

/* Changes what an account may do; it takes effect at once, in sessions that live too. Sets
 * ET_ERROR_LAST_ADMINISTRATOR, ET_ERROR_NOT_FOUND.
 * Returns: (transfer full): the account as it is now. */
EtAccount *
et_account_rights_save (
    EtDb *db, int64_t actor_id, int64_t account_id, const EtRightsChange *change, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, account_id, error);

  if (account == NULL)
    return NULL;
  if (change->has_role)
    et_record_set_text (&account->role, et_role_to_word (change->role));
  if (change->has_is_disabled)
    account->is_disabled = change->is_disabled;
  if (!et_account_repo_save_rights (db, account, error) ||
      !et_account_rights_check_administrators (db, error) ||
      !write_audit (db, actor_id, account, error))
    return NULL;

  if (!account->is_disabled)
    et_session_refresh_all (db, account_id);
  else if (!et_session_end_all (db, account_id, 0, error))
    return NULL;
  et_db_announce (db, "account", account_id, account_id, FALSE);
  return g_steal_pointer (&account);
}

/* SPDX-License-Identifier: MIT */
#include "server/service/et-audit.h"

#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-audit-repo.h"
#include "server/service/et-audit-chain.h"

/* Notes for good who did something that must be answered for; in the same savepoint, so that it
 * stands there exactly when the thing was done. The writer chains it before it commits.
 * @actor_id: the account, 0 for the operator and the server itself.
 * @action: a word such as "disable_account".
 * @subject_kind: what it was done to, such as "account" with its id.
 * @detail: (nullable): further words. Neither names nor secrets, which could not be deleted. */
gboolean
et_audit_write (EtDb *db,
                int64_t actor_id,
                const char *action,
                const char *subject_kind,
                int64_t subject_id,
                const char *detail,
                GError **error)
{
  g_autofree char *subject = g_strdup_printf ("%s %" G_GINT64_FORMAT, subject_kind, subject_id);
  EtAuditRow row = { et_time_now (), actor_id, action, subject, detail != NULL ? detail : "" };
  int64_t id;

  if (!et_audit_repo_insert (db, &row, &id, error))
    return FALSE;
  et_db_announce (db, ET_CHANGE_AUDIT, id, 0, FALSE);
  return TRUE;
}

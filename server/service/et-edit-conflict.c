/* SPDX-License-Identifier: MIT */
#include "server/service/et-edit-conflict.h"

#include "server/repo/et-audit-repo.h"

/* Sets ET_ERROR_VERSION_CHANGED and names who changed what meanwhile.
 * @kind: of the record, as the audit log writes it. Returns: FALSE. */
gboolean
et_edit_conflict_refuse (EtDb *db, const char *kind, int64_t id, GError **error)
{
  g_autofree char *subject = g_strdup_printf ("%s %" G_GINT64_FORMAT, kind, id);
  g_auto (EtLastAct) act = { 0 };
  gboolean is_found;

  if (!et_audit_repo_find_last (db, subject, &act, &is_found, error))
    return FALSE;

  et_error_set (error, ET_ERROR_VERSION_CHANGED);
  if (is_found)
    {
      et_error_add_text (error, "changed_by", act.username);
      et_error_add_time (error, "changed_at", act.at);
      et_error_add_text (error, "changes", act.detail);
    }
  return FALSE;
}

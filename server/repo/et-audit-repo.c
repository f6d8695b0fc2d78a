/* SPDX-License-Identifier: MIT */
#include "server/repo/et-audit-repo.h"

gboolean
et_audit_repo_insert (EtDb *db, const EtAuditRow *row, int64_t *ret_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare_insert (
      db,
      "INSERT INTO audit (created_at, actor_id, action, subject, detail) "
      "VALUES (:created_at, :actor_id, :action, :subject, :detail)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "created_at", row->created_at);
  if (row->actor_id != 0)
    et_db_stmt_bind_int64 (stmt, "actor_id", row->actor_id);
  else
    et_db_stmt_bind_null (stmt, "actor_id");
  et_db_stmt_bind_text (stmt, "action", row->action);
  et_db_stmt_bind_text (stmt, "subject", row->subject);
  et_db_stmt_bind_text (stmt, "detail", row->detail);
  return et_db_stmt_run_insert (stmt, ret_id, error);
}

void
et_last_act_clear (EtLastAct *act)
{
  g_clear_pointer (&act->username, g_free);
  g_clear_pointer (&act->detail, g_free);
}

/* @subject: such as "offer 3". @ret_found: FALSE when nothing was done to it. */
gboolean
et_audit_repo_find_last (
    EtDb *db, const char *subject, EtLastAct *ret_act, gboolean *ret_found, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT u.created_at, a.username, u.detail "
                            "FROM audit u LEFT JOIN accounts a ON a.id = u.actor_id "
                            "WHERE u.subject = :subject ORDER BY u.id DESC LIMIT 1",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "subject", subject);
  if (!et_db_stmt_step (stmt, ret_found, error))
    return FALSE;
  if (*ret_found)
    {
      ret_act->at = et_db_stmt_get_int64 (stmt, 0);
      ret_act->username = g_strdup (et_db_stmt_get_text (stmt, 1));
      ret_act->detail = g_strdup (et_db_stmt_get_text (stmt, 2));
    }
  return TRUE;
}

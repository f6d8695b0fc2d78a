/* SPDX-License-Identifier: MIT */
#include "server/repo/et-audit-repo.h"

gboolean
et_audit_repo_insert (EtDb *db, const EtAuditRow *row, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
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
  return et_db_stmt_run (stmt, NULL, error);
}

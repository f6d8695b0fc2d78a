/* SPDX-License-Identifier: MIT */
#include "server/repo/et-refund-request-repo.h"

static gboolean
run_once (EtDbStmt *stmt, gboolean *ret_done, GError **error)
{
  int64_t n;

  if (!et_db_stmt_run (stmt, &n, error))
    return FALSE;
  *ret_done = n == 1;
  return TRUE;
}

/* Notes a wish about a paid order that has none that is open or was refused. */
gboolean
et_refund_request_repo_open (
    EtDb *db, int64_t order_id, const char *reason, gboolean *ret_opened, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE orders SET refund_state = 'open', refund_reason = :reason, refund_answer = NULL "
      "WHERE id = :id AND state = 'paid' AND (refund_state IS NULL OR refund_state = 'granted')",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_text (stmt, "reason", reason);
  return run_once (stmt, ret_opened, error);
}

/* Ends an open wish. @answer: (nullable). */
gboolean
et_refund_request_repo_close (EtDb *db,
                              int64_t order_id,
                              const char *state,
                              const char *answer,
                              gboolean *ret_closed,
                              GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE orders SET refund_state = :state, refund_answer = :answer "
                            "WHERE id = :id AND refund_state = 'open'",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_text (stmt, "state", state);
  et_db_stmt_bind_text (stmt, "answer", answer);
  return run_once (stmt, ret_closed, error);
}

/* What people write can name them: it goes with their account. */
gboolean
et_refund_request_repo_forget_reasons (EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE orders SET refund_reason = NULL, refund_answer = NULL "
                            "WHERE account_id = :account AND refund_state IS NOT NULL",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account", account_id);
  return et_db_stmt_run (stmt, NULL, error);
}

/* SPDX-License-Identifier: MIT */
#include "server/repo/et-change-repo.h"

#include "server/repo/et-counter-repo.h"

gboolean
et_change_repo_insert (EtDb *db, int64_t seq, const EtChange *change, int64_t now, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO changes (seq, kind, record_id, account_id, deleted, created_at) "
      "VALUES (:seq, :kind, :record_id, :account_id, :deleted, :now)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "seq", seq);
  et_db_stmt_bind_text (stmt, "kind", change->kind);
  et_db_stmt_bind_int64 (stmt, "record_id", change->record_id);
  et_db_stmt_bind_int64 (stmt, "account_id", change->account_id);
  et_db_stmt_bind_int64 (stmt, "deleted", change->deleted ? 1 : 0);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

/* The number of the last change. */
gboolean
et_change_repo_get_last (EtDb *db, int64_t *ret_seq, GError **error)
{
  return et_counter_repo_get (db, ET_CHANGE_COUNTER, ret_seq, error);
}

/* Calls @func for the changes of one kind within (after, until]. */
gboolean
et_change_repo_foreach_after (EtDb *db,
                              const char *kind,
                              int64_t after,
                              int64_t until,
                              EtChangeFunc func,
                              gpointer data,
                              GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT record_id, account_id FROM changes "
                            "WHERE seq > :after AND seq <= :until AND kind = :kind ORDER BY seq",
                            error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "after", after);
  et_db_stmt_bind_int64 (stmt, "until", until);
  et_db_stmt_bind_text (stmt, "kind", kind);
  while (et_db_stmt_step (stmt, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      func (et_db_stmt_get_int64 (stmt, 0), et_db_stmt_get_int64 (stmt, 1), data);
    }
  return FALSE;
}

/* Calls @func for each account that has changes within (after, until], 0 for everybody's, with the
 * last of them; those of one kind do not count. */
gboolean
et_change_repo_foreach_account_after (EtDb *db,
                                      const char *but_kind,
                                      int64_t after,
                                      int64_t until,
                                      EtAccountChangeFunc func,
                                      gpointer data,
                                      GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT MAX(seq), account_id FROM changes "
      "WHERE seq > :after AND seq <= :until AND kind <> :kind GROUP BY account_id",
      error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "after", after);
  et_db_stmt_bind_int64 (stmt, "until", until);
  et_db_stmt_bind_text (stmt, "kind", but_kind);
  while (et_db_stmt_step (stmt, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      func (et_db_stmt_get_int64 (stmt, 0), et_db_stmt_get_int64 (stmt, 1), data);
    }
  return FALSE;
}

/* SPDX-License-Identifier: MIT */
#include "server/repo/et-change-repo.h"

#include "server/repo/et-counter-repo.h"

/* Rows that one statement inserts, where there are so many. */
#define ROWS_AT_ONCE 8

#define INSERT "INSERT INTO changes (seq, kind, record_id, account_id, deleted, created_at) VALUES "
#define ROW(n) "(:seq" #n ", :kind" #n ", :record" #n ", :account" #n ", :deleted" #n ", :now)"

static const char insert_one[] = INSERT ROW (0);
static const char insert_eight[] = INSERT ROW (0) ", " ROW (1) ", " ROW (2) ", " ROW (3) ", " ROW (
    4) ", " ROW (5) ", " ROW (6) ", " ROW (7);

/* The parameters of a row. */
static const struct
{
  const char *seq, *kind, *record, *account, *deleted;
} rows[ROWS_AT_ONCE] = {
#define NAMES(n) \
  { \
    "seq" #n, "kind" #n, "record" #n, "account" #n, "deleted" #n \
  }
  NAMES (0), NAMES (1), NAMES (2), NAMES (3), NAMES (4), NAMES (5), NAMES (6), NAMES (7),
};

static gboolean
insert_rows (
    EtDb *db, int64_t seq, const EtChange *const *changes, guint n, int64_t now, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, n == 1 ? insert_one : insert_eight, error);

  if (stmt == NULL)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      et_db_stmt_bind_int64 (stmt, rows[i].seq, seq + i);
      et_db_stmt_bind_text (stmt, rows[i].kind, changes[i]->kind);
      et_db_stmt_bind_int64 (stmt, rows[i].record, changes[i]->record_id);
      et_db_stmt_bind_int64 (stmt, rows[i].account, changes[i]->account_id);
      et_db_stmt_bind_int64 (stmt, rows[i].deleted, changes[i]->deleted ? 1 : 0);
    }
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_change_repo_insert (EtDb *db, int64_t seq, const EtChange *change, int64_t now, GError **error)
{
  return insert_rows (db, seq, &change, 1, now, error);
}

/* Writes changes (element-type EtChange) under the numbers from @first on. */
gboolean
et_change_repo_insert_all (EtDb *db, int64_t first, GPtrArray *changes, int64_t now, GError **error)
{
  const EtChange *const *next = (const EtChange *const *) changes->pdata;

  for (guint done = 0, n; done < changes->len; done += n)
    {
      n = changes->len - done >= ROWS_AT_ONCE ? ROWS_AT_ONCE : 1;
      if (!insert_rows (db, first + done, next + done, n, now, error))
        return FALSE;
    }
  return TRUE;
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

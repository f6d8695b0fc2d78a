/* SPDX-License-Identifier: MIT */
#include "server/repo/et-feed-repo.h"

#include "server/repo/et-change-repo.h"
#include "server/repo/et-counter-repo.h"

#define FAR (INT64_C (1) << 32)

#define ENTRIES \
  "SELECT seq, kind, record_id FROM changes WHERE seq > :since AND seq <= :until " \
  "AND kind <> 'session' AND account_id = "

/* What changed for everybody and, unless it is 0, for one account, in the order of its numbers.
 * Returns: (transfer full): an array of EtFeedEntry, @limit at most. */
GArray *
et_feed_repo_list (EtDb *db, const EtChangeRange *own, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, ENTRIES "0 UNION ALL " ENTRIES ":account AND :account <> 0 ORDER BY seq LIMIT :limit",
      error);
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (EtFeedEntry));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_rows_bind_range (stmt, own);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  for (;;)
    {
      EtFeedEntry entry = { 0 };

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&entries);
      entry.seq = et_db_stmt_get_int64 (stmt, 0);
      entry.record_id = et_db_stmt_get_int64 (stmt, 2);
      g_strlcpy (entry.kind, et_db_stmt_get_text (stmt, 1), sizeof entry.kind);
      g_array_append_val (entries, entry);
    }
}

/* The number of the oldest change that is still kept, 0 when there is none. */
gboolean
et_feed_repo_get_first (EtDb *db, int64_t *ret_seq, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT MIN(seq) FROM changes", error);

  return stmt != NULL && et_rows_read_int64 (stmt, ret_seq, error);
}

/* Forgets the oldest changes, @limit at most, that were made before a time. The last one of all
 * stays, so that it is always known from where on the feed is whole. */
gboolean
et_feed_repo_delete_before (EtDb *db, int64_t time, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "DELETE FROM changes WHERE seq IN "
      "(SELECT seq FROM (SELECT seq FROM changes ORDER BY seq LIMIT :limit) oldest) "
      "AND created_at < :time AND seq < (SELECT value FROM counters WHERE name = 'change')",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "time", time);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Begins the feed anew, far above every number that was ever given: what a client knows of other
 * times (of what was lost when a backup was restored) is then too old, and it gets everything. */
gboolean
et_feed_repo_renew (EtDb *db, int64_t now, GError **error)
{
  const EtChange beginning = { .kind = "beginning" };
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "DELETE FROM changes", error);
  int64_t seq;

  return stmt != NULL && et_db_stmt_run (stmt, NULL, error) &&
         et_counter_repo_raise (db, ET_CHANGE_COUNTER, FAR, &seq, error) &&
         et_change_repo_insert (db, seq, &beginning, now, error);
}

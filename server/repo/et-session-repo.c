/* SPDX-License-Identifier: MIT */
#include "server/repo/et-session-repo.h"

#include "core/et-account-session.h"
#include "db/et-db-record.h"
#include "server/repo/et-rows.h"

#define FROM_LIVING " FROM sessions WHERE account_id = :account_id AND expires_at > :now"

static void
bind_hash (EtDbStmt *stmt, const EtTokenHash *hash)
{
  et_db_stmt_bind_bytes (stmt, "token_hash", hash->bytes, sizeof hash->bytes);
}

/* Adds a session that is used now; entry->session_id and entry->role are not read.
 * @address: (nullable): the client's. */
gboolean
et_session_repo_insert (EtDb *db,
                        const EtTokenHash *hash,
                        const EtSessionEntry *entry,
                        const char *address,
                        int64_t *ret_id,
                        GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare_insert (
      db,
      "INSERT INTO sessions (account_id, token_hash, address, created_at, "
      "last_used_at, expires_at) "
      "VALUES (:account_id, :token_hash, :address, :now, :now, :expires_at)",
      error);

  if (stmt == NULL)
    return FALSE;

  if (entry->account_id != 0)
    et_db_stmt_bind_int64 (stmt, "account_id", entry->account_id);
  else
    et_db_stmt_bind_null (stmt, "account_id");
  bind_hash (stmt, hash);
  et_db_stmt_bind_text (stmt, "address", address);
  et_db_stmt_bind_int64 (stmt, "now", entry->last_used_at);
  et_db_stmt_bind_int64 (stmt, "expires_at", entry->expires_at);
  return et_db_stmt_run_insert (stmt, ret_id, error);
}

/* Finds a living session whose account may sign in.
 * @ret_found: FALSE when there is none; @ret_entry is left alone then. */
gboolean
et_session_repo_find (EtDb *db,
                      const EtTokenHash *hash,
                      int64_t now,
                      EtSessionEntry *ret_entry,
                      gboolean *ret_found,
                      GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT s.id, s.account_id, a.role, s.last_used_at, s.expires_at, "
      "(SELECT COUNT(*) FROM second_factors f "
      "WHERE f.account_id = s.account_id AND f.is_confirmed = 1) "
      "FROM sessions s LEFT JOIN accounts a ON a.id = s.account_id "
      "WHERE s.token_hash = :token_hash AND s.expires_at > :now "
      "AND (s.account_id IS NULL OR (a.is_disabled = 0 AND a.is_deleted = 0))",
      error);

  if (stmt == NULL)
    return FALSE;

  bind_hash (stmt, hash);
  et_db_stmt_bind_int64 (stmt, "now", now);
  if (!et_db_stmt_step (stmt, ret_found, error))
    return FALSE;
  if (*ret_found)
    {
      *ret_entry = (EtSessionEntry){
        .session_id = et_db_stmt_get_int64 (stmt, 0),
        .account_id = et_db_stmt_is_null (stmt, 1) ? 0 : et_db_stmt_get_int64 (stmt, 1),
        .role = ET_ROLE_ANYONE,
        .last_used_at = et_db_stmt_get_int64 (stmt, 3),
        .expires_at = et_db_stmt_get_int64 (stmt, 4),
        .has_second_factor = et_db_stmt_get_int64 (stmt, 5) != 0,
      };
      if (ret_entry->account_id != 0)
        et_role_from_word (et_db_stmt_get_text (stmt, 2), &ret_entry->role);
    }
  return TRUE;
}

/* Counts the living guest sessions that began from an address. */
gboolean
et_session_repo_count_guests (
    EtDb *db, const char *address, int64_t now, int64_t *ret_count, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT COUNT(*) FROM sessions "
                            "WHERE account_id IS NULL AND address = :address AND expires_at > :now",
                            error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "address", address);
  et_db_stmt_bind_int64 (stmt, "now", now);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_count = et_db_stmt_get_int64 (stmt, 0);
  return TRUE;
}

static void
bind_query (EtDbStmt *stmt, const EtSessionQuery *query)
{
  et_db_stmt_bind_int64 (stmt, "account_id", query->account_id);
  et_db_stmt_bind_int64 (stmt, "now", query->now);
}

/* The living sessions of an account, the last used first.
 * Returns: (transfer full) (element-type EtAccountSession). */
GPtrArray *
et_session_repo_list_of_account (EtDb *db,
                                 const EtSessionQuery *query,
                                 const EtPage *page,
                                 GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT id, created_at, last_used_at, expires_at, address, "
                            "CASE WHEN id = :current_id THEN 1 ELSE 0 END AS current" FROM_LIVING
                            " ORDER BY last_used_at DESC, id DESC LIMIT :limit OFFSET :offset",
                            error);

  if (stmt == NULL)
    return NULL;

  bind_query (stmt, query);
  et_db_stmt_bind_int64 (stmt, "current_id", query->current_id);
  et_page_bind (page, stmt);
  return et_db_stmt_read_all (stmt, et_account_session_get_type (), error);
}

gboolean
et_session_repo_count_of_account (EtDb *db,
                                  const EtSessionQuery *query,
                                  int64_t *ret_count,
                                  GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT COUNT(*)" FROM_LIVING, error);

  if (stmt == NULL)
    return FALSE;

  bind_query (stmt, query);
  return et_rows_read_int64 (stmt, ret_count, error);
}

/* Writes down the last use of a session and till when it lives. A session that is no more is no
 * error. */
gboolean
et_session_repo_set_used (
    EtDb *db, int64_t session_id, int64_t used_at, int64_t expires_at, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE sessions SET last_used_at = :used_at, expires_at = :expires_at WHERE id = :id",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "used_at", used_at);
  et_db_stmt_bind_int64 (stmt, "expires_at", expires_at);
  et_db_stmt_bind_int64 (stmt, "id", session_id);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_session_repo_delete (EtDb *db, int64_t session_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "DELETE FROM sessions WHERE id = :id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", session_id);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Deletes a session if it is the account's. */
gboolean
et_session_repo_delete_own (
    EtDb *db, int64_t account_id, int64_t session_id, gboolean *ret_deleted, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "DELETE FROM sessions WHERE id = :id AND account_id = :account_id", error);
  int64_t n_changes;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", session_id);
  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  if (!et_db_stmt_run (stmt, &n_changes, error))
    return FALSE;
  *ret_deleted = n_changes > 0;
  return TRUE;
}

/* Deletes all sessions of an account but one. @but_session_id: 0 spares none. */
gboolean
et_session_repo_delete_of_account (EtDb *db,
                                   int64_t account_id,
                                   int64_t but_session_id,
                                   GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "DELETE FROM sessions WHERE account_id = :account_id AND id <> :but_id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  et_db_stmt_bind_int64 (stmt, "but_id", but_session_id);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Deletes sessions that are over, @limit at most, so that other writes need not wait long. */
gboolean
et_session_repo_delete_expired (EtDb *db, int64_t now, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "DELETE FROM sessions WHERE id IN "
                            "(SELECT id FROM (SELECT id FROM sessions WHERE expires_at <= :now "
                            "ORDER BY expires_at LIMIT :limit) expired)",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "now", now);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  return et_db_stmt_run (stmt, NULL, error);
}

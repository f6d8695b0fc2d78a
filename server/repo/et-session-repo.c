/* SPDX-License-Identifier: MIT */
#include "server/repo/et-session-repo.h"

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
      "SELECT s.id, s.account_id, a.role, s.last_used_at, s.expires_at "
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

/* Calls @func for the sessions of an account, the newest first. */
gboolean
et_session_repo_foreach_of_account (
    EtDb *db, int64_t account_id, EtSessionFunc func, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT created_at, last_used_at, expires_at, address FROM sessions "
                            "WHERE account_id = :account_id ORDER BY id DESC",
                            error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  while (et_db_stmt_step (stmt, &has_row, error))
    {
      EtSessionView view;

      if (!has_row)
        return TRUE;
      view = (EtSessionView){
        .created_at = et_db_stmt_get_int64 (stmt, 0),
        .last_used_at = et_db_stmt_get_int64 (stmt, 1),
        .expires_at = et_db_stmt_get_int64 (stmt, 2),
        .address = et_db_stmt_get_text (stmt, 3),
      };
      func (&view, data);
    }
  return FALSE;
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

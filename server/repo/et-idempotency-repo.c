/* SPDX-License-Identifier: MIT */
#include "server/repo/et-idempotency-repo.h"

#include <string.h>

#define OF_KEY " WHERE caller = :caller AND request_key = :key"

void
et_stored_answer_clear (EtStoredAnswer *answer)
{
  g_clear_pointer (&answer->content_type, g_free);
  g_clear_pointer (&answer->body, g_bytes_unref);
}

static EtDbStmt *
prepare_for_key (EtDb *db, const char *sql, const EtIdempotencyKey *key, GError **error)
{
  EtDbStmt *stmt = et_db_prepare (db, sql, error);

  if (stmt != NULL)
    {
      et_db_stmt_bind_text (stmt, "caller", key->caller);
      et_db_stmt_bind_text (stmt, "key", key->key);
    }
  return stmt;
}

static void
bind_answer (EtDbStmt *stmt, const EtStoredAnswer *answer)
{
  gsize length;
  const void *body = g_bytes_get_data (answer->body, &length);

  et_db_stmt_bind_int64 (stmt, "status", answer->status);
  et_db_stmt_bind_text (stmt, "content_type", answer->content_type);
  et_db_stmt_bind_bytes (stmt, "body", body, length);
}

static gboolean
digest_is_same (EtDbStmt *stmt, int column, const EtIdempotencyKey *key)
{
  gsize length;
  const void *digest = et_db_stmt_get_bytes (stmt, column, &length);

  return length == sizeof key->digest && memcmp (digest, key->digest, length) == 0;
}

static GBytes *
get_body (EtDbStmt *stmt, int column)
{
  gsize length;
  const void *body = et_db_stmt_get_bytes (stmt, column, &length);

  return g_bytes_new (body, length);
}

/* Finds whether a key was used before.
 * @ret_is_same: whether for the same request.
 * @ret_answer: filled in when it was. */
gboolean
et_idempotency_repo_find (EtDb *db,
                          const EtIdempotencyKey *key,
                          gboolean *ret_found,
                          gboolean *ret_is_same,
                          EtStoredAnswer *ret_answer,
                          GError **error)
{
  g_autoptr (EtDbStmt) stmt = prepare_for_key (
      db, "SELECT digest, status, content_type, body FROM idempotency_keys" OF_KEY, key, error);

  if (stmt == NULL || !et_db_stmt_step (stmt, ret_found, error))
    return FALSE;
  *ret_is_same = *ret_found && digest_is_same (stmt, 0, key);
  if (*ret_is_same && !et_db_stmt_is_null (stmt, 1))
    {
      ret_answer->status = et_db_stmt_get_int64 (stmt, 1);
      ret_answer->content_type = g_strdup (et_db_stmt_get_text (stmt, 2));
      ret_answer->body = get_body (stmt, 3);
    }
  return TRUE;
}

gboolean
et_idempotency_repo_set_answer (EtDb *db,
                                const EtIdempotencyKey *key,
                                const EtStoredAnswer *answer,
                                GError **error)
{
  g_autoptr (EtDbStmt) stmt = prepare_for_key (db,
                                               "UPDATE idempotency_keys SET status = :status, "
                                               "content_type = :content_type, body = :body" OF_KEY,
                                               key, error);

  if (stmt == NULL)
    return FALSE;

  bind_answer (stmt, answer);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Forgets a request, so that it can be made anew. */
gboolean
et_idempotency_repo_delete (EtDb *db, const EtIdempotencyKey *key, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = prepare_for_key (db, "DELETE FROM idempotency_keys" OF_KEY, key, error);

  return stmt != NULL && et_db_stmt_run (stmt, NULL, error);
}

/* Forgets all answers that an account got; they may hold what is personal. */
gboolean
et_idempotency_repo_delete_of_account (EtDb *db, int64_t account_id, GError **error)
{
  g_autofree char *caller = g_strdup_printf ("a%" G_GINT64_FORMAT, account_id);
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "DELETE FROM idempotency_keys WHERE caller = :caller", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "caller", caller);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Forgets the oldest requests before a time, @limit at most. */
gboolean
et_idempotency_repo_delete_before (EtDb *db, int64_t time, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "DELETE FROM idempotency_keys WHERE (caller, request_key) IN "
      "(SELECT caller, request_key FROM (SELECT caller, request_key FROM idempotency_keys "
      "WHERE created_at < :time ORDER BY created_at LIMIT :limit) oldest)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "time", time);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  return et_db_stmt_run (stmt, NULL, error);
}

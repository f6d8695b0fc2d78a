/* SPDX-License-Identifier: MIT */
#include "server/repo/et-audit-chain-repo.h"

#include <string.h>

#include "server/repo/et-rows.h"

#define COLUMNS \
  "SELECT id, created_at, actor_id, action, subject, detail, entry, key_id, code FROM audit "

static void
read_code (EtDbStmt *stmt, int column, guint8 *ret_code)
{
  gsize length = 0;
  const void *bytes = et_db_stmt_is_null (stmt, column)
                          ? NULL
                          : et_db_stmt_get_bytes (stmt, column, &length);

  memset (ret_code, 0, ET_AUDIT_CODE_SIZE);
  if (length == ET_AUDIT_CODE_SIZE)
    memcpy (ret_code, bytes, length);
}

static int64_t
read_number (EtDbStmt *stmt, int column)
{
  return et_db_stmt_is_null (stmt, column) ? 0 : et_db_stmt_get_int64 (stmt, column);
}

/* Reads the end of the chain. */
gboolean
et_audit_chain_repo_get (EtDb *db, EtAuditHead *ret_head, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT entries, key_id, last_code, code FROM audit_head WHERE id = 1", error);
  gboolean has_row;

  *ret_head = (EtAuditHead){ 0 };
  if (stmt == NULL || !et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  ret_head->entries = et_db_stmt_get_int64 (stmt, 0);
  ret_head->key_id = read_number (stmt, 1);
  read_code (stmt, 2, ret_head->last_code);
  read_code (stmt, 3, ret_head->code);
  return TRUE;
}

/* Keeps the end of the chain for this transaction, however many processes write, and reads it. */
gboolean
et_audit_chain_repo_lock (EtDb *db, EtAuditHead *ret_head, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "UPDATE audit_head SET entries = entries WHERE id = 1", error);

  return stmt != NULL && et_db_stmt_run (stmt, NULL, error) &&
         et_audit_chain_repo_get (db, ret_head, error);
}

gboolean
et_audit_chain_repo_set (EtDb *db, const EtAuditHead *head, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE audit_head SET entries = :entries, key_id = :key_id, "
                            "last_code = :last_code, code = :code WHERE id = 1",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "entries", head->entries);
  et_db_stmt_bind_int64 (stmt, "key_id", head->key_id);
  et_db_stmt_bind_bytes (stmt, "last_code", head->last_code, ET_AUDIT_CODE_SIZE);
  et_db_stmt_bind_bytes (stmt, "code", head->code, ET_AUDIT_CODE_SIZE);
  return et_db_stmt_run (stmt, NULL, error);
}

/* @ret_code: of ET_AUDIT_CODE_SIZE bytes. @ret_found: whether the chain has the entry. */
gboolean
et_audit_chain_repo_find_code (
    EtDb *db, int64_t entry, guint8 *ret_code, gboolean *ret_found, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT code FROM audit WHERE entry = :entry", error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "entry", entry);
  if (!et_db_stmt_step (stmt, ret_found, error))
    return FALSE;
  if (*ret_found)
    read_code (stmt, 0, ret_code);
  return TRUE;
}

/* Returns: (transfer full): an array of the int64_t ids, in the order they were given. */
GArray *
et_audit_chain_repo_list_unchained (EtDb *db, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT id FROM audit WHERE entry IS NULL ORDER BY id LIMIT :limit", error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  while (et_db_stmt_step (stmt, &has_row, error))
    {
      int64_t id;

      if (!has_row)
        return g_steal_pointer (&ids);
      id = et_db_stmt_get_int64 (stmt, 0);
      g_array_append_val (ids, id);
    }
  return NULL;
}

gboolean
et_audit_chain_repo_count_unchained (EtDb *db, int64_t *ret_n, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT COUNT(*) FROM audit WHERE entry IS NULL", error);

  return stmt != NULL && et_rows_read_int64 (stmt, ret_n, error);
}

/* Returns: (transfer full): the int64_t times at which the chain began over rows that were there
 * already. */
GArray *
et_audit_chain_repo_list_beginnings (EtDb *db, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT created_at FROM audit WHERE action = 'begin_chain' ORDER BY id", error);

  return stmt != NULL ? et_rows_read_ids (stmt, error) : NULL;
}

static gboolean
give_rows (EtDbStmt *stmt, EtAuditEntryFunc func, gpointer data, GError **error)
{
  gboolean has_row;

  while (et_db_stmt_step (stmt, &has_row, error))
    {
      EtAuditEntry entry = { 0 };

      if (!has_row)
        return TRUE;
      entry.id = et_db_stmt_get_int64 (stmt, 0);
      entry.row = (EtAuditRow){ et_db_stmt_get_int64 (stmt, 1), read_number (stmt, 2),
                                et_db_stmt_get_text (stmt, 3), et_db_stmt_get_text (stmt, 4),
                                et_db_stmt_get_text (stmt, 5) };
      entry.entry = read_number (stmt, 6);
      entry.key_id = read_number (stmt, 7);
      read_code (stmt, 8, entry.code);
      if (!func (&entry, data, error))
        return FALSE;
    }
  return FALSE;
}

/* Calls @func for one row. */
gboolean
et_audit_chain_repo_read (
    EtDb *db, int64_t id, EtAuditEntryFunc func, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, COLUMNS "WHERE id = :id", error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "id", id);
  return give_rows (stmt, func, data, error);
}

/* Calls @func for every row: first those outside the chain, then the chain in its order. */
gboolean
et_audit_chain_repo_foreach (EtDb *db, EtAuditEntryFunc func, gpointer data, GError **error)
{
  static const char *const sentences[] = {
    COLUMNS "WHERE entry IS NULL ORDER BY id",
    COLUMNS "WHERE entry IS NOT NULL ORDER BY entry, id",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sentences[i], error);

      if (stmt == NULL || !give_rows (stmt, func, data, error))
        return FALSE;
    }
  return TRUE;
}

/* Gives a row its place and its code. */
gboolean
et_audit_chain_repo_chain (EtDb *db, const EtAuditEntry *entry, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE audit SET entry = :entry, key_id = :key_id, code = :code "
                            "WHERE id = :id AND entry IS NULL",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "entry", entry->entry);
  et_db_stmt_bind_int64 (stmt, "key_id", entry->key_id);
  et_db_stmt_bind_bytes (stmt, "code", entry->code, ET_AUDIT_CODE_SIZE);
  et_db_stmt_bind_int64 (stmt, "id", entry->id);
  return et_db_stmt_run (stmt, NULL, error);
}

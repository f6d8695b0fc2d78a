/* SPDX-License-Identifier: MIT */
#include "server/repo/et-address-repo.h"

#include "server/repo/et-rows.h"

static gboolean
run (
    EtDb *db, const char *sql, int64_t account_id, const char *address, int64_t now, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  et_db_stmt_bind_text (stmt, "address", address);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Notes that an account has signed in from an address. */
gboolean
et_address_repo_put (EtDb *db, int64_t account_id, const char *address, int64_t now, GError **error)
{
  return run (db,
              "INSERT INTO sign_in_addresses (account_id, address, used_at) "
              "VALUES (:account_id, :address, :now) ON CONFLICT (account_id, address) DO NOTHING",
              account_id, address, now, error) &&
         run (db,
              "UPDATE sign_in_addresses SET used_at = :now "
              "WHERE account_id = :account_id AND address = :address",
              account_id, address, now, error);
}

gboolean
et_address_repo_is_known (
    EtDb *db, int64_t account_id, const char *address, gboolean *ret_is_known, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT 1 FROM sign_in_addresses WHERE account_id = :account_id AND address = :address",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  et_db_stmt_bind_text (stmt, "address", address);
  return et_db_stmt_step (stmt, ret_is_known, error);
}

/* Returns: (transfer full) (element-type utf8): the addresses of an account, the last used
 * first. */
GPtrArray *
et_address_repo_list (EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT address FROM sign_in_addresses WHERE account_id = :id ORDER BY used_at DESC",
      error);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "id", account_id);
  for (;;)
    {
      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&addresses);
      g_ptr_array_add (addresses, g_strdup (et_db_stmt_get_text (stmt, 0)));
    }
}

gboolean
et_address_repo_delete_of_account (EtDb *db, int64_t account_id, GError **error)
{
  return et_rows_run_by_id (db, "DELETE FROM sign_in_addresses WHERE account_id = :id", account_id,
                            error);
}

/* Forgets addresses that were not used since a time. */
gboolean
et_address_repo_delete_unused (EtDb *db, int64_t since, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "DELETE FROM sign_in_addresses WHERE used_at < :since", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "since", since);
  return et_db_stmt_run (stmt, NULL, error);
}

/* SPDX-License-Identifier: MIT */
#include "client/et-account-rows.h"

#include "client/et-copy.h"
#include "client/et-store.h"
#include "core/et-account.h"
#include "db/et-db-record.h"

/* A function of the store. Returns: (transfer full): the account of the copy; NULL with
 * ET_ERROR_NOT_FOUND in a guest's. */
gpointer
et_account_rows_find (EtDb *db, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT * FROM accounts", error);

  return stmt != NULL ? et_db_stmt_read_one (stmt, et_account_get_type (), error) : NULL;
}

/* Papers are drawn in the language of the account: another one brings them anew. */
static gboolean
forget_papers (EtDb *db, GError **error)
{
  return et_copy_exec (db, "DELETE FROM invoices", error) &&
         et_copy_exec (db, "DELETE FROM credit_note_documents", error) &&
         et_copy_exec (db, "DELETE FROM credited_orders", error);
}

/* Keeps @account (an EtAccount) as the copy's. */
gboolean
et_account_rows_put (EtDb *db, gpointer account, GError **error)
{
  g_autoptr (EtAccount) before = et_account_rows_find (db, NULL, NULL);

  if (before != NULL && g_strcmp0 (before->language, ET_ACCOUNT (account)->language) != 0 &&
      !forget_papers (db, error))
    return FALSE;
  et_store_announce ("account");
  return et_copy_exec (db, "DELETE FROM accounts", error) &&
         et_copy_put (db, "accounts", account, error);
}

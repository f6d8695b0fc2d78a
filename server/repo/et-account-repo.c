/* SPDX-License-Identifier: MIT */
#include "server/repo/et-account-repo.h"

#include "core/et-fold.h"
#include "db/et-db-record.h"
#include "server/repo/et-like.h"
#include "server/repo/et-rows.h"

#define ACCOUNT_COLUMNS \
  "id, username, email, display_name, role, language, is_disabled AS disabled, created_at, " \
  "street, street2, postal_code, town, country, (SELECT COUNT(*) FROM second_factors s " \
  "WHERE s.account_id = accounts.id AND s.is_confirmed = 1) AS second_step"

/* An account that was deleted is nobody's any more, and is found nowhere. */
#define IS_LIVING "is_deleted = 0"

#define FROM_FOUND \
  " FROM accounts WHERE search_key LIKE :pattern ESCAPE '!' " \
  "AND (:role = '' OR role = :role) AND " IS_LIVING

void
et_credentials_clear (EtCredentials *credentials)
{
  g_clear_pointer (&credentials->hash, g_free);
}

/* What a search for an account looks through. */
static char *
make_search_key (const char *username, const char *display_name, const char *email)
{
  g_autofree char *text = g_strdup_printf (
      "%s %s %s", username, display_name != NULL ? display_name : "", email != NULL ? email : "");

  return et_fold (text);
}

/* Runs a change of one account. Sets ET_ERROR_NOT_FOUND when there is none. */
static gboolean
change_one (EtDbStmt *stmt, GError **error)
{
  int64_t n_changes;

  if (!et_db_stmt_run (stmt, &n_changes, error))
    return FALSE;
  if (n_changes == 0)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_on_one (EtDbStmt *stmt, int64_t account_id, GError **error)
{
  et_db_stmt_bind_int64 (stmt, "id", account_id);
  return change_one (stmt, error);
}

gboolean
et_account_repo_insert (EtDb *db, const EtAccountRow *row, int64_t *ret_id, GError **error)
{
  g_autofree char *search_key = make_search_key (row->username, row->display_name, row->email);
  g_autoptr (EtDbStmt) stmt = et_db_prepare_insert (
      db,
      "INSERT INTO accounts (username, username_key, email, display_name, role, language, "
      "password_hash, secret, search_key, created_at) "
      "VALUES (:username, :username_key, :email, :display_name, :role, :language, "
      ":password_hash, :secret, :search_key, :created_at)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "username", row->username);
  et_db_stmt_bind_text (stmt, "username_key", row->username_key);
  et_db_stmt_bind_text (stmt, "email", row->email);
  et_db_stmt_bind_text (stmt, "display_name", row->display_name);
  et_db_stmt_bind_text (stmt, "role", et_role_to_word (row->role));
  et_db_stmt_bind_text (stmt, "language", row->language);
  et_db_stmt_bind_text (stmt, "password_hash", row->password_hash);
  et_db_stmt_bind_bytes (stmt, "secret", row->secret, sizeof row->secret);
  et_db_stmt_bind_text (stmt, "search_key", search_key);
  et_db_stmt_bind_int64 (stmt, "created_at", row->created_at);
  return et_db_stmt_run_insert (stmt, ret_id, error);
}

/* Sets ET_ERROR_NOT_FOUND when there is no such account. */
EtAccount *
et_account_repo_get (EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id = :id AND " IS_LIVING, error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "id", account_id);
  return et_db_stmt_read_one (stmt, et_account_get_type (), error);
}

/* Finds what a name signs in with; an account that is disabled signs in with nothing. */
gboolean
et_account_repo_find_credentials (EtDb *db,
                                  const char *username_key,
                                  EtCredentials *ret_credentials,
                                  GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT id, password_hash FROM accounts "
                            "WHERE username_key = :key AND is_disabled = 0 AND " IS_LIVING,
                            error);

  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "key", username_key);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  ret_credentials->account_id = has_row ? et_db_stmt_get_int64 (stmt, 0) : 0;
  ret_credentials->hash = has_row ? g_strdup (et_db_stmt_get_text (stmt, 1)) : NULL;
  return TRUE;
}

gboolean
et_account_repo_has_name (EtDb *db,
                          const char *username_key,
                          gboolean *ret_is_taken,
                          GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT 1 FROM accounts WHERE username_key = :key", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "key", username_key);
  return et_db_stmt_step (stmt, ret_is_taken, error);
}

/* Saves what people may change of their own account. */
gboolean
et_account_repo_save_profile (EtDb *db, EtAccount *account, GError **error)
{
  g_autofree char *search_key = make_search_key (account->username, account->display_name,
                                                 account->email);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE accounts SET email = :email, display_name = :display_name, "
      "language = :language, street = :street, street2 = :street2, postal_code = :postal_code, "
      "town = :town, country = :country, search_key = :search_key WHERE id = :id AND " IS_LIVING,
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_record (stmt, account);
  et_db_stmt_bind_text (stmt, "search_key", search_key);
  return change_one (stmt, error);
}

/* Saves what administrators may change of an account. */
gboolean
et_account_repo_save_rights (EtDb *db, EtAccount *account, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE accounts SET role = :role, "
                            "is_disabled = :is_disabled WHERE id = :id AND " IS_LIVING,
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "role", account->role);
  et_db_stmt_bind_int64 (stmt, "is_disabled", account->is_disabled);
  return run_on_one (stmt, account->id, error);
}

gboolean
et_account_repo_set_password (EtDb *db, int64_t account_id, const char *hash, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE accounts SET password_hash = :hash WHERE id = :id AND " IS_LIVING, error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "hash", hash);
  return run_on_one (stmt, account_id, error);
}

/* Takes everything personal out of an account; its orders and invoices stay, because the law
 * wants them kept, and lead to a name that says nothing. */
gboolean
et_account_repo_anonymise (EtDb *db, int64_t account_id, GError **error)
{
  g_autofree char *name = g_strdup_printf ("deleted-%" G_GINT64_FORMAT, account_id);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE accounts SET username = :name, username_key = :name, search_key = '', email = NULL, "
      "display_name = NULL, language = NULL, street = NULL, street2 = NULL, postal_code = NULL, "
      "town = NULL, country = NULL, password_hash = NULL, role = 'customer', "
      "is_disabled = 1, is_deleted = 1 WHERE id = :id AND " IS_LIVING,
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "name", name);
  return run_on_one (stmt, account_id, error);
}

/* Counts the administrators who can sign in. */
gboolean
et_account_repo_count_administrators (EtDb *db, int64_t *ret_count, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT COUNT(*) FROM accounts WHERE role = 'admin' AND is_disabled = 0 AND " IS_LIVING,
      error);

  return stmt != NULL && et_rows_read_int64 (stmt, ret_count, error);
}

static void
bind_query (EtDbStmt *stmt, const EtAccountQuery *query)
{
  g_autofree char *pattern = et_like_containing (query->text);

  et_db_stmt_bind_text (stmt, "pattern", pattern);
  et_db_stmt_bind_text (stmt, "role", query->role != NULL ? query->role : "");
}

/* Accounts by user name. Returns: (transfer full) (element-type EtAccount). */
GPtrArray *
et_account_repo_list (EtDb *db, const EtAccountQuery *query, const EtPage *page, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT " ACCOUNT_COLUMNS FROM_FOUND " ORDER BY username_key LIMIT :limit OFFSET :offset",
      error);

  if (stmt == NULL)
    return NULL;

  bind_query (stmt, query);
  et_page_bind (page, stmt);
  return et_db_stmt_read_all (stmt, et_account_get_type (), error);
}

gboolean
et_account_repo_count (EtDb *db, const EtAccountQuery *query, int64_t *ret_count, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT COUNT(*)" FROM_FOUND, error);

  if (stmt == NULL)
    return FALSE;

  bind_query (stmt, query);
  return et_rows_read_int64 (stmt, ret_count, error);
}

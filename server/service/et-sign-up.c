/* SPDX-License-Identifier: MIT */
#include "server/service/et-sign-up.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "core/et-fold.h"
#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-account-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-one-time-code.h"
#include "server/service/et-password.h"

static gboolean
is_username_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || (c < 128 && strchr (".@+-_", c) != NULL);
}

/* Letters and digits of any script, and .@+-_ as the original allows. */
static gboolean
check_username (const char *username, GError **error)
{
  glong length = g_utf8_strlen (username, -1);
  g_autofree char *folded = et_fold (username);

  for (const char *p = username; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_username_character (g_utf8_get_char (p)))
      length = 0;
  if (length >= ET_USERNAME_MIN && length <= ET_USERNAME_MAX && *folded != '\0')
    return TRUE;

  et_error_set_field (error, "username",
                      N_ ("A user name has 3 to 64 letters, digits or one of . @ + - _"));
  return FALSE;
}

/* Whether mail could be sent there: one @ with something on both sides and no blanks. Sets
 * ET_ERROR_INVALID. */
gboolean
et_sign_up_check_email (const char *email, GError **error)
{
  const char *at = strchr (email, '@');

  if (at != NULL && at != email && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
      strlen (email) <= ET_EMAIL_MAX && strpbrk (email, " \t\n,;<>()\"") == NULL)
    return TRUE;

  et_error_set_field (error, "email", N_ ("This is not an e-mail address"));
  return FALSE;
}

/* Checks all but the password. Sets ET_ERROR_INVALID with the member's name. */
gboolean
et_sign_up_check (const EtSignUp *wish, GError **error)
{
  return check_username (wish->username, error) &&
         (wish->email == NULL || et_sign_up_check_email (wish->email, error));
}

/* Whether a code that makes the first administrator could be used now. Sets ET_ERROR_WRONG_CODE. */
gboolean
et_sign_up_check_setup_code (EtDb *db, const EtSignUp *wish, GError **error)
{
  EtCodeClaim code = { .account_id = ET_CODE_FIRST_ADMINISTRATOR };
  gboolean is_valid;

  if (wish->setup_code == NULL)
    return TRUE;
  et_one_time_code_hash (wish->setup_code, &code.hash);
  if (!et_code_repo_is_valid (db, &code, et_time_now (), &is_valid, error))
    return FALSE;
  if (!is_valid)
    et_error_set (error, ET_ERROR_WRONG_CODE);
  return is_valid;
}

/* Sets ET_ERROR_USERNAME_TAKEN when somebody has that name, in whatever spelling. */
gboolean
et_sign_up_check_name_is_free (EtDb *db, const EtSignUp *wish, GError **error)
{
  g_autofree char *key = et_fold (wish->username);
  gboolean is_taken;

  if (!et_account_repo_has_name (db, key, &is_taken, error))
    return FALSE;
  if (is_taken)
    {
      et_error_set (error, ET_ERROR_USERNAME_TAKEN);
      et_error_add_text (error, "field", "username");
    }
  return !is_taken;
}

/* Judges the password and hashes it. Sets ET_ERROR_PASSWORD_WEAK. */
gboolean
et_sign_up_hash_password (const EtSignUp *wish, char **ret_hash, GError **error)
{
  const char *personal[] = { wish->username, wish->email != NULL ? wish->email : "",
                             wish->display_name, NULL };

  return et_password_judge (wish->password, personal, error) &&
         et_password_hash (wish->password, ret_hash, error);
}

/* Uses the code up that makes the first administrator; it is over when there is one. */
static gboolean
use_setup_code (EtDb *db, const EtSignUp *wish, GError **error)
{
  EtCodeClaim code = { .account_id = ET_CODE_FIRST_ADMINISTRATOR };
  int64_t n_administrators;

  if (wish->setup_code == NULL)
    return TRUE;
  et_one_time_code_hash (wish->setup_code, &code.hash);
  if (!et_account_repo_count_administrators (db, &n_administrators, error))
    return FALSE;
  if (n_administrators > 0)
    {
      et_error_set (error, ET_ERROR_WRONG_CODE);
      return FALSE;
    }
  return et_one_time_code_use (db, &code, error);
}

/* Makes the account, and notes in the audit log when it is more than a customer's. Sets
 * ET_ERROR_USERNAME_TAKEN, ET_ERROR_WRONG_CODE.
 * @hash: of the password. */
gboolean
et_sign_up_create (
    EtDb *db, const EtSignUp *wish, const char *hash, int64_t *ret_account_id, GError **error)
{
  g_autofree char *key = et_fold (wish->username);
  EtAccountRow row = {
    .username = wish->username,
    .username_key = key,
    .email = wish->email,
    .display_name = wish->display_name,
    .language = wish->language,
    .password_hash = hash,
    .role = wish->role,
    .created_at = et_time_now (),
  };

  randombytes_buf (row.secret, sizeof row.secret);
  if (!use_setup_code (db, wish, error) || !et_sign_up_check_name_is_free (db, wish, error) ||
      !et_account_repo_insert (db, &row, ret_account_id, error))
    return FALSE;

  et_db_announce (db, "account", *ret_account_id, *ret_account_id, FALSE);
  return et_audit_write (db, 0, "create_account", "account", *ret_account_id,
                         et_role_to_word (wish->role), error);
}

/* SPDX-License-Identifier: MIT */
#include "server/commands/et-first-administrator.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "server/repo/et-account-repo.h"
#include "server/repo/et-counter-repo.h"
#include "server/service/et-sign-up.h"

typedef struct
{
  EtSignUp wish;
  char *password; /* owned; wiped */
  char *hash; /* owned */
  gboolean is_made;
} Creation;

/* A code is derived for this. */
#define PURPOSE "etickets setup code v1"

/* The counter that holds the number of the process which printed the code. */
#define PRINTED_BY "setup-code"

typedef struct
{
  const EtServices *services; /* borrowed */
  EtIssuedCode *issued; /* borrowed */
} CodeWish;

static void
clear_creation (Creation *creation)
{
  if (creation->password != NULL)
    sodium_memzero (creation->password, strlen (creation->password));
  g_free (creation->password);
  g_free (creation->hash);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Creation, clear_creation)

static gboolean
count (EtDb *db, gpointer ret_count, GError **error)
{
  return et_account_repo_count_administrators (db, ret_count, error);
}

/* Of several servers that begin together one makes the account. */
static gboolean
create (EtDb *db, gpointer data, GError **error)
{
  Creation *creation = data;
  int64_t n_administrators, account_id;

  if (!count (db, &n_administrators, error))
    return FALSE;
  creation->is_made = n_administrators == 0;
  return !creation->is_made ||
         et_sign_up_create (db, &creation->wish, creation->hash, &account_id, error);
}

/* The code of a time, for all processes that have the signing keys. */
static gboolean
derive_code (CodeWish *wish, int64_t expires_at, EtCodeClaim *ret_claim, GError **error)
{
  EtSigningKeys *keys = wish->services->signing_keys;
  guint8 key[ET_DERIVED_KEY_SIZE];

  if (!et_signing_keys_derive (keys, et_signing_keys_get_newest (keys), PURPOSE, key))
    {
      et_error_set (error, ET_ERROR_INTERNAL);
      return FALSE;
    }
  et_issued_code_clear (wish->issued); /* of a batch that is run again */
  wish->issued->code = et_one_time_code_derive (key, expires_at);
  wish->issued->expires_at = expires_at;
  sodium_memzero (key, sizeof key);
  *ret_claim = (EtCodeClaim){ .account_id = ET_CODE_FIRST_ADMINISTRATOR };
  et_one_time_code_hash (wish->issued->code, &ret_claim->hash);
  return TRUE;
}

/* A code that another process has printed holds as long as that process is there. */
static gboolean
find_code_of_other (EtDb *db, CodeWish *wish, gboolean *ret_found, GError **error)
{
  int64_t expires_at, process;
  gboolean is_held;
  EtCodeClaim claim;

  *ret_found = FALSE;
  if (!et_code_repo_get_expiry (db, ET_CODE_FIRST_ADMINISTRATOR, &expires_at, error) ||
      !et_counter_repo_get (db, PRINTED_BY, &process, error) ||
      !et_db_number_is_held (db, process, &is_held, error))
    return FALSE;
  return !is_held || (derive_code (wish, expires_at, &claim, error) &&
                      et_code_repo_is_valid (db, &claim, et_time_now (), ret_found, error));
}

static gboolean
issue_for_all (EtDb *db, CodeWish *wish, GError **error)
{
  int64_t printed_by;
  gboolean is_found;
  EtCodeClaim claim;

  if (!find_code_of_other (db, wish, &is_found, error))
    return FALSE;
  return is_found || (derive_code (wish, et_time_now () + ET_ONE_TIME_CODE_LIFE, &claim, error) &&
                      et_code_repo_put (db, &claim, wish->issued->expires_at, error) &&
                      et_counter_repo_get (db, PRINTED_BY, &printed_by, error) &&
                      et_counter_repo_raise (db, PRINTED_BY, wish->services->process - printed_by,
                                             &printed_by, error));
}

static gboolean
issue_if_needed (EtDb *db, gpointer data, GError **error)
{
  CodeWish *wish = data;
  int64_t n_administrators;

  if (!count (db, &n_administrators, error))
    return FALSE;
  if (n_administrators > 0)
    return TRUE;
  return wish->services->process != 0
             ? issue_for_all (db, wish, error)
             : et_one_time_code_issue (db, ET_CODE_FIRST_ADMINISTRATOR, wish->issued, error);
}

/* Its last line may end. */
static char *
read_password (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  char *password = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    {
      text[strcspn (text, "\r\n")] = '\0';
      password = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
      sodium_memzero (text, strlen (text));
    }
  if (password == NULL)
    {
      et_error_set_sentence (
          error, ET_ERROR_CONFIGURATION,
          N_ ("The password of the first administrator cannot be read from {path}"));
      et_error_add_text (error, "path", path);
    }
  return password;
}

/* Makes the administrator of the settings, when there is none at all. */
gboolean
et_first_administrator_ensure (const EtConfig *config, EtWriter *writer, GError **error)
{
  g_auto (Creation)
      creation = { .wish = { .username = config->admin_username, .role = ET_ROLE_ADMIN } };
  int64_t n_administrators;

  if (config->admin_username == NULL)
    return TRUE;
  if (!et_writer_run (writer, count, &n_administrators, error))
    return FALSE;
  if (n_administrators > 0)
    return TRUE;

  creation.password = read_password (config->admin_password_file, error);
  creation.wish.password = creation.password;
  if (creation.password == NULL || !et_sign_up_check (&creation.wish, error) ||
      !et_sign_up_hash_password (&creation.wish, &creation.hash, error) ||
      !et_writer_run (writer, create, &creation, error))
    return FALSE;
  if (creation.is_made)
    g_message ("event=account_created role=admin by=settings");
  return TRUE;
}

/* Makes a code for signing up as the first administrator, the same at all processes.
 * @ret_issued: its code stays NULL when there is an administrator. */
gboolean
et_first_administrator_issue_code (const EtServices *services,
                                   EtWriter *writer,
                                   EtIssuedCode *ret_issued,
                                   GError **error)
{
  CodeWish wish = { services, ret_issued };

  return et_writer_run (writer, issue_if_needed, &wish, error);
}

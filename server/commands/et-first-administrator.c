/* SPDX-License-Identifier: MIT */
#include "server/commands/et-first-administrator.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "server/repo/et-account-repo.h"
#include "server/service/et-sign-up.h"

typedef struct
{
  EtSignUp wish;
  char *password; /* owned; wiped */
  char *hash; /* owned */
  gboolean is_made;
} Creation;

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

static gboolean
issue_if_needed (EtDb *db, gpointer ret_issued, GError **error)
{
  int64_t n_administrators;

  return count (db, &n_administrators, error) &&
         (n_administrators > 0 ||
          et_one_time_code_issue (db, ET_CODE_FIRST_ADMINISTRATOR, ret_issued, error));
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

/* Makes a code for signing up as the first administrator.
 * @ret_issued: its code stays NULL when there is an administrator. */
gboolean
et_first_administrator_issue_code (EtWriter *writer, EtIssuedCode *ret_issued, GError **error)
{
  return et_writer_run (writer, issue_if_needed, ret_issued, error);
}

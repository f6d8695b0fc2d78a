/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "core/et-error.h"
#include "core/et-fold.h"
#include "core/et-role.h"
#include "core/et-translation.h"
#include "server/commands/et-operator.h"
#include "server/repo/et-account-repo.h"
#include "server/service/et-profile.h"
#include "server/service/et-sign-up.h"

typedef struct
{
  EtSignUp wish;
  char *hash; /* owned */
  int64_t account_id;
} Creation;

/* A new password for an account. */
typedef struct
{
  const char *username;
  char *username_key; /* owned */
  EtAccount *account; /* owned */
  char *hash; /* owned */
} NewPassword;

static void
clear_new_password (NewPassword *wish)
{
  g_free (wish->username_key);
  g_clear_object (&wish->account);
  g_free (wish->hash);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NewPassword, clear_new_password)

static gboolean
create (EtDb *db, gpointer data, GError **error)
{
  Creation *creation = data;

  return et_sign_up_create (db, &creation->wish, creation->hash, &creation->account_id, error);
}

static gboolean
read_wish (EtOperatorRequest *request, EtSignUp *ret_wish, GError **error)
{
  ret_wish->username = request->username;
  ret_wish->password = request->password;
  ret_wish->email = request->email;
  if (request->username == NULL || request->password == NULL ||
      !et_role_from_word (request->role, &ret_wish->role))
    {
      et_error_set (error, ET_ERROR_INVALID);
      return FALSE;
    }
  return et_sign_up_check (ret_wish, error);
}

static void
wipe_password (EtOperatorRequest *request)
{
  if (request->password != NULL)
    sodium_memzero (request->password, strlen (request->password));
}

/* Makes an account of any role. A name that is taken is an error: nothing is ever changed. */
gboolean
et_operator_create_account (EtOperator *holder,
                            EtOperatorRequest *request,
                            GString *output,
                            GError **error)
{
  Creation creation = { 0 };
  gboolean is_created = read_wish (request, &creation.wish, error) &&
                        et_sign_up_hash_password (&creation.wish, &creation.hash, error) &&
                        et_writer_run (holder->writer, create, &creation, error);

  g_free (creation.hash);
  wipe_password (request);
  if (is_created)
    g_message ("event=account_created account=%" G_GINT64_FORMAT " role=%s", creation.account_id,
               request->role);
  if (is_created)
    g_string_append_printf (
        output,
        et_translate (request->language, N_ ("The account “%s” was made, with the role %s.\n")),
        request->username, request->role);
  return is_created;
}

static gboolean
find_account (EtDb *db, gpointer data, GError **error)
{
  NewPassword *wish = data;
  g_auto (EtCredentials) credentials = { 0 };

  g_clear_object (&wish->account);
  if (!et_account_repo_find_credentials (db, wish->username_key, &credentials, error))
    return FALSE;
  if (credentials.account_id == 0)
    {
      et_error_set_sentence (error, ET_ERROR_NOT_FOUND,
                             N_ ("There is no account “{name}” that may sign in"));
      et_error_add_text (error, "name", wish->username);
      return FALSE;
    }
  wish->account = et_account_repo_get (db, credentials.account_id, error);
  return wish->account != NULL;
}

static gboolean
set_password (EtDb *db, gpointer data, GError **error)
{
  NewPassword *wish = data;

  return et_profile_set_password (db, wish->account->id, 0, wish->hash, error);
}

static gboolean
check_wish (EtOperatorRequest *request, GError **error)
{
  if (request->username != NULL && request->password != NULL)
    return TRUE;
  et_error_set (error, ET_ERROR_INVALID);
  return FALSE;
}

/* Gives an account a new password and ends its sessions: the operator's way in when there is no
 * administrator who could issue a code. */
gboolean
et_operator_set_password (EtOperator *holder,
                          EtOperatorRequest *request,
                          GString *output,
                          GError **error)
{
  g_auto (NewPassword) wish = { 0 };
  gboolean is_done;

  if (!check_wish (request, error))
    return FALSE;
  wish.username = request->username;
  wish.username_key = et_fold (request->username);
  is_done = et_writer_run (holder->writer, find_account, &wish, error) &&
            et_profile_hash_password (wish.account, request->password, &wish.hash, error) &&
            et_writer_run (holder->writer, set_password, &wish, error);
  wipe_password (request);
  if (!is_done)
    return FALSE;

  g_message ("event=password_set account=%" G_GINT64_FORMAT, wish.account->id);
  g_string_append_printf (
      output,
      et_translate (request->language, N_ ("The account “%s” has a new password; its sessions have "
                                           "ended.\n")),
      wish.account->username);
  return TRUE;
}

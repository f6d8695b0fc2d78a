/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "core/et-error.h"
#include "core/et-role.h"
#include "core/et-translation.h"
#include "server/commands/et-operator.h"
#include "server/service/et-sign-up.h"

typedef struct
{
  EtSignUp wish;
  char *hash; /* owned */
  int64_t account_id;
} Creation;

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
  if (request->password != NULL)
    sodium_memzero (request->password, strlen (request->password));
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

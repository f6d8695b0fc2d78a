/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>

#include "client/et-account-rows.h"
#include "client/et-call.h"
#include "client/et-cart-rows.h"
#include "client/et-catalogue-rows.h"
#include "client/et-catalogue-store.h"
#include "client/et-copy-file.h"
#include "client/et-copy.h"
#include "client/et-data-folder.h"
#include "client/et-keyring.h"
#include "client/et-session-file.h"
#include "client/et-session-state.h"

/* What a copy begins with. */
typedef struct
{
  EtAccount *account; /* borrowed */
  GListModel *offers; /* borrowed, nullable; to look at until the first sync */
} Beginning;

static gboolean
put_offers (EtDb *db, GListModel *offers, GError **error)
{
  int64_t n_known = 0;

  if (!et_copy_get_number (db, "SELECT count(*) FROM offers", 0, &n_known, error))
    return FALSE;
  for (guint i = 0; n_known == 0 && offers != NULL && i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (EtOffer) offer = g_list_model_get_item (offers, i);

      if (!et_catalogue_rows_put (db, offer, error))
        return FALSE;
    }
  return TRUE;
}

/* A copy can only be another person's when the server's database was begun anew. */
static gpointer
begin_copy (EtDb *db, gpointer data, GError **error)
{
  Beginning *beginning = data;
  g_autoptr (EtAccount) before = et_account_rows_find (db, NULL, NULL);

  if (before != NULL && g_strcmp0 (before->username, beginning->account->username) != 0 &&
      !et_copy_clear_all (db, error))
    return NULL;
  return et_account_rows_put (db, beginning->account, error) &&
                 put_offers (db, beginning->offers, error)
             ? ET_DONE
             : NULL;
}

static gpointer
empty_guest_cart (EtDb *db, gpointer data, GError **error)
{
  return et_copy_is_accounts (db) || et_cart_rows_empty (db, error) ? ET_DONE : NULL;
}

static gpointer
clear_copy (EtDb *db, gpointer data, GError **error)
{
  return et_copy_clear_all (db, error) ? ET_DONE : NULL;
}

static gboolean
move_to (EtSession *self, int64_t account_id, GError **error)
{
  g_autofree char *path = et_data_folder_get_copy (self->folder, account_id);

  return g_str_equal (path, et_store_get_path (self->store))
             ? et_store_open (self->store, error)
             : et_store_move (self->store, path, error);
}

/* Opens the account's copy, with what is on the shelves of the one before. */
static gboolean
move_to_account (EtSession *self, EtAccount *account, GError **error)
{
  g_autoptr (GListModel) offers = et_catalogue_store_list (self->store, NULL, NULL);
  Beginning beginning = { account, offers };

  return move_to (self, account->id, error) &&
         et_store_run (self->store, begin_copy, &beginning, NULL, error) != NULL;
}

/* Under which name the keyring has the tokens of a server: two data folders are two sessions, also
 * where the same account is signed in. Returns: (transfer full). */
static char *
make_keyring_place (EtSession *self)
{
  const char *url = et_remote_get_url (self->remote);
  g_autofree char *own = et_data_folder_of_server (NULL, url);

  return g_str_equal (self->folder, own) ? g_strdup (url)
                                         : g_strconcat (url, " ", self->folder, NULL);
}

static void
forget_token (EtSession *self, EtAccount *account)
{
  g_autofree char *place = make_keyring_place (self);

  et_keyring_forget (place, account->id);
}

static gboolean
keep_token (
    EtSession *self, EtAccount *account, const char *token, gboolean *ret_is_kept, GError **error)
{
  g_autofree char *place = make_keyring_place (self);

  if (self->token_file != NULL && !et_token_file_write (self->token_file, token, error))
    return FALSE;
  *ret_is_kept = self->token_file != NULL || et_keyring_keep (place, account->id, token);
  return et_session_file_save (self->folder, account->id, self->token_file, error);
}

/* A token whose owner is not known yet needs the server once. */
static gboolean
use_given_token (EtSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (EtAccount) account = et_session_dup_account (self);

  et_remote_set_token (self->remote, self->given_token);
  if (account == NULL && !et_session_fetch_account (self, cancellable, error))
    return FALSE;
  if (account == NULL)
    {
      account = et_session_dup_account (self);
      return et_session_file_note_owner (self->folder, self->given_token, account->id, error);
    }
  et_session_publish (self, account, TRUE, TRUE);
  return TRUE;
}

/* Opens the copy of whoever was signed in last, or the guest's. */
gboolean
et_session_open_copy (EtSession *self, GError **error)
{
  g_autoptr (EtSessionFile) file = et_session_file_load (self->folder);
  g_autoptr (EtAccount) account = NULL;
  int64_t account_id = self->given_token != NULL
                           ? et_session_file_find_owner (self->folder, self->given_token)
                           : file->account_id;

  if (self->token_file == NULL)
    self->token_file = g_strdup (file->token_file);
  if (!move_to (self, account_id, error))
    return FALSE;
  account = et_store_run (self->store, et_account_rows_find, NULL, g_object_unref, NULL);
  et_session_publish (self, account, account != NULL, TRUE);
  return TRUE;
}

static gboolean
look_for_token (EtSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (EtSessionFile) file = et_session_file_load (self->folder);
  g_autoptr (EtAccount) account = et_session_dup_account (self);
  g_autoptr (GError) failure = NULL;
  g_autofree char *place = make_keyring_place (self);
  g_autofree char *token = NULL;

  if (self->given_token != NULL)
    return use_given_token (self, cancellable, error);
  if (file->account_id == 0)
    return TRUE;

  token = et_keyring_find (place, file->account_id);
  if (token == NULL && self->token_file != NULL)
    token = et_token_file_read (self->token_file, &failure);
  et_remote_set_token (self->remote, token);
  et_session_publish (self, account, account != NULL && token != NULL, token != NULL);
  if (failure == NULL || g_error_matches (failure, ET_ERROR, ET_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
set_looking (EtSession *self, gboolean is_looking)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->is_looking = is_looking;
  g_cond_broadcast (&self->found);
}

/* From now on others wait for the token, until et_session_find_token() is done. */
void
et_session_begin_looking (EtSession *self)
{
  set_looking (self, TRUE);
}

/* Waits while somebody looks for the token: a keyring can be slow. */
void
et_session_await_token (EtSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->is_looking)
    g_cond_wait (&self->found, &self->lock);
}

/* Looks for the token of the account whose copy is open: given, in the keyring, in a file. Finding
 * none is no error. Sets ET_ERROR_FORBIDDEN when others can read the file. */
gboolean
et_session_find_token (EtSession *self, GCancellable *cancellable, GError **error)
{
  gboolean is_found = look_for_token (self, cancellable, error);

  set_looking (self, FALSE);
  return is_found;
}

/* Opens the account's copy and has its token sent. A round that finds the copy meanwhile waits for
 * the token: without one it would take the copy for a guest's. */
static gboolean
change_to (EtSession *self, EtAccount *account, const char *token, GError **error)
{
  gboolean is_open;

  set_looking (self, TRUE);
  is_open = move_to_account (self, account, error);
  if (is_open)
    et_remote_set_token (self->remote, token);
  set_looking (self, FALSE);
  return is_open;
}

/* Makes @account the one that is signed in: keeps its token, empties the guest's cart, which it
 * now has, and opens its copy. The caller holds the sync lock. */
gboolean
et_session_enter (EtSession *self, EtAccount *account, const char *token, GError **error)
{
  gboolean is_kept = FALSE;

  if (!keep_token (self, account, token, &is_kept, error) ||
      et_store_run (self->store, empty_guest_cart, NULL, NULL, error) == NULL ||
      !change_to (self, account, token, error))
    return FALSE;
  et_session_publish (self, account, TRUE, is_kept);
  return TRUE;
}

/* Forgets the account: its token, its copy's rows, damaged copies, and that it was here. The caller holds the sync
 * lock. */
gboolean
et_session_leave (EtSession *self, GError **error)
{
  g_autoptr (EtAccount) account = et_session_dup_account (self);

  et_remote_set_token (self->remote, NULL);
  if (account != NULL && self->given_token == NULL)
    {
      forget_token (self, account);
      if (self->token_file != NULL)
        g_unlink (self->token_file);
      if (!et_session_file_save (self->folder, 0, NULL, error))
        return FALSE;
    }
  g_clear_pointer (&self->token_file, g_free);
  g_clear_pointer (&self->given_token, g_free);
  et_copy_file_forget_damaged (et_store_get_path (self->store));
  if (et_store_run (self->store, clear_copy, NULL, NULL, error) == NULL ||
      !move_to (self, 0, error))
    return FALSE;
  et_session_publish (self, NULL, FALSE, TRUE);
  return TRUE;
}

/* Keeps the account of an answer in its copy.
 * @answer: the account, or an object with a member "account". */
gboolean
et_session_take_account (EtSession *self, JsonObject *answer, GError **error)
{
  g_autoptr (EtAccount) account = et_session_read_account (answer, error);
  Beginning beginning = { account, NULL };

  if (account == NULL || !move_to (self, account->id, error) ||
      et_store_run (self->store, begin_copy, &beginning, NULL, error) == NULL)
    return FALSE;
  et_session_publish (self, account, TRUE, et_session_keeps_token (self));
  return TRUE;
}

/* Asks the server whose the token is, and keeps the answer. */
gboolean
et_session_fetch_account (EtSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (self->remote, "GET", "/api/accounts/me/", NULL,
                                                  NULL, cancellable, error);

  return answer != NULL && et_session_take_account (self, answer, error);
}

/* The server no longer knows the token: the copy stays open, but the password is wanted again. */
void
et_session_refuse_token (EtSession *self)
{
  g_autoptr (EtAccount) account = et_session_dup_account (self);

  et_remote_set_token (self->remote, NULL);
  if (account != NULL && self->given_token == NULL)
    forget_token (self, account);
  et_session_publish (self, account, FALSE, FALSE);
}

/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "client/et-call.h"
#include "client/et-cart-store.h"
#include "client/et-json.h"
#include "client/et-outbox-rows.h"
#include "client/et-session-state.h"
#include "client/et-sync-lock.h"
#include "client/et-upload.h"

/* A round of sync that is under way ends before the account changes. */
#define LOCK_WAIT_MS 20000

typedef struct
{
  char *username; /* owned */
  char *password; /* owned; wiped */
  char *code; /* owned, nullable; of the second step, or the one that makes an administrator */
  char *email; /* owned, nullable */
  char *display_name; /* owned, nullable */
  gboolean is_new;
} Credentials;

static Credentials *
new_credentials (const char *username,
                 const char *password,
                 const char *email,
                 const char *display_name,
                 gboolean is_new)
{
  Credentials *credentials = g_new0 (Credentials, 1);

  credentials->username = g_strdup (username);
  credentials->password = g_strdup (password);
  credentials->email = g_strdup (email);
  credentials->display_name = g_strdup (display_name);
  credentials->is_new = is_new;
  return credentials;
}

static Credentials *
new_known (const char *username, const char *password, const char *code)
{
  Credentials *credentials = new_credentials (username, password, NULL, NULL, FALSE);

  credentials->code = g_strdup (code);
  return credentials;
}

static void
free_credentials (gpointer data)
{
  Credentials *credentials = data;

  sodium_memzero (credentials->password, strlen (credentials->password));
  g_free (credentials->password);
  g_free (credentials->code);
  g_free (credentials->username);
  g_free (credentials->email);
  g_free (credentials->display_name);
  g_free (credentials);
}

static void
write_cart (EtJsonWriter *writer, EtCart *cart)
{
  et_json_writer_begin_array (writer, "cart");
  for (guint i = 0; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);

      et_json_writer_begin_object (writer, NULL);
      et_json_writer_int64 (writer, "offer_id", line->offer_id);
      et_json_writer_int64 (writer, "qty", line->quantity);
      et_json_writer_end_object (writer);
    }
  et_json_writer_end_array (writer);
}

static GBytes *
write_credentials (Credentials *credentials, EtCart *cart)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_text (writer, "username", credentials->username);
  et_json_writer_text (writer, "password", credentials->password);
  if (credentials->code != NULL)
    et_json_writer_text (writer, credentials->is_new ? "setup_code" : "code", credentials->code);
  if (credentials->email != NULL)
    et_json_writer_text (writer, "email", credentials->email);
  if (credentials->display_name != NULL)
    et_json_writer_text (writer, "display_name", credentials->display_name);
  if (cart != NULL && cart->items->len > 0)
    write_cart (writer, cart);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

/* The token of the account before would be refused, if it was the reason to sign in again. */
static JsonObject *
ask (EtSession *self,
     Credentials *credentials,
     EtCart *cart,
     GCancellable *cancellable,
     GError **error)
{
  const char *path = credentials->is_new ? "/api/accounts/signup/" : "/api/accounts/login/";
  g_autoptr (GBytes) body = write_credentials (credentials, cart);
  g_autofree char *token_before = et_remote_dup_token (self->remote);
  JsonObject *answer;

  et_remote_set_token (self->remote, NULL);
  answer = et_remote_call (self->remote, "POST", path, body, NULL, cancellable, error);
  if (answer == NULL)
    et_remote_set_token (self->remote, token_before);
  return answer;
}

static gpointer
sign_in (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtSession *self = source;
  g_autoptr (EtSyncLock) lock = et_sync_lock_take (self->store, LOCK_WAIT_MS, cancellable, error);
  g_autoptr (EtAccount) before = et_session_dup_account (self);
  g_autoptr (EtAccount) account = NULL;
  g_autoptr (EtCart) cart = NULL;
  g_autoptr (JsonObject) answer = NULL;
  const char *token;

  if (lock == NULL)
    return NULL;
  if (before == NULL && (cart = et_cart_store_load (self->store, error)) == NULL)
    return NULL;
  answer = ask (self, args, cart, cancellable, error);
  if (answer == NULL || !et_json_read_text (answer, "token", &token, error) ||
      (account = et_session_read_account (answer, error)) == NULL)
    return NULL;
  return et_session_enter (self, account, token, error) ? ET_DONE : NULL;
}

static gpointer
reset_password (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtSession *self = source;
  g_autoptr (JsonObject) answer = et_remote_call (
      self->remote, "POST", "/api/accounts/reset-password/", args, NULL, cancellable, error);

  return answer != NULL ? ET_DONE : NULL;
}

static gpointer
count_edits (EtDb *db, gpointer count, GError **error)
{
  return et_outbox_rows_count (db, count, error) ? ET_DONE : NULL;
}

/* Sends what waits. Sets ET_ERROR_CONFLICT with the detail "count" when something still does. */
static gboolean
send_edits (EtSession *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *token = et_remote_dup_token (self->remote);
  g_autoptr (GError) failure = NULL;
  int64_t count;

  if (token != NULL && !et_upload_run (self->store, self->remote, NULL, cancellable, &failure))
    g_debug ("Not all edits were sent before the sign-out: %s", failure->message);
  if (et_store_run (self->store, count_edits, &count, NULL, error) == NULL)
    return FALSE;
  if (count == 0)
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_CONFLICT,
                         N_ ("Changes that have not reached the server would be lost: {count}"));
  et_error_add_int64 (error, "count", count);
  return FALSE;
}

/* The session ends on the server if it can be reached, and here in any case. */
static void
say_goodbye (EtSession *self, GCancellable *cancellable)
{
  g_autofree char *token = et_remote_dup_token (self->remote);
  g_autofree char *key = et_remote_new_key ();
  g_autoptr (JsonObject) answer = NULL;

  if (token != NULL)
    answer = et_remote_call (self->remote, "POST", "/api/accounts/logout/", NULL, key, cancellable,
                             NULL);
}

static gpointer
sign_out (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtSession *self = source;
  gboolean discards_edits = GPOINTER_TO_INT (args);
  g_autoptr (EtSyncLock) lock = et_sync_lock_take (self->store, LOCK_WAIT_MS, cancellable, error);

  if (lock == NULL || (!discards_edits && !send_edits (self, cancellable, error)))
    return NULL;
  say_goodbye (self, cancellable);
  return et_session_leave (self, error) ? ET_DONE : NULL;
}

/* Reads an account that stands by itself or as the member "account".
 * Returns: (transfer full): NULL with ET_ERROR_BAD_ANSWER. */
EtAccount *
et_session_read_account (JsonObject *answer, GError **error)
{
  JsonNode *node = json_object_get_member (answer, "account");
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                     : answer;

  return et_json_read_record (et_account_get_type (), object, error);
}

/* Blocking: see the asynchronous form. */
gboolean
et_session_sign_in (EtSession *self,
                    const char *username,
                    const char *password,
                    const char *code,
                    GCancellable *cancellable,
                    GError **error)
{
  Credentials *credentials = new_known (username, password, code);
  gpointer result = sign_in (self, credentials, cancellable, error);

  free_credentials (credentials);
  return result != NULL;
}

/* Sets ET_ERROR_WRONG_CREDENTIALS, ET_ERROR_SECOND_FACTOR_REQUIRED, ET_ERROR_WRONG_CODE,
 * ET_ERROR_RATE_LIMITED, or what the remote sets. */
void
et_session_sign_in_async (EtSession *self,
                          const char *username,
                          const char *password,
                          const char *code,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  et_call_async (self, sign_in, new_known (username, password, code), free_credentials, NULL,
                 cancellable, callback, data);
}

gboolean
et_session_sign_in_finish (EtSession *self, GAsyncResult *result, GError **error)
{
  return et_call_finish (self, result, error) != NULL;
}

/* Blocking: see the asynchronous form. */
gboolean
et_session_sign_up (EtSession *self,
                    const char *username,
                    const char *password,
                    const char *email,
                    const char *display_name,
                    GCancellable *cancellable,
                    GError **error)
{
  Credentials *credentials = new_credentials (username, password, email, display_name, TRUE);
  gpointer result = sign_in (self, credentials, cancellable, error);

  free_credentials (credentials);
  return result != NULL;
}

/* Makes an account and signs it in. Sets ET_ERROR_USERNAME_TAKEN, ET_ERROR_PASSWORD_WEAK,
 * ET_ERROR_INVALID with the detail "field", or what the remote sets. */
void
et_session_sign_up_async (EtSession *self,
                          const char *username,
                          const char *password,
                          const char *email,
                          const char *display_name,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  et_call_async (self, sign_in, new_credentials (username, password, email, display_name, TRUE),
                 free_credentials, NULL, cancellable, callback, data);
}

gboolean
et_session_sign_up_finish (EtSession *self, GAsyncResult *result, GError **error)
{
  return et_call_finish (self, result, error) != NULL;
}

/* Makes the first administrator of a server, who has the code that it printed when it was set up.
 * Sets ET_ERROR_WRONG_CODE, and what et_session_sign_up_async() does. Ends with
 * et_session_sign_up_finish(). */
void
et_session_set_up_async (EtSession *self,
                         const char *username,
                         const char *password,
                         const char *setup_code,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  Credentials *credentials = new_credentials (username, password, NULL, NULL, TRUE);

  credentials->code = g_strdup (setup_code);
  et_call_async (self, sign_in, credentials, free_credentials, NULL, cancellable, callback, data);
}

/* Sets a new password with a code that an administrator gave; it does not sign in. Sets
 * ET_ERROR_WRONG_CODE, ET_ERROR_PASSWORD_WEAK, or what the remote sets. */
void
et_session_reset_password_async (EtSession *self,
                                 const char *username,
                                 const char *code,
                                 const char *new_password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  const char *pairs[] = { "username", username, "code", code, "new_password", new_password, NULL };

  et_call_async (self, reset_password, et_json_write_texts (pairs), (GDestroyNotify) g_bytes_unref,
                 NULL, cancellable, callback, data);
}

gboolean
et_session_reset_password_finish (EtSession *self, GAsyncResult *result, GError **error)
{
  return et_call_finish (self, result, error) != NULL;
}

/* Blocking: see the asynchronous form. */
gboolean
et_session_sign_out (EtSession *self,
                     gboolean discards_edits,
                     GCancellable *cancellable,
                     GError **error)
{
  return sign_out (self, GINT_TO_POINTER (discards_edits), cancellable, error) != NULL;
}

/* Sends the edits that wait first, unless they are to be discarded. Sets ET_ERROR_CONFLICT with
 * the detail "count", and stays signed in, when some cannot be sent; ET_ERROR_IN_PROGRESS when
 * another program does not let go of the copy. */
void
et_session_sign_out_async (EtSession *self,
                           gboolean discards_edits,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  et_call_async (self, sign_out, GINT_TO_POINTER (discards_edits), NULL, NULL, cancellable,
                 callback, data);
}

gboolean
et_session_sign_out_finish (EtSession *self, GAsyncResult *result, GError **error)
{
  return et_call_finish (self, result, error) != NULL;
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-remote.h"
#include "client/et-store.h"
#include "core/et-account.h"

G_BEGIN_DECLS

/* Who is signed in at this server. The token lives in the keyring, or in memory when there is
 * none. Properties: "account" (EtAccount, NULL for a guest), "is-signed-in" (FALSE with an account:
 * its copy opens, but the server wants the password again), "token-is-kept" (FALSE: there is no
 * keyring, the token is lost at the end of the program).
 * Signing in sends the guest's cart along and empties it on success. */
#define ET_TYPE_SESSION (et_session_get_type ())
G_DECLARE_FINAL_TYPE (EtSession, et_session, ET, SESSION, GObject)

EtSession *et_session_new (EtStore *store, EtRemote *remote, const char *server_folder);

EtAccount *et_session_get_account (EtSession *self); /* nullable, borrowed */
gboolean et_session_is_signed_in (EtSession *self);
gboolean et_session_get_token_is_kept (EtSession *self);
EtRole et_session_get_role (EtSession *self);

void et_session_sign_in_async (EtSession *self,
                               const char *username,
                               const char *password,
                               const char *code, /* nullable; of the second step */
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean et_session_sign_in_finish (EtSession *self, GAsyncResult *result, GError **error);
gboolean et_session_sign_in (EtSession *self,
                             const char *username,
                             const char *password,
                             const char *code,
                             GCancellable *cancellable,
                             GError **error); /* blocking */
void et_session_sign_up_async (EtSession *self,
                               const char *username,
                               const char *password,
                               const char *email, /* nullable */
                               const char *display_name, /* nullable */
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean et_session_sign_up_finish (EtSession *self, GAsyncResult *result, GError **error);
gboolean et_session_sign_up (EtSession *self,
                             const char *username,
                             const char *password,
                             const char *email,
                             const char *display_name,
                             GCancellable *cancellable,
                             GError **error); /* blocking */
void et_session_set_up_async (EtSession *self,
                              const char *username,
                              const char *password,
                              const char *setup_code,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
void et_session_reset_password_async (EtSession *self,
                                      const char *username,
                                      const char *code,
                                      const char *new_password,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
gboolean et_session_reset_password_finish (EtSession *self, GAsyncResult *result, GError **error);
/* Ends the session on the server when it can be reached, forgets the token, empties the copy. Edits
 * that cannot be sent before keep the session, unless @discards_edits. */
void et_session_sign_out_async (EtSession *self,
                                gboolean discards_edits,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean et_session_sign_out_finish (EtSession *self, GAsyncResult *result, GError **error);
gboolean et_session_sign_out (EtSession *self,
                              gboolean discards_edits,
                              GCancellable *cancellable,
                              GError **error); /* blocking */

/* For programs without a keyring. Both are to be called before et_context_open(). */
void et_session_set_token_file (EtSession *self, const char *path);
void et_session_set_token (EtSession *self, const char *token);

G_END_DECLS

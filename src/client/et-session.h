/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-remote.h"
#include "client/et-store.h"
#include "core/et-account.h"

G_BEGIN_DECLS

/* Who is signed in at this server. The token lives in the keyring, or in memory when there is
 * none. Properties: "account" (EtAccount, NULL for a guest), "is-signed-in",
 * "token-is-kept" (FALSE: there is no keyring, the token is lost at the end of the program).
 * Signing in sends the guest's cart along and empties it on success. */
#define ET_TYPE_SESSION (et_session_get_type ())
G_DECLARE_FINAL_TYPE (EtSession, et_session, ET, SESSION, GObject)

EtAccount *et_session_get_account (EtSession *self); /* nullable, borrowed */
gboolean et_session_is_signed_in (EtSession *self);
gboolean et_session_get_token_is_kept (EtSession *self);
EtRole et_session_get_role (EtSession *self);

void et_session_sign_in_async (EtSession *self,
                               const char *username,
                               const char *password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean et_session_sign_in_finish (EtSession *self, GAsyncResult *result, GError **error);
void et_session_sign_up_async (EtSession *self,
                               const char *username,
                               const char *password,
                               const char *email,        /* nullable */
                               const char *display_name, /* nullable */
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean et_session_sign_up_finish (EtSession *self, GAsyncResult *result, GError **error);
/* Ends the session on the server when it can be reached, forgets the token, empties the copy. */
void et_session_sign_out_async (EtSession *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean et_session_sign_out_finish (EtSession *self, GAsyncResult *result, GError **error);

/* Asks the server for the account again (after a change of the profile). */
void et_session_refresh_async (EtSession *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean et_session_refresh_finish (EtSession *self, GAsyncResult *result, GError **error);

G_END_DECLS

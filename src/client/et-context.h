/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-cart-store.h"
#include "client/et-catalogue-store.h"
#include "client/et-outbox.h"
#include "client/et-remote.h"
#include "client/et-session.h"
#include "client/et-store.h"
#include "client/et-sync.h"
#include "client/et-wallet-store.h"

G_BEGIN_DECLS

/* Everything a front end needs of one server: handed to pages as a construct property, also used
 * by the command line. Properties "store", "remote", "session", "outbox", "sync". */
#define ET_TYPE_CONTEXT (et_context_get_type ())
G_DECLARE_FINAL_TYPE (EtContext, et_context, ET, CONTEXT, GObject)

/* @data_folder: where the offline file lies; NULL for the user's data folder. NULL when
 * @server_url is not the address of a server. */
EtContext *et_context_new (const char *server_url, const char *data_folder);
/* Opens the store and restores the session; afterwards reading offline works. */
void et_context_open_async (EtContext *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
void et_context_open_copy_async (EtContext *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
gboolean et_context_open_finish (EtContext *self, GAsyncResult *result, GError **error);
gboolean
et_context_open (EtContext *self, GCancellable *cancellable, GError **error); /* blocking */

EtStore *et_context_get_store (EtContext *self);
EtRemote *et_context_get_remote (EtContext *self);
EtSession *et_context_get_session (EtContext *self);
EtOutbox *et_context_get_outbox (EtContext *self);
EtSync *et_context_get_sync (EtContext *self);
const char *et_context_get_server_url (EtContext *self);

G_END_DECLS

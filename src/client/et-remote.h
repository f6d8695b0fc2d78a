/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "client/et-network-leave.h"
#include "core/et-error.h"

G_BEGIN_DECLS

/* The server over HTTP: one SoupSession, JSON in and out. Errors are of ET_ERROR: the server's own
 * code with its sentence and details, ET_ERROR_OFFLINE when it cannot be reached,
 * ET_ERROR_BAD_ANSWER when something else answered. */
#define ET_TYPE_REMOTE (et_remote_get_type ())
G_DECLARE_FINAL_TYPE (EtRemote, et_remote, ET, REMOTE, GObject)

EtRemote *et_remote_new (const char *url, GError **error);

/* @method: GET, POST, PUT, PATCH, DELETE; @path begins with a slash; @body: (nullable): JSON;
 * @key: (nullable): the Idempotency-Key; @etag: (nullable): sent as If-Match. */
void et_remote_send_async (EtRemote *self,
                           const char *method,
                           const char *path,
                           GBytes *body,
                           const char *key,
                           const char *etag,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* Returns: (transfer full): the answer's JSON; @ret_etag: (out) (optional): the answer's ETag. */
JsonNode *
et_remote_send_finish (EtRemote *self, GAsyncResult *result, char **ret_etag, GError **error);
JsonNode *et_remote_send (EtRemote *self,
                          const char *method,
                          const char *path,
                          GBytes *body,
                          const char *key,
                          const char *etag,
                          char **ret_etag,
                          GCancellable *cancellable,
                          GError **error); /* blocking */
JsonObject *et_remote_call (EtRemote *self,
                            const char *method,
                            const char *path,
                            GBytes *body,
                            const char *key,
                            GCancellable *cancellable,
                            GError **error); /* blocking; for answers that are objects */

/* Bytes of any type: PDF, PNG. */
void et_remote_fetch_async (EtRemote *self,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
GBytes *et_remote_fetch_finish (EtRemote *self, GAsyncResult *result, GError **error);
GBytes *et_remote_fetch (EtRemote *self,
                         const char *path,
                         GCancellable *cancellable,
                         GError **error); /* blocking */

const char *et_remote_get_url (EtRemote *self);
EtNetworkLeave *et_remote_get_leave (EtRemote *self);
void et_remote_set_token (EtRemote *self, const char *token); /* nullable */
char *et_remote_dup_token (EtRemote *self); /* nullable */
void et_remote_set_patience (EtRemote *self, guint seconds);
void et_remote_set_language (EtRemote *self, const char *language);
const char *et_remote_get_language (EtRemote *self);
char *et_remote_new_key (void); /* a fresh Idempotency-Key */
gboolean et_remote_error_is_final (const GError *error);

G_END_DECLS

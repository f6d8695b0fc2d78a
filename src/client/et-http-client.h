/* SPDX-License-Identifier: MIT */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A SoupSession on a thread of its own, for callers on any thread that wait. */
typedef struct _EtHttpClient EtHttpClient;

EtHttpClient *et_http_client_new (void);
void et_http_client_free (EtHttpClient *client);
void et_http_client_set_patience (EtHttpClient *client, guint seconds);
GBytes *et_http_client_send (EtHttpClient *client,
                             SoupMessage *message,
                             gsize max_size,
                             guint deadline_ms,
                             GCancellable *cancellable,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtHttpClient, et_http_client_free)

G_END_DECLS

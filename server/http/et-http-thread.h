/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-private.h"
#include "server/http/et-inbox.h"

G_BEGIN_DECLS

EtHttpThread *et_http_thread_new (EtHttpServer *server, guint number);
guint et_http_thread_get_number (EtHttpThread *thread);
void et_http_thread_free (EtHttpThread *thread);
void et_http_thread_post (EtHttpThread *thread, EtMail *mail);
void et_http_thread_wake (EtHttpThread *thread);
void et_http_thread_accept (EtHttpThread *thread, int fd, const EtPeer *peer);
void et_http_thread_drain (EtHttpThread *thread);
void et_http_thread_join (EtHttpThread *thread);
void et_http_thread_upgrade (EtHttpThread *thread,
                             EtConnection *connection,
                             const EtPeer *client,
                             const char *accept);
struct _EtLiveRoom *et_http_thread_get_live_room (EtHttpThread *thread);
EtHttpServer *et_http_thread_get_server (EtHttpThread *thread);

G_END_DECLS

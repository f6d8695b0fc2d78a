/* SPDX-License-Identifier: MIT */
#pragma once

#include <libsoup/soup.h>

#include "server/http/et-address-count.h"
#include "server/http/et-connection.h"
#include "server/http/et-http-server.h"
#include "server/http/et-listener.h"
#include "server/http/et-metrics.h"
#include "server/http/et-rate-limit.h"
#include "server/http/et-router.h"
#include "server/http/et-tls.h"

G_BEGIN_DECLS

#define ET_REQUEST_ID_LENGTH 16

typedef struct _EtHttpThread EtHttpThread;

struct _EtHttpServer
{
  EtHttpConfig config; /* the strings are ours too, kept in strings */
  EtHttpHooks hooks;
  GPtrArray *strings; /* owned */
  EtDeadlines deadlines;
  EtRouter *router; /* owned */
  GPtrArray *proxies; /* owned, of GInetAddressMask */
  EtRateLimit *limits[ET_N_LIMITS]; /* owned, nullable */
  char *common_fields; /* owned: of every answer's head */
  guint32 instance; /* the first half of each request's id */
  gint n_requests; /* atomic; the second half */
  gint next_thread; /* atomic */
  EtAddressCount *connections; /* owned; of all that are open, by address */
  EtListener *listener; /* owned, nullable */
  EtTls *tls; /* owned, nullable: only in the clear */
  EtHttpThread **threads; /* owned, NULL-ended; set atomically, the writer wakes them */
  gint is_draining; /* atomic */
  EtAddressCount *live_count; /* owned; of WebSockets, by the client's address */
  EtMetrics *metrics; /* owned */
  gint64 version; /* atomic; the last change there is */
};

void et_http_server_release (EtHttpServer *server, const EtPeer *peer);
gboolean et_http_config_logs (const EtHttpConfig *config, GLogLevelFlags level);

void et_http_server_make_request_id (EtHttpServer *server, char *ret_id);

int64_t et_http_server_get_version (EtHttpServer *server);

G_END_DECLS

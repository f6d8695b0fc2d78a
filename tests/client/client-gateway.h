/* SPDX-License-Identifier: MIT */
#pragma once

#include "client-request-log.h"

G_BEGIN_DECLS

/* What stands between a client and its server and does not always do its work. Without a server
 * behind it, it answers by itself. */
typedef struct _ClientGateway ClientGateway;

typedef enum
{
  CLIENT_FAULT_NONE,
  CLIENT_FAULT_CUT_BEFORE, /* the connection ends, the server never saw the request */
  CLIENT_FAULT_CUT_AFTER, /* the server carried it out, the answer never comes */
  CLIENT_FAULT_HALF, /* the connection ends in the middle of the answer */
  CLIENT_FAULT_CUT_JSON, /* a whole answer with half of the JSON */
  CLIENT_FAULT_WEB_PAGE, /* the sign-in page of a hotel's network */
  CLIENT_FAULT_REDIRECT, /* the way to it */
  CLIENT_FAULT_500, /* a proxy's page that there is no server behind it */
  CLIENT_FAULT_503, /* the server's own word that it is too busy, for a second */
  CLIENT_FAULT_TWICE, /* the request reaches the server twice */
  CLIENT_FAULT_SILENCE, /* nothing ever comes */
  CLIENT_FAULT_DELAY /* half a second passes first */
} ClientFault;

ClientGateway *client_gateway_new (guint server_port);
void client_gateway_free (ClientGateway *gateway);
char *client_gateway_get_url (ClientGateway *gateway);
void client_gateway_set_server (ClientGateway *gateway, guint server_port);
void client_gateway_fail (ClientGateway *gateway, const char *path, ClientFault fault, guint times);
void client_gateway_mend (ClientGateway *gateway);
void client_gateway_set_answer (ClientGateway *gateway,
                                const char *path,
                                int status,
                                const char *content_type,
                                const char *body);
void client_gateway_set_clock (ClientGateway *gateway, int64_t now_ms);
ClientRequestLog *client_gateway_get_log (ClientGateway *gateway);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClientGateway, client_gateway_free)

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/service/et-config.h"
#include "server/service/et-one-time-code.h"

G_BEGIN_DECLS

/* The whole server, running: database, writer, workers, HTTP, commands of the operator. */
typedef struct _EtServer EtServer;

EtServer *et_server_start (const EtConfig *config, GError **error);
gboolean et_server_reload (EtServer *server, const EtConfig *config, GError **error);
guint et_server_get_port (EtServer *server);
guint et_server_get_tls_port (EtServer *server);
gboolean et_server_issue_setup_code (EtServer *server, EtIssuedCode *ret_issued, GError **error);
void et_server_free (EtServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtServer, et_server_free)

G_END_DECLS

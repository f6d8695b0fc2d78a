/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/commands/et-operator.h"

G_BEGIN_DECLS

/* etickets.sock beside the database: the way in for the operator's commands while a server runs.
 * Only the user who runs the server may come in. */
typedef struct _EtCommandSocket EtCommandSocket;

EtCommandSocket *et_command_socket_new (EtOperator *holder, GError **error);
void et_command_socket_free (EtCommandSocket *socket);

char *et_command_socket_get_database (const EtConfig *config);
EtOperatorReply *et_command_socket_call (const EtConfig *config,
                                         EtOperatorRequest *request,
                                         gboolean *ret_answered,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtCommandSocket, et_command_socket_free)

G_END_DECLS

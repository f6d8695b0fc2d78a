/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "core/et-ticket.h"

G_BEGIN_DECLS

/* Tickets that others bought: from the key in their code to the wallet. Such a ticket has no order
 * of its owner's (order_id is 0), and its state is "genuine": whether it was used meanwhile, only
 * the gate knows. */
EtTicket *et_ticket_import (EtContext *context,
                            const char *const *codes,
                            GCancellable *cancellable,
                            GError **error); /* blocking */

G_END_DECLS

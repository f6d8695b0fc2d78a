/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"
#include "core/et-ticket.h"

G_BEGIN_DECLS

/* Tickets in a copy, without a server that sold them. */
EtTicket *client_ticket_new (int64_t id, const char *event_name, int64_t starts_at);
void client_ticket_put (EtStore *store, EtTicket *ticket);
void client_ticket_add (EtStore *store, int64_t id, const char *event_name, int64_t starts_at);

G_END_DECLS

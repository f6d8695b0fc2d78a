/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

/* A ticket admits from its event's start - 12 h to its end + 6 h. */
int64_t et_ticket_valid_from (int64_t event_starts_at);
int64_t et_ticket_valid_until (int64_t event_ends_at);

GArray *et_ticket_issue_sell (EtDb *db,
                              EtSigningKeys *keys,
                              const EtPendingOrder *order,
                              const EtBuyer *buyer,
                              GArray *lines,
                              int64_t now,
                              GError **error);

void et_ticket_issue_complete (const EtServices *services, EtTicketRow *row);
EtTicket *et_ticket_issue_load (EtDb *db,
                                const EtServices *services,
                                int64_t ticket_id,
                                int64_t *ret_account_id,
                                GError **error);

G_END_DECLS

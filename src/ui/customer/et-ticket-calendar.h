/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket.h"

G_BEGIN_DECLS

char *et_ticket_calendar_write (EtTicket *ticket);

G_END_DECLS

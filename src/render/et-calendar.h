/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket.h"

G_BEGIN_DECLS

/* Tickets for calendar programs, RFC 5545. */
GBytes *et_calendar_write (GListModel *tickets, const char *language, GError **error);

G_END_DECLS

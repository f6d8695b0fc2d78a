/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

void et_reminder_send (GApplication *application, EtTicket *ticket);

G_END_DECLS

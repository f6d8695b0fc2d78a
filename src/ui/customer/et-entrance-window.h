/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket.h"
#include "ui/shared/et-dialog.h"

G_BEGIN_DECLS

/* The whole screen for the person at the entrance: code, event, admits, nothing else. */
#define ET_TYPE_ENTRANCE_WINDOW (et_entrance_window_get_type ())
G_DECLARE_FINAL_TYPE (EtEntranceWindow, et_entrance_window, ET, ENTRANCE_WINDOW, EtDialog)

EtEntranceWindow *et_entrance_window_new (GtkWindow *parent, EtTicket *ticket);

G_END_DECLS

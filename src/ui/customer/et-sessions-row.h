/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* Where the account is signed in, asked for each time the row is opened; other sessions than this
 * one can be ended. */
#define ET_TYPE_SESSIONS_ROW (et_sessions_row_get_type ())
G_DECLARE_FINAL_TYPE (EtSessionsRow, et_sessions_row, ET, SESSIONS_ROW, AdwExpanderRow)

void et_sessions_row_set_context (EtSessionsRow *self, EtContext *context);

G_END_DECLS

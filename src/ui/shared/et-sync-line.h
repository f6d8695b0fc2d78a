/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* A dot and a few words on how the copy stands to the server; pressing it syncs now. Property
 * "context" (EtContext). */
#define ET_TYPE_SYNC_LINE (et_sync_line_get_type ())
G_DECLARE_FINAL_TYPE (EtSyncLine, et_sync_line, ET, SYNC_LINE, AdwBin)

G_END_DECLS

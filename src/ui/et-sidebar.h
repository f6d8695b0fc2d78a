/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"
#include "ui/et-counters.h"

G_BEGIN_DECLS

/* The left side of the window: who is signed in, the pages that one's role has, the sync line.
 * Property "is-folded". Rows and the account chip act through "win.page" and "win.account". */
#define ET_TYPE_SIDEBAR (et_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (EtSidebar, et_sidebar, ET, SIDEBAR, AdwBin)

void et_sidebar_start (EtSidebar *self, EtContext *context, EtCounters *counters);
void et_sidebar_select (EtSidebar *self, const char *id);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/staff/et-scan.h"

G_BEGIN_DECLS

/* Shows one scan as large as it can: colour, icon, words and what to do. Before the first scan it
 * says that the gate is ready. */
#define ET_TYPE_VERDICT_PANEL (et_verdict_panel_get_type ())
G_DECLARE_FINAL_TYPE (EtVerdictPanel, et_verdict_panel, ET, VERDICT_PANEL, AdwBin)

void et_verdict_panel_show_scan (EtVerdictPanel *self, EtScan *scan);
void et_verdict_panel_set_busy (EtVerdictPanel *self, gboolean is_busy);

G_END_DECLS

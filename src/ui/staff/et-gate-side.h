/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/staff/et-gate-log.h"

G_BEGIN_DECLS

/* What stands beside the verdict: the gate's name (kept in the preferences), how many were
 * admitted and the last scans. Property "gate"; signal "left": whoever changed the gate is done
 * with it. */
#define ET_TYPE_GATE_SIDE (et_gate_side_get_type ())
G_DECLARE_FINAL_TYPE (EtGateSide, et_gate_side, ET, GATE_SIDE, AdwBin)

void et_gate_side_set_log (EtGateSide *self, EtGateLog *log);
const char *et_gate_side_get_gate (EtGateSide *self);

G_END_DECLS

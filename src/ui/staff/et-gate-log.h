/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/staff/et-scan.h"

G_BEGIN_DECLS

#define ET_GATE_LOG_LENGTH 10

/* The last ten scans of this gate as a GListModel of EtScan, newest first, and how many were
 * admitted since the log was begun. */
#define ET_TYPE_GATE_LOG (et_gate_log_get_type ())
G_DECLARE_FINAL_TYPE (EtGateLog, et_gate_log, ET, GATE_LOG, GObject)

EtGateLog *et_gate_log_new (void);
void et_gate_log_add (EtGateLog *self, EtScan *scan);
int64_t et_gate_log_get_people (EtGateLog *self);
int64_t et_gate_log_get_tickets (EtGateLog *self);
int64_t et_gate_log_get_since (EtGateLog *self);

G_END_DECLS

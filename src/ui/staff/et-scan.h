/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-gate.h"
#include "ui/shared/et-sound.h"

G_BEGIN_DECLS

/* One ticket held to the gate, and what came of it: a verdict, or the reason why there is none. */
#define ET_TYPE_SCAN (et_scan_get_type ())
G_DECLARE_FINAL_TYPE (EtScan, et_scan, ET, SCAN, GObject)

EtScan *et_scan_new_verdict (EtVerdict *verdict);
EtScan *et_scan_new_failed (const GError *error);

EtVerdict *et_scan_get_verdict (EtScan *self); /* nullable */
int64_t et_scan_get_time (EtScan *self);
gboolean et_scan_has_admitted (EtScan *self);

/* How a scan is shown: never by colour alone. */
typedef struct
{
  const char *style; /* CSS class */
  const char *icon_name; /* symbolic */
  EtSound sound;
} EtScanLook;

const EtScanLook *et_scan_get_look (EtScan *self);
char *et_scan_get_headline (EtScan *self);
char *et_scan_get_subject (EtScan *self, const char *separator);
char *et_scan_get_advice (EtScan *self);

G_END_DECLS

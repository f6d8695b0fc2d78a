/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/staff/et-scan.h"

G_BEGIN_DECLS

/* Ticket keys on their way to the gate, verified one after another in the order in which they
 * came, so that a hand scanner never waits for the network. A key that is still under way is not
 * taken a second time: scanners like to read twice.
 * Property "is-busy"; signal "scanned" (EtScan). */
#define ET_TYPE_SCAN_QUEUE (et_scan_queue_get_type ())
G_DECLARE_FINAL_TYPE (EtScanQueue, et_scan_queue, ET, SCAN_QUEUE, GObject)

EtScanQueue *et_scan_queue_new (EtContext *context);
void et_scan_queue_push (EtScanQueue *self, const char *ticket_key, const char *gate);
gboolean et_scan_queue_is_busy (EtScanQueue *self);
void et_scan_queue_cancel (EtScanQueue *self);

G_END_DECLS

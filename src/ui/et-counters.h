/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"

G_BEGIN_DECLS

/* The numbers beside the rows of the sidebar, always those of the copy. Properties (guint):
 * "cart" (tickets in the cart), "tickets" (that can still be used), "attention" (refusals). */
#define ET_TYPE_COUNTERS (et_counters_get_type ())
G_DECLARE_FINAL_TYPE (EtCounters, et_counters, ET, COUNTERS, GObject)

EtCounters *et_counters_new (EtContext *context);
void et_counters_start (EtCounters *self);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ET_RATE_SLOT_MS 5000
#define ET_RATE_N_SLOTS 13 /* the running one and those of a whole minute before it */

/* A ring of slots of five seconds. The sum is exact to a slot and never too small, unlike that of a
 * token bucket, which lets through twice its limit in the first minute. */
typedef struct
{
  int64_t last_slot; /* the number of the newest slot */
  guint sum;
  guint counts[ET_RATE_N_SLOTS];
} EtRateRing;

#define ET_RATE_RING_SIZE (sizeof (guint64) + ET_RATE_N_SLOTS * sizeof (guint32))

guint et_rate_ring_get (const EtRateRing *ring, int64_t slot);
void et_rate_ring_go_to (EtRateRing *ring, int64_t slot);
void et_rate_ring_add (EtRateRing *ring, int64_t slot, guint n);
void et_rate_ring_raise (EtRateRing *ring, const EtRateRing *other);

void et_rate_ring_write (const EtRateRing *ring, int64_t shift, guint8 *ret_bytes);
void et_rate_ring_add_bytes (
    EtRateRing *ring, int64_t shift, guint max, const guint8 *bytes, gsize size);

G_END_DECLS

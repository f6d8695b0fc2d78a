/* SPDX-License-Identifier: MIT */
#include "server/http/et-rate-ring.h"

#include <string.h>

/* Slots before the clock began count for nothing. */
static guint *
place_of (EtRateRing *ring, int64_t slot)
{
  return slot >= 0 ? &ring->counts[slot % ET_RATE_N_SLOTS] : NULL;
}

/* @slot: within the last minute. */
guint
et_rate_ring_get (const EtRateRing *ring, int64_t slot)
{
  const guint *count = place_of ((EtRateRing *) ring, slot);

  return count != NULL ? *count : 0;
}

/* Forgets the slots that are more than a minute before @slot. */
void
et_rate_ring_go_to (EtRateRing *ring, int64_t slot)
{
  int64_t first = MAX (ring->last_slot + 1, slot - ET_RATE_N_SLOTS + 1);

  for (int64_t i = first; i <= slot; i++)
    {
      ring->sum -= ring->counts[i % ET_RATE_N_SLOTS];
      ring->counts[i % ET_RATE_N_SLOTS] = 0;
    }
  ring->last_slot = MAX (ring->last_slot, slot);
}

/* What is later than the newest slot counts there: the clock of another machine may be fast. */
void
et_rate_ring_add (EtRateRing *ring, int64_t slot, guint n)
{
  guint *count = place_of (ring, MIN (slot, ring->last_slot));

  if (count == NULL || slot <= ring->last_slot - ET_RATE_N_SLOTS)
    return;
  *count += n;
  ring->sum += n;
}

/* Raises each slot to that of the other ring, which has the same newest slot: a count that was
 * heard once is not forgotten because Redis forgets it. */
void
et_rate_ring_raise (EtRateRing *ring, const EtRateRing *other)
{
  for (guint i = 0; i < ET_RATE_N_SLOTS; i++)
    if (ring->counts[i] < other->counts[i])
      {
        ring->sum += other->counts[i] - ring->counts[i];
        ring->counts[i] = other->counts[i];
      }
}

/* The form in which other processes read it: the number of the newest slot, then the counts from
 * there back, all in little endian.
 * @shift: from this process's slots to those that all agree on. */
void
et_rate_ring_write (const EtRateRing *ring, int64_t shift, guint8 *ret_bytes)
{
  guint64 last = GUINT64_TO_LE ((guint64) (ring->last_slot + shift));

  memcpy (ret_bytes, &last, sizeof last);
  for (int i = 0; i < ET_RATE_N_SLOTS; i++)
    {
      guint32 count = GUINT32_TO_LE (et_rate_ring_get (ring, ring->last_slot - i));

      memcpy (ret_bytes + sizeof last + i * sizeof count, &count, sizeof count);
    }
}

/* Adds what another process wrote; nothing of what is not in that form.
 * @max: no slot counts for more. */
void
et_rate_ring_add_bytes (EtRateRing *ring, int64_t shift, guint max, const guint8 *bytes, gsize size)
{
  guint64 last;

  if (size != ET_RATE_RING_SIZE)
    return;
  memcpy (&last, bytes, sizeof last);
  for (int i = 0; i < ET_RATE_N_SLOTS; i++)
    {
      guint32 count;

      memcpy (&count, bytes + sizeof last + i * sizeof count, sizeof count);
      et_rate_ring_add (ring, (int64_t) GUINT64_FROM_LE (last) - shift - i,
                        MIN (GUINT32_FROM_LE (count), max));
    }
}

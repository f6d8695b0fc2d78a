/* SPDX-License-Identifier: MIT */
#include "server/http/et-rate-limit.h"

#include <string.h>

#define SLOT_MS 5000
#define N_SLOTS 13 /* the running one and those of a whole minute before it */

/* A ring of slots of five seconds. The sum is exact to a slot and never too small, unlike that of a
 * token bucket, which lets through twice its limit in the first minute. */
typedef struct
{
  EtAddressKey client;
  GList link; /* in the limit's queue */
  int64_t last_slot; /* the number of the newest slot since 1970 */
  guint sum;
  guint counts[N_SLOTS];
} Entry;

struct _EtRateLimit
{
  GMutex mutex;
  guint per_minute;
  guint max_clients;
  GHashTable *entries; /* owned: Entry by its client */
  GQueue by_use; /* the one used last at the head */
};

static void
forget_oldest (EtRateLimit *limit)
{
  Entry *oldest = limit->by_use.tail->data;

  g_queue_unlink (&limit->by_use, &oldest->link);
  g_hash_table_remove (limit->entries, &oldest->client);
}

static Entry *
get_entry (EtRateLimit *limit, const EtAddressKey *client)
{
  Entry *entry = g_hash_table_lookup (limit->entries, client);

  if (entry == NULL)
    {
      if (limit->by_use.length >= limit->max_clients)
        forget_oldest (limit);
      entry = g_new0 (Entry, 1);
      entry->client = *client;
      entry->link.data = entry;
      g_hash_table_insert (limit->entries, &entry->client, entry);
    }
  else if (limit->by_use.head == &entry->link)
    return entry;
  else
    g_queue_unlink (&limit->by_use, &entry->link);

  g_queue_push_head_link (&limit->by_use, &entry->link);
  return entry;
}

static void
forget_old_slots (Entry *entry, int64_t slot)
{
  int64_t first = MAX (entry->last_slot + 1, slot - N_SLOTS + 1);

  for (int64_t i = first; i <= slot; i++)
    {
      entry->sum -= entry->counts[i % N_SLOTS];
      entry->counts[i % N_SLOTS] = 0;
    }
  entry->last_slot = MAX (entry->last_slot, slot);
}

/* Seconds until the oldest counted request is more than a minute old. */
static guint
seconds_to_wait (const Entry *entry, int64_t now_ms)
{
  for (int64_t slot = entry->last_slot - N_SLOTS + 1; slot <= entry->last_slot; slot++)
    if (entry->counts[slot % N_SLOTS] > 0)
      return (guint) MAX (((slot + N_SLOTS) * SLOT_MS - now_ms + 999) / 1000, 1);
  return 60;
}

/* @per_minute: requests that one client may make in any minute. @max_clients: how many are
 * remembered; the one not seen for longest is forgotten first. */
EtRateLimit *
et_rate_limit_new (guint per_minute, guint max_clients)
{
  EtRateLimit *limit = g_new0 (EtRateLimit, 1);

  g_mutex_init (&limit->mutex);
  limit->per_minute = per_minute;
  limit->max_clients = max_clients;
  limit->entries = g_hash_table_new_full (et_address_key_hash, et_address_key_equal, NULL, g_free);
  g_queue_init (&limit->by_use);
  return limit;
}

/* To be called when no thread counts any more. */
void
et_rate_limit_free (EtRateLimit *limit)
{
  g_hash_table_unref (limit->entries);
  g_mutex_clear (&limit->mutex);
  g_free (limit);
}

/* Counts one request. A refused one is not counted, so that the client is served again as soon as
 * a minute has room.
 *
 * @now_ms: a clock that does not go back.
 * @ret_retry_after: seconds to wait, when FALSE is returned. */
gboolean
et_rate_limit_take (EtRateLimit *limit,
                    const EtAddressKey *client,
                    int64_t now_ms,
                    guint *ret_retry_after)
{
  Entry *entry;
  gboolean has_room;

  g_mutex_lock (&limit->mutex);
  entry = get_entry (limit, client);
  forget_old_slots (entry, now_ms / SLOT_MS);
  has_room = entry->sum < limit->per_minute;
  if (has_room)
    {
      entry->sum++;
      entry->counts[entry->last_slot % N_SLOTS]++;
    }
  else
    *ret_retry_after = seconds_to_wait (entry, now_ms);
  g_mutex_unlock (&limit->mutex);
  return has_room;
}

/* A limit can count accounts instead of addresses. */
void
et_rate_key_from_account (EtAddressKey *key, int64_t account_id)
{
  memset (key, 0, sizeof *key);
  memcpy (key->bytes, &account_id, sizeof account_id);
}

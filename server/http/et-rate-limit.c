/* SPDX-License-Identifier: MIT */
#include "server/http/et-rate-limit.h"

#include <string.h>

#include "server/http/et-rate-ring.h"

/* Other processes are told at once of so small a part of a limit, and of less every five seconds.
 */
#define PARTS 64

typedef struct
{
  EtAddressKey client;
  GList link; /* in the limit's queue */
  EtRateRing own;
  EtRateRing others; /* of all other processes, as far as they were heard */
  guint n_untold; /* since others heard of this client */
  guint n_in_post; /* of them are on their way */
  int64_t told_slot; /* when it was posted last */
  gboolean is_posted;
} Entry;

struct _EtRateLimit
{
  GMutex mutex;
  guint per_minute;
  guint max_clients;
  GHashTable *entries; /* owned: Entry by its client */
  GQueue by_use; /* the one used last at the head */
  EtShare *share; /* borrowed, nullable */
  guint member; /* of the share */
};

G_STATIC_ASSERT (sizeof (EtAddressKey) == sizeof (EtShareKey));
G_STATIC_ASSERT (ET_RATE_RING_SIZE <= ET_SHARE_MAX_VALUE);

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
go_to (Entry *entry, int64_t slot)
{
  et_rate_ring_go_to (&entry->own, slot);
  et_rate_ring_go_to (&entry->others, slot);
  entry->n_untold = MIN (entry->n_untold, entry->own.sum);
}

/* What others do not know of counts as if some of them had let as much through. */
static gboolean
has_room (EtRateLimit *limit, const Entry *entry)
{
  guint64 n = (guint64) entry->own.sum + entry->others.sum;

  if (limit->share != NULL)
    n += (guint64) (et_share_get_weight (limit->share) - 1) *
         (et_share_is_up (limit->share) ? entry->n_untold : entry->own.sum);
  return n < limit->per_minute;
}

/* Seconds until the oldest counted request is more than a minute old. */
static guint
seconds_to_wait (const Entry *entry, int64_t now_ms)
{
  int64_t last = entry->own.last_slot;

  for (int64_t slot = last - ET_RATE_N_SLOTS + 1; slot <= last; slot++)
    if (et_rate_ring_get (&entry->own, slot) > 0 || et_rate_ring_get (&entry->others, slot) > 0)
      return (guint) MAX (((slot + ET_RATE_N_SLOTS) * ET_RATE_SLOT_MS - now_ms + 999) / 1000, 1);
  return 60;
}

static void
post (EtRateLimit *limit, Entry *entry)
{
  EtShareKey key;

  memcpy (key.bytes, entry->client.bytes, sizeof key.bytes);
  if (!entry->is_posted)
    entry->is_posted = et_share_post (limit->share, limit->member, &key);
  if (entry->is_posted)
    entry->told_slot = entry->own.last_slot;
}

static void
count (EtRateLimit *limit, Entry *entry)
{
  et_rate_ring_add (&entry->own, entry->own.last_slot, 1);
  if (limit->share == NULL)
    return;
  entry->n_untold++;
  if (entry->n_untold >= MAX (limit->per_minute / PARTS, 1) ||
      entry->told_slot != entry->own.last_slot)
    post (limit, entry);
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

/* From the slots of the clock that does not go back to those of the calendar, which all machines
 * have. It stays the same, so that a slot is told by one number. */
static int64_t
get_shift (void)
{
  return (g_get_real_time () - g_get_monotonic_time ()) / 1000 / ET_RATE_SLOT_MS;
}

static Entry *
find_for_share (EtRateLimit *limit, const EtShareKey *key)
{
  Entry *entry = g_hash_table_lookup (limit->entries, key->bytes);

  if (entry != NULL)
    go_to (entry, g_get_monotonic_time () / 1000 / ET_RATE_SLOT_MS);
  return entry;
}

static gsize
tell (gpointer data, const EtShareKey *key, guint8 *ret_value)
{
  EtRateLimit *limit = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  Entry *entry = find_for_share (limit, key);

  if (entry == NULL)
    return 0;
  entry->is_posted = FALSE;
  entry->n_in_post = entry->n_untold;
  et_rate_ring_write (&entry->own, get_shift (), ret_value);
  return ET_RATE_RING_SIZE;
}

static void
hear (gpointer data, const EtShareKey *key, GPtrArray *values)
{
  EtRateLimit *limit = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  Entry *entry = find_for_share (limit, key);
  EtRateRing heard = { 0 };

  if (entry == NULL)
    return;
  heard.last_slot = entry->others.last_slot;
  for (guint i = 0; i < values->len; i++)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (values->pdata[i], &size);

      et_rate_ring_add_bytes (&heard, get_shift (), limit->per_minute, bytes, size);
    }
  et_rate_ring_raise (&entry->others, &heard);
  entry->n_untold -= MIN (entry->n_in_post, entry->n_untold);
  entry->n_in_post = 0;
}

/* Those that have counted something within the last minute. */
static void
tell_all (gpointer data)
{
  EtRateLimit *limit = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  int64_t slot = g_get_monotonic_time () / 1000 / ET_RATE_SLOT_MS;

  for (GList *link = limit->by_use.head; link != NULL; link = link->next)
    {
      Entry *entry = link->data;

      if (entry->own.last_slot <= slot - ET_RATE_N_SLOTS)
        return; /* and so all that were used before */
      go_to (entry, slot);
      if (entry->own.sum > 0)
        post (limit, entry);
    }
}

/* Counts with the limits of the same name in other processes.
 * @share: not started yet; stopped before the limit is freed. */
void
et_rate_limit_share (EtRateLimit *limit, EtShare *share, const char *name)
{
  EtShareMember member = {
    .name = name,
    .lifetime_s = ET_RATE_N_SLOTS * ET_RATE_SLOT_MS / 1000,
    .data = limit,
    .tell = tell,
    .hear = hear,
    .tell_all = tell_all,
  };

  limit->member = et_share_add (share, &member);
  limit->share = share;
}

/* Counts one request. A refused one is not counted, so that the client is served again as soon as
 * a minute has room.
 *
 * @now_ms: g_get_monotonic_time() in milliseconds, or any clock that does not go back where nothing
 * is shared.
 * @ret_retry_after: seconds to wait, when FALSE is returned. */
gboolean
et_rate_limit_take (EtRateLimit *limit,
                    const EtAddressKey *client,
                    int64_t now_ms,
                    guint *ret_retry_after)
{
  Entry *entry;
  gboolean is_counted;

  g_mutex_lock (&limit->mutex);
  entry = get_entry (limit, client);
  go_to (entry, now_ms / ET_RATE_SLOT_MS);
  is_counted = has_room (limit, entry);
  if (is_counted)
    count (limit, entry);
  else
    *ret_retry_after = seconds_to_wait (entry, now_ms);
  g_mutex_unlock (&limit->mutex);
  return is_counted;
}

/* A limit can count accounts instead of addresses. */
void
et_rate_key_from_account (EtAddressKey *key, int64_t account_id)
{
  memset (key, 0, sizeof *key);
  memcpy (key->bytes, &account_id, sizeof account_id);
}

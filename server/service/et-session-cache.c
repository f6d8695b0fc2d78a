/* SPDX-License-Identifier: MIT */
#include "server/service/et-session-cache.h"

#include <sodium.h>
#include <string.h>

#include "core/et-time.h"

/* An entry may be used for so long without a word of et_session_cache_confirm(). */
#define CONFIRMED_FOR (1 * G_USEC_PER_SEC)

/* The use of a session is written down at most once in this time. */
#define USE_INTERVAL ET_HOUR

typedef struct
{
  EtTokenHash hash;
  EtSessionEntry entry;
  GList by_age; /* link in EtSessionCache.ages */
  GList of_account; /* link in the queue of its account */
} Node;

struct _EtSessionCache
{
  GMutex mutex;
  guint capacity;
  GHashTable *nodes; /* owned, of Node by its hash; owns the nodes */
  GHashTable *sessions; /* owned, of borrowed Node by session id */
  GHashTable *accounts; /* owned, of GQueue of borrowed Node by account id */
  GQueue ages; /* of borrowed Node, the latest used first */
  GArray *uses; /* owned, of EtSessionUse */
  guint64 epoch;
  int64_t confirmed_at; /* monotonic, microseconds */
};

/* The hash of a token is random, so its first bytes are as good as any. */
static guint
hash_of_token_hash (gconstpointer key)
{
  guint value;

  memcpy (&value, key, sizeof value);
  return value;
}

static gboolean
token_hashes_equal (gconstpointer a, gconstpointer b)
{
  return sodium_memcmp (a, b, sizeof (EtTokenHash)) == 0;
}

static GQueue *
queue_of_account (EtSessionCache *cache, int64_t account_id)
{
  GQueue *queue = g_hash_table_lookup (cache->accounts, &account_id);

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (cache->accounts, g_memdup2 (&account_id, sizeof account_id), queue);
    }
  return queue;
}

static void
remove_node (EtSessionCache *cache, Node *node)
{
  int64_t account_id = node->entry.account_id;

  g_queue_unlink (&cache->ages, &node->by_age);
  g_hash_table_remove (cache->sessions, &node->entry.session_id);
  if (account_id != 0)
    {
      GQueue *queue = queue_of_account (cache, account_id);

      g_queue_unlink (queue, &node->of_account);
      if (g_queue_is_empty (queue))
        g_hash_table_remove (cache->accounts, &account_id);
    }
  g_hash_table_remove (cache->nodes, &node->hash);
}

static void
insert_node (EtSessionCache *cache, const EtTokenHash *hash, const EtSessionEntry *entry)
{
  Node *node = g_new0 (Node, 1);

  node->hash = *hash;
  node->entry = *entry;
  node->by_age.data = node;
  node->of_account.data = node;
  g_hash_table_insert (cache->nodes, &node->hash, node);
  g_hash_table_insert (cache->sessions, &node->entry.session_id, node);
  g_queue_push_head_link (&cache->ages, &node->by_age);
  if (entry->account_id != 0)
    g_queue_push_head_link (queue_of_account (cache, entry->account_id), &node->of_account);
}

/* A guest's session does not slide by being read. */
static void
note_use (EtSessionCache *cache, EtSessionEntry *entry, int64_t now)
{
  EtSessionUse use = { entry->session_id, now };

  if (entry->account_id == 0 || now - entry->last_used_at < USE_INTERVAL)
    return;
  entry->last_used_at = now;
  g_array_append_val (cache->uses, use);
}

/* @capacity: sessions remembered at a time. */
EtSessionCache *
et_session_cache_new (guint capacity)
{
  EtSessionCache *cache = g_new0 (EtSessionCache, 1);

  g_return_val_if_fail (capacity > 0, NULL);
  g_mutex_init (&cache->mutex);
  cache->capacity = capacity;
  cache->nodes = g_hash_table_new_full (hash_of_token_hash, token_hashes_equal, NULL, g_free);
  cache->sessions = g_hash_table_new (g_int64_hash, g_int64_equal);
  cache->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                           (GDestroyNotify) g_queue_free);
  cache->uses = g_array_new (FALSE, FALSE, sizeof (EtSessionUse));
  cache->confirmed_at = -CONFIRMED_FOR;
  return cache;
}

void
et_session_cache_free (EtSessionCache *cache)
{
  while (!g_queue_is_empty (&cache->ages))
    remove_node (cache, g_queue_peek_head (&cache->ages));
  g_hash_table_unref (cache->accounts);
  g_hash_table_unref (cache->sessions);
  g_hash_table_unref (cache->nodes);
  g_array_unref (cache->uses);
  g_mutex_clear (&cache->mutex);
  g_free (cache);
}

/* Finds who holds a token. FALSE says that the database must be asked.
 * @now: milliseconds since 1970. */
gboolean
et_session_cache_find (EtSessionCache *cache,
                       const EtTokenHash *hash,
                       int64_t now,
                       EtSessionEntry *ret_entry)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->mutex);
  Node *node = g_hash_table_lookup (cache->nodes, hash);

  if (node == NULL || g_get_monotonic_time () - cache->confirmed_at > CONFIRMED_FOR)
    return FALSE;
  if (node->entry.expires_at <= now)
    {
      remove_node (cache, node);
      return FALSE;
    }

  note_use (cache, &node->entry, now);
  g_queue_unlink (&cache->ages, &node->by_age);
  g_queue_push_head_link (&cache->ages, &node->by_age);
  *ret_entry = node->entry;
  return TRUE;
}

/* Returns: a number that changes with each drop; to be asked before the database is. */
guint64
et_session_cache_get_epoch (EtSessionCache *cache)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->mutex);

  return cache->epoch;
}

/* Remembers what the database said, unless a session was dropped since @epoch: it might be just
 * this one, read before it ended. */
void
et_session_cache_keep (EtSessionCache *cache,
                       const EtTokenHash *hash,
                       const EtSessionEntry *entry,
                       guint64 epoch)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->mutex);
  Node *old = g_hash_table_lookup (cache->nodes, hash);

  if (cache->epoch != epoch)
    return;
  if (old != NULL)
    remove_node (cache, old);
  while (g_queue_get_length (&cache->ages) >= cache->capacity)
    remove_node (cache, g_queue_peek_tail (&cache->ages));
  insert_node (cache, hash, entry);
}

void
et_session_cache_drop_session (EtSessionCache *cache, int64_t session_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->mutex);
  Node *node = g_hash_table_lookup (cache->sessions, &session_id);

  cache->epoch++;
  if (node != NULL)
    remove_node (cache, node);
}

/* Drops all sessions of an account: they ended, or what the account may do has changed. */
void
et_session_cache_drop_account (EtSessionCache *cache, int64_t account_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->mutex);
  GQueue *queue;

  cache->epoch++;
  while ((queue = g_hash_table_lookup (cache->accounts, &account_id)) != NULL)
    remove_node (cache, g_queue_peek_head (queue));
}

/* Says that every revocation up to now was dropped. */
void
et_session_cache_confirm (EtSessionCache *cache)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->mutex);

  cache->confirmed_at = g_get_monotonic_time ();
}

/* Returns: (transfer full): the uses since the last call that are worth writing down, as an array
 * of EtSessionUse. */
GArray *
et_session_cache_take_uses (EtSessionCache *cache)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->mutex);
  GArray *uses = cache->uses;

  cache->uses = g_array_new (FALSE, FALSE, sizeof (EtSessionUse));
  return uses;
}

/* SPDX-License-Identifier: MIT */
#include "server/service/et-change-feed.h"

#include "core/et-time.h"
#include "server/repo/et-change-repo.h"
#include "server/service/et-session.h"
#include "server/service/et-ticker.h"

#define POLL_INTERVAL (G_USEC_PER_SEC / 2)

typedef struct
{
  int64_t session_id;
  int64_t account_id;
} Revocation;

struct _EtChangeFeed
{
  EtSessionCache *cache; /* borrowed */
  GArray *revocations; /* owned, of Revocation; of the batch that is being committed */

  EtTicker *ticker; /* owned, nullable: follows the feed */
  EtDb *db; /* owned, nullable: the ticker's */
  int64_t last; /* the ticker's: number of the last change it has seen */
};

static void
drop_session (int64_t session_id, int64_t account_id, gpointer cache)
{
  if (session_id != 0)
    et_session_cache_drop_session (cache, session_id);
  else
    et_session_cache_drop_account (cache, account_id);
}

static guint
hash_change (gconstpointer data)
{
  const EtChange *change = data;

  return g_str_hash (change->kind) ^ g_int64_hash (&change->record_id) ^
         g_int64_hash (&change->account_id);
}

static gboolean
changes_tell_the_same (gconstpointer a, gconstpointer b)
{
  const EtChange *one = a, *other = b;

  return one->record_id == other->record_id && one->account_id == other->account_id &&
         g_str_equal (one->kind, other->kind);
}

/* Of several changes of one record only the last one counts.
 * Returns: (transfer container): borrowed EtChanges in their order. */
static GPtrArray *
keep_last_ones (GPtrArray *changes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_change, changes_tell_the_same);
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = changes->len; i > 0; i--)
    if (g_hash_table_add (seen, changes->pdata[i - 1]))
      g_ptr_array_insert (kept, 0, changes->pdata[i - 1]);
  return kept;
}

static void
note_revocation (EtChangeFeed *feed, const EtChange *change)
{
  Revocation revocation = { change->record_id, change->account_id };

  if (g_str_equal (change->kind, ET_CHANGE_SESSION))
    g_array_append_val (feed->revocations, revocation);
}

/* Looks for sessions that ended since the last time. A failure leaves the cache unconfirmed: who is
 * calling is then read from the database at each request, and that is where a broken database
 * shows. */
static void
poll (gpointer data)
{
  EtChangeFeed *feed = data;
  int64_t last;

  if (!et_change_repo_get_last (feed->db, &last, NULL) ||
      !et_change_repo_foreach_after (feed->db, ET_CHANGE_SESSION, feed->last, last, drop_session,
                                     feed->cache, NULL))
    return;

  feed->last = last;
  et_session_cache_confirm (feed->cache);
}

/* @cache: sessions that end are dropped from it; outlives the feed. */
EtChangeFeed *
et_change_feed_new (EtSessionCache *cache)
{
  EtChangeFeed *feed = g_new0 (EtChangeFeed, 1);

  feed->cache = cache;
  feed->revocations = g_array_new (FALSE, FALSE, sizeof (Revocation));
  return feed;
}

/* Stops following, and closes the connection. */
void
et_change_feed_stop (EtChangeFeed *feed)
{
  g_clear_pointer (&feed->ticker, et_ticker_free);
  g_clear_pointer (&feed->db, et_db_close);
}

/* Stops following, too. */
void
et_change_feed_free (EtChangeFeed *feed)
{
  et_change_feed_stop (feed);
  g_array_unref (feed->revocations);
  g_free (feed);
}

/* The writer's EtBatchSeal: writes the changes of a batch with one update of the counter.
 * @feed: an EtChangeFeed. */
gboolean
et_change_feed_seal (EtDb *db, GPtrArray *changes, gpointer feed, GError **error)
{
  EtChangeFeed *self = feed;
  g_autoptr (GPtrArray) kept = keep_last_ones (changes);
  int64_t now = et_time_now (), seq;

  g_array_set_size (self->revocations, 0);
  if (kept->len == 0)
    return TRUE;
  if (!et_change_repo_take_numbers (db, kept->len, &seq, error))
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    {
      if (!et_change_repo_insert (db, seq + i, kept->pdata[i], now, error))
        return FALSE;
      note_revocation (self, kept->pdata[i]);
    }
  return TRUE;
}

/* Drops the sessions that the last batch ended, before its answers leave. To be called on the
 * writer's thread after each batch. */
void
et_change_feed_apply (EtChangeFeed *feed)
{
  for (guint i = 0; i < feed->revocations->len; i++)
    {
      const Revocation *gone = &g_array_index (feed->revocations, Revocation, i);

      drop_session (gone->session_id, gone->account_id, feed->cache);
    }
  g_array_set_size (feed->revocations, 0);
}

/* Begins to follow the feed on a thread of its own.
 * @db: (transfer full): a connection to read with; kept even on failure. */
gboolean
et_change_feed_follow (EtChangeFeed *feed, EtDb *db, GError **error)
{
  g_return_val_if_fail (feed->ticker == NULL, FALSE);

  feed->db = db;
  if (!et_change_repo_get_last (db, &feed->last, error))
    return FALSE;
  et_session_cache_confirm (feed->cache);
  feed->ticker = et_ticker_new ("change-feed", POLL_INTERVAL, poll, feed);
  return TRUE;
}

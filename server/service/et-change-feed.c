/* SPDX-License-Identifier: MIT */
#include "server/service/et-change-feed.h"

#include "core/et-time.h"
#include "server/repo/et-change-repo.h"
#include "server/repo/et-guards.h"
#include "server/service/et-audit-chain.h"
#include "server/service/et-session.h"
#include "server/service/et-ticker.h"

/* How often the feed is looked at: where a commit tells of itself, and where none does. */
#define TOLD_INTERVAL (G_USEC_PER_SEC / 2)
#define UNTOLD_INTERVAL (G_USEC_PER_SEC / 10)

/* Commits that come close together are looked at together. */
#define PAUSE_MS 10

/* A change of the batch that is being committed. */
typedef struct
{
  int64_t seq;
  int64_t session_id; /* of what ends sessions */
  int64_t account_id;
  gboolean is_revocation;
} News;

struct _EtChangeFeed
{
  EtSessionCache *cache; /* borrowed */
  GArray *news; /* owned, of News; of the batch that is being committed */
  gboolean has_offers; /* the batch changes the catalogue */
  EtSigningKeys *audit_keys; /* borrowed, nullable: audit rows are not chained */
  int64_t process; /* number of this process; 0 where it is alone */
  EtChangeListener listener; /* its members are nullable */

  EtTicker *ticker; /* owned, nullable: follows the feed */
  EtDb *db; /* owned, nullable: the ticker's */
  int64_t last; /* the ticker's: number of the last change it has seen */
};

static void
end_session (int64_t session_id, int64_t account_id, gpointer data)
{
  EtChangeFeed *feed = data;

  if (session_id != 0)
    et_session_cache_drop_session (feed->cache, session_id);
  else
    et_session_cache_drop_account (feed->cache, account_id);
  if (feed->listener.session_ended != NULL)
    feed->listener.session_ended (feed->listener.data, session_id, account_id);
}

static void
tell_change (int64_t seq, int64_t account_id, gpointer data)
{
  EtChangeFeed *feed = data;

  if (feed->listener.changed != NULL)
    feed->listener.changed (feed->listener.data, seq, account_id);
}

static void
tell_done (EtChangeFeed *feed)
{
  if (feed->listener.done != NULL)
    feed->listener.done (feed->listener.data);
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

static gboolean
is_audit (const EtChange *change)
{
  return g_str_equal (change->kind, ET_CHANGE_AUDIT);
}

/* Of several changes of one record only the last one counts. Audit rows are no news.
 * Returns: (transfer container): borrowed EtChanges in their order. */
static GPtrArray *
keep_last_ones (GPtrArray *changes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_change, changes_tell_the_same);
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = changes->len; i > 0; i--)
    if (!is_audit (changes->pdata[i - 1]) && g_hash_table_add (seen, changes->pdata[i - 1]))
      g_ptr_array_add (kept, changes->pdata[i - 1]);
  for (guint i = 0; i < kept->len / 2; i++)
    {
      gpointer change = kept->pdata[i];

      kept->pdata[i] = kept->pdata[kept->len - 1 - i];
      kept->pdata[kept->len - 1 - i] = change;
    }
  return kept;
}

static void
take_news (EtChangeFeed *feed, int64_t seq, const EtChange *change)
{
  gboolean is_revocation = g_str_equal (change->kind, ET_CHANGE_SESSION);
  News news = { seq, is_revocation ? change->record_id : 0, change->account_id, is_revocation };

  g_array_append_val (feed->news, news);
  if (g_str_equal (change->kind, "offer"))
    feed->has_offers = TRUE;
}

/* The connection that follows is there as long as the process, and shows it. */
static gboolean
show_process (EtChangeFeed *feed, GError **error)
{
  return feed->process == 0 || et_db_hold_number (feed->db, feed->process, error);
}

/* Looks for what other processes changed, above all for sessions that ended, since the last
 * time. A failure leaves the cache unconfirmed: who is calling is then read from the database at
 * each request, and that is where a broken database shows. */
static void
look (gpointer data)
{
  EtChangeFeed *feed = data;
  int64_t last;

  if (!et_change_repo_get_last (feed->db, &last, NULL) ||
      (last != feed->last && !et_change_repo_foreach_after (feed->db, ET_CHANGE_SESSION, feed->last,
                                                            last, end_session, feed, NULL)))
    return;

  et_session_cache_confirm (feed->cache);
  show_process (feed, NULL);
  if (last == feed->last ||
      !et_change_repo_foreach_account_after (feed->db, ET_CHANGE_SESSION, feed->last, last,
                                             tell_change, feed, NULL))
    return;
  feed->last = last;
  tell_done (feed);
}

static gboolean
wait_for_change (gpointer data, int stop_fd, guint ms)
{
  EtChangeFeed *feed = data;

  if (!et_db_wait (feed->db, stop_fd, ms))
    return FALSE;
  g_usleep (PAUSE_MS * G_TIME_SPAN_MILLISECOND);
  return TRUE;
}

/* Only MariaDB is shared with other processes and cannot tell of a commit. */
static int64_t
choose_interval (EtDb *db)
{
  return g_str_equal (et_db_get_driver_name (db), "mariadb") ? UNTOLD_INTERVAL : TOLD_INTERVAL;
}

/* @cache: sessions that end are dropped from it; outlives the feed. */
EtChangeFeed *
et_change_feed_new (EtSessionCache *cache)
{
  EtChangeFeed *feed = g_new0 (EtChangeFeed, 1);

  feed->cache = cache;
  feed->news = g_array_new (FALSE, FALSE, sizeof (News));
  return feed;
}

/* Has the audit rows of each batch chained. To be called before the first batch.
 * @keys: (transfer none): outlives the feed. */
void
et_change_feed_set_audit_keys (EtChangeFeed *feed, EtSigningKeys *keys)
{
  feed->audit_keys = keys;
}

/* To be called before the first batch. */
void
et_change_feed_set_listener (EtChangeFeed *feed, const EtChangeListener *listener)
{
  feed->listener = *listener;
}

/* Lets other processes see that this one lives, as long as it follows. To be called before.
 * @process: its number. */
void
et_change_feed_set_process (EtChangeFeed *feed, int64_t process)
{
  feed->process = process;
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
  g_array_unref (feed->news);
  g_free (feed);
}

static gboolean
write_changes (EtChangeFeed *self, EtDb *db, GPtrArray *kept, GError **error)
{
  int64_t now = et_time_now (), seq;

  if (kept->len == 0)
    return TRUE;
  if (!et_guard_take_numbers (db, kept->len, &seq, error))
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    take_news (self, seq + i, kept->pdata[i]);
  return et_change_repo_insert_all (db, seq, kept, now, error) && et_db_notify (db, error);
}

static gboolean
chain_audit (EtChangeFeed *self, EtDb *db, GPtrArray *changes, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));

  for (guint i = 0; i < changes->len; i++)
    {
      const EtChange *change = changes->pdata[i];

      if (is_audit (change))
        g_array_append_val (ids, change->record_id);
    }
  return ids->len == 0 || self->audit_keys == NULL ||
         et_audit_chain_extend (db, self->audit_keys, ids, error);
}

/* The writer's EtBatchSeal: writes the changes of a batch with one update of the counter, and
 * chains its audit rows: always in this order, so that processes wait for each other in one.
 * @feed: an EtChangeFeed. */
gboolean
et_change_feed_seal (EtDb *db, GPtrArray *changes, gpointer feed, GError **error)
{
  EtChangeFeed *self = feed;
  g_autoptr (GPtrArray) kept = keep_last_ones (changes);

  g_array_set_size (self->news, 0);
  self->has_offers = FALSE;
  return write_changes (self, db, kept, error) && chain_audit (self, db, changes, error);
}

/* Whether the last batch, which et_change_feed_apply() has not been told of yet, changed offers. */
gboolean
et_change_feed_has_offers (EtChangeFeed *feed)
{
  return feed->has_offers;
}

/* Drops the sessions that the last batch ended, before its answers leave, and tells of its other
 * changes. To be called on the writer's thread after each batch. */
void
et_change_feed_apply (EtChangeFeed *feed)
{
  for (guint i = 0; i < feed->news->len; i++)
    {
      const News *news = &g_array_index (feed->news, News, i);

      if (news->is_revocation)
        end_session (news->session_id, news->account_id, feed);
      else
        tell_change (news->seq, news->account_id, feed);
    }
  feed->has_offers = FALSE;
  g_array_set_size (feed->news, 0);
  tell_done (feed);
}

/* Begins to follow the feed on a thread of its own.
 * @db: (transfer full): a connection to read with; kept even on failure. */
gboolean
et_change_feed_follow (EtChangeFeed *feed, EtDb *db, GError **error)
{
  g_return_val_if_fail (feed->ticker == NULL, FALSE);

  feed->db = db;
  if (!et_change_repo_get_last (db, &feed->last, error) || !show_process (feed, error))
    return FALSE;
  et_session_cache_confirm (feed->cache);
  tell_change (feed->last, 0, feed);
  feed->ticker = et_ticker_new_waiting ("change-feed", choose_interval (db), look, wait_for_change,
                                        feed);
  return TRUE;
}

/* SPDX-License-Identifier: MIT */
#include "server/service/et-sign-in-limit.h"

#include <sodium.h>
#include <string.h>

#include "core/et-time.h"

/* So many failures are free; each further one doubles the wait. */
#define FREE_FAILURES 5
#define FREE_FAILURES_OF_STRANGERS 20
#define FIRST_WAIT (15 * ET_SECOND)
#define MAX_WAIT (15 * ET_MINUTE)

/* Failures are forgotten so long after the last one. */
#define FORGOTTEN_AFTER (15 * ET_MINUTE)

#define MAX_ENTRIES 20000

/* Who has failed: a name from one address, or a name from all unfamiliar addresses together. */
typedef struct
{
  EtShareKey key;
  guint n_failures;
  int64_t failed_at, failed_before_at; /* the last time, and the time before */
  int64_t forgiven_at; /* somebody has signed in */
  guint n_elsewhere; /* failures in other processes, as far as they were heard */
  int64_t failed_elsewhere_at;
  gboolean is_posted;
} Entry;

struct _EtSignInLimit
{
  GMutex mutex;
  GHashTable *entries; /* owned, of Entry by its key */
  EtShare *share; /* borrowed, nullable */
  guint member; /* of the share */
};

/* What other processes are told of an entry, in little endian. */
typedef struct
{
  gint64 failed_at, forgiven_at;
  guint64 n_failures;
} Value;

G_STATIC_ASSERT (sizeof (Value) <= ET_SHARE_MAX_VALUE);

/* @address: (nullable): NULL for strangers. */
static EtShareKey
make_key (const char *username_key, const char *address)
{
  g_autofree char *text = g_strconcat (address != NULL ? address : "", "\n", username_key, NULL);
  EtShareKey key;

  crypto_generichash (key.bytes, sizeof key.bytes, (const guint8 *) text, strlen (text), NULL, 0);
  return key;
}

static int64_t
wait_after (guint n_failures, guint n_free)
{
  int64_t wait = FIRST_WAIT;

  if (n_failures < n_free)
    return 0;
  for (guint i = n_free; i < n_failures && wait < MAX_WAIT; i++)
    wait *= 2;
  return MIN (wait, MAX_WAIT);
}

static int64_t
last_failure (const Entry *entry)
{
  return MAX (entry->failed_at, entry->failed_elsewhere_at);
}

static gboolean
is_forgotten (gpointer key, gpointer entry, gpointer now)
{
  return last_failure (entry) + FORGOTTEN_AFTER <= *(int64_t *) now;
}

/* When the table is full, what is forgotten leaves it, and then whatever comes first. */
static void
make_room (GHashTable *entries, int64_t now)
{
  GHashTableIter iter;

  if (g_hash_table_size (entries) < MAX_ENTRIES)
    return;
  g_hash_table_foreach_remove (entries, is_forgotten, &now);
  g_hash_table_iter_init (&iter, entries);
  while (g_hash_table_size (entries) >= MAX_ENTRIES && g_hash_table_iter_next (&iter, NULL, NULL))
    g_hash_table_iter_remove (&iter);
}

EtSignInLimit *
et_sign_in_limit_new (void)
{
  EtSignInLimit *limit = g_new0 (EtSignInLimit, 1);

  g_mutex_init (&limit->mutex);
  limit->entries = g_hash_table_new_full (et_share_key_hash, et_share_key_equal, NULL, g_free);
  return limit;
}

void
et_sign_in_limit_free (EtSignInLimit *limit)
{
  g_hash_table_unref (limit->entries);
  g_mutex_clear (&limit->mutex);
  g_free (limit);
}

/* Returns: for how many milliseconds there is still to be waited. */
static int64_t
get_wait (EtSignInLimit *limit, EtShareKey key, guint n_free, int64_t now)
{
  const Entry *entry = g_hash_table_lookup (limit->entries, &key);
  guint n_failures;
  int64_t wait;

  if (entry == NULL || is_forgotten (NULL, (gpointer) entry, &now))
    return 0;
  n_failures = entry->n_failures + entry->n_elsewhere;
  if (limit->share != NULL && !et_share_is_up (limit->share))
    n_failures += (et_share_get_weight (limit->share) - 1) * entry->n_failures;
  wait = wait_after (n_failures, n_free);
  return wait > 0 ? MAX (0, last_failure (entry) + wait - now) : 0;
}

static void
post (EtSignInLimit *limit, Entry *entry)
{
  if (limit->share != NULL && !entry->is_posted)
    entry->is_posted = et_share_post (limit->share, limit->member, &entry->key);
}

static void
note_failure (EtSignInLimit *limit, EtShareKey key, int64_t now)
{
  Entry *entry = g_hash_table_lookup (limit->entries, &key);

  if (entry == NULL)
    {
      make_room (limit->entries, now);
      entry = g_new0 (Entry, 1);
      entry->key = key;
      g_hash_table_insert (limit->entries, &entry->key, entry);
    }
  else if (is_forgotten (NULL, entry, &now))
    entry->n_failures = entry->n_elsewhere = 0;
  entry->n_failures++;
  entry->failed_before_at = entry->failed_at;
  entry->failed_at = now;
  post (limit, entry);
}

/* Here and, as soon as they hear of it, in other processes. */
static void
forgive (EtSignInLimit *limit, EtShareKey key, int64_t now)
{
  Entry *entry = g_hash_table_lookup (limit->entries, &key);

  if (entry == NULL)
    return;
  entry->n_failures = entry->n_elsewhere = 0;
  entry->forgiven_at = now;
  post (limit, entry);
}

static gsize
tell (gpointer data, const EtShareKey *key, guint8 *ret_value)
{
  EtSignInLimit *limit = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  Entry *entry = g_hash_table_lookup (limit->entries, key);
  Value value;

  if (entry == NULL)
    return 0;
  entry->is_posted = FALSE;
  value = (Value){ GINT64_TO_LE (entry->failed_at), GINT64_TO_LE (entry->forgiven_at),
                   GUINT64_TO_LE ((guint64) entry->n_failures) };
  memcpy (ret_value, &value, sizeof value);
  return sizeof value;
}

static gboolean
read_value (GBytes *bytes, Value *ret_value)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (size != sizeof *ret_value)
    return FALSE;
  memcpy (ret_value, data, size);
  ret_value->failed_at = GINT64_FROM_LE (ret_value->failed_at);
  ret_value->forgiven_at = GINT64_FROM_LE (ret_value->forgiven_at);
  ret_value->n_failures = MIN (GUINT64_FROM_LE (ret_value->n_failures), G_MAXUINT16);
  return TRUE;
}

/* Failures from before somebody signed in do not count any more. */
static void
take_values (Entry *entry, const Value *values, guint n_values, int64_t forgiven_at)
{
  if (entry->failed_before_at <= forgiven_at)
    entry->n_failures = entry->failed_at <= forgiven_at ? 0 : MIN (entry->n_failures, 1);
  entry->n_elsewhere = 0;
  for (guint i = 0; i < n_values; i++)
    if (values[i].failed_at > forgiven_at)
      {
        entry->n_elsewhere += (guint) values[i].n_failures;
        entry->failed_elsewhere_at = MAX (entry->failed_elsewhere_at, values[i].failed_at);
      }
}

/* Where nobody says anything, Redis has forgotten what was heard; we have not. */
static void
hear (gpointer data, const EtShareKey *key, GPtrArray *values)
{
  EtSignInLimit *limit = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  Entry *entry = g_hash_table_lookup (limit->entries, key);
  g_autofree Value *heard = g_new (Value, values->len + 1);
  int64_t forgiven_at;
  guint n_heard = 0;

  if (entry == NULL)
    return;
  forgiven_at = entry->forgiven_at;
  for (guint i = 0; i < values->len; i++)
    if (read_value (values->pdata[i], &heard[n_heard]))
      {
        forgiven_at = MAX (forgiven_at, heard[n_heard].forgiven_at);
        n_heard++;
      }
  if (n_heard > 0)
    take_values (entry, heard, n_heard, forgiven_at);
}

static void
tell_all (gpointer data)
{
  EtSignInLimit *limit = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, limit->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    post (limit, entry);
}

/* Counts with other processes. @share: not started yet; stopped before the limit is freed. */
void
et_sign_in_limit_share (EtSignInLimit *limit, EtShare *share)
{
  EtShareMember member = {
    .name = "sign-in",
    .lifetime_s = FORGOTTEN_AFTER / ET_SECOND,
    .data = limit,
    .tell = tell,
    .hear = hear,
    .tell_all = tell_all,
  };

  limit->member = et_share_add (share, &member);
  limit->share = share;
}

/* Whether one may try now to sign in. Sets ET_ERROR_RATE_LIMITED with "retry_after" in seconds.
 * To be asked before a password is hashed, for unknown names as for known ones. */
gboolean
et_sign_in_limit_check (EtSignInLimit *limit,
                        const EtSignInSource *source,
                        int64_t now,
                        GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  EtShareKey key = make_key (source->username_key, source->address);
  int64_t wait = get_wait (limit, key, FREE_FAILURES, now);

  if (!source->is_familiar)
    wait = MAX (wait, get_wait (limit, make_key (source->username_key, NULL),
                                FREE_FAILURES_OF_STRANGERS, now));
  if (wait == 0)
    return TRUE;

  et_error_set (error, ET_ERROR_RATE_LIMITED);
  et_error_add_int64 (error, "retry_after", (wait + ET_SECOND - 1) / ET_SECOND);
  return FALSE;
}

/* Notes how an attempt ended. The failures of strangers count on when one of them succeeds. */
void
et_sign_in_limit_note (EtSignInLimit *limit,
                       const EtSignInSource *source,
                       gboolean succeeded,
                       int64_t now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  EtShareKey key = make_key (source->username_key, source->address);

  if (succeeded)
    {
      forgive (limit, key, now);
      return;
    }
  note_failure (limit, key, now);
  if (!source->is_familiar)
    note_failure (limit, make_key (source->username_key, NULL), now);
}

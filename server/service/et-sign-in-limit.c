/* SPDX-License-Identifier: MIT */
#include "server/service/et-sign-in-limit.h"

#include "core/et-time.h"

/* So many failures are free; each further one doubles the wait. */
#define FREE_FAILURES 5
#define FREE_FAILURES_OF_STRANGERS 20
#define FIRST_WAIT (15 * ET_SECOND)
#define MAX_WAIT (15 * ET_MINUTE)

/* Failures are forgotten so long after the last one. */
#define FORGOTTEN_AFTER (15 * ET_MINUTE)

#define MAX_ENTRIES 10000

typedef struct
{
  guint n_failures;
  int64_t failed_at;
} Entry;

struct _EtSignInLimit
{
  GMutex mutex;
  GHashTable *entries; /* owned, of Entry by name and address */
  GHashTable *strangers; /* owned, of Entry by name: from all unfamiliar addresses */
};

static char *
make_key (const char *username_key, const char *address)
{
  return g_strdup_printf ("%s\n%s", address, username_key);
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

static gboolean
is_forgotten (gpointer key, gpointer entry, gpointer now)
{
  return ((Entry *) entry)->failed_at + FORGOTTEN_AFTER <= *(int64_t *) now;
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
  limit->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  limit->strangers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return limit;
}

void
et_sign_in_limit_free (EtSignInLimit *limit)
{
  g_hash_table_unref (limit->entries);
  g_hash_table_unref (limit->strangers);
  g_mutex_clear (&limit->mutex);
  g_free (limit);
}

/* Returns: for how many milliseconds there is still to be waited. */
static int64_t
get_wait (GHashTable *entries, const char *key, guint n_free, int64_t now)
{
  Entry *entry = g_hash_table_lookup (entries, key);

  if (entry == NULL || is_forgotten (NULL, entry, &now))
    return 0;
  return MAX (0, entry->failed_at + wait_after (entry->n_failures, n_free) - now);
}

static void
note_failure (GHashTable *entries, const char *key, int64_t now)
{
  Entry *entry = g_hash_table_lookup (entries, key);

  if (entry == NULL)
    {
      make_room (entries, now);
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (entries, g_strdup (key), entry);
    }
  else if (is_forgotten (NULL, entry, &now))
    entry->n_failures = 0;
  entry->n_failures++;
  entry->failed_at = now;
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
  g_autofree char *key = make_key (source->username_key, source->address);
  int64_t wait = get_wait (limit->entries, key, FREE_FAILURES, now);

  if (!source->is_familiar)
    wait = MAX (wait,
                get_wait (limit->strangers, source->username_key, FREE_FAILURES_OF_STRANGERS, now));
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
  g_autofree char *key = make_key (source->username_key, source->address);

  if (succeeded)
    {
      g_hash_table_remove (limit->entries, key);
      return;
    }
  note_failure (limit->entries, key, now);
  if (!source->is_familiar)
    note_failure (limit->strangers, source->username_key, now);
}

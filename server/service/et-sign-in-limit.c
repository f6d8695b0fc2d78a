/* SPDX-License-Identifier: MIT */
#include "server/service/et-sign-in-limit.h"

#include "core/et-time.h"

/* So many failures are free; each further one doubles the wait. */
#define FREE_FAILURES 5
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
};

static char *
make_key (const char *username_key, const char *address)
{
  return g_strdup_printf ("%s\n%s", address, username_key);
}

static int64_t
wait_after (guint n_failures)
{
  int64_t wait = FIRST_WAIT;

  if (n_failures < FREE_FAILURES)
    return 0;
  for (guint i = FREE_FAILURES; i < n_failures && wait < MAX_WAIT; i++)
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
make_room (EtSignInLimit *limit, int64_t now)
{
  GHashTableIter iter;

  if (g_hash_table_size (limit->entries) < MAX_ENTRIES)
    return;
  g_hash_table_foreach_remove (limit->entries, is_forgotten, &now);
  g_hash_table_iter_init (&iter, limit->entries);
  while (g_hash_table_size (limit->entries) >= MAX_ENTRIES &&
         g_hash_table_iter_next (&iter, NULL, NULL))
    g_hash_table_iter_remove (&iter);
}

EtSignInLimit *
et_sign_in_limit_new (void)
{
  EtSignInLimit *limit = g_new0 (EtSignInLimit, 1);

  g_mutex_init (&limit->mutex);
  limit->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return limit;
}

void
et_sign_in_limit_free (EtSignInLimit *limit)
{
  g_hash_table_unref (limit->entries);
  g_mutex_clear (&limit->mutex);
  g_free (limit);
}

/* Whether one may try now to sign in. Sets ET_ERROR_RATE_LIMITED with "retry_after" in seconds.
 * To be asked before a password is hashed, for unknown names as for known ones.
 * @username_key: the folded name. */
gboolean
et_sign_in_limit_check (EtSignInLimit *limit,
                        const char *username_key,
                        const char *address,
                        int64_t now,
                        GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  g_autofree char *key = make_key (username_key, address);
  Entry *entry = g_hash_table_lookup (limit->entries, key);
  int64_t wait;

  if (entry == NULL || is_forgotten (key, entry, &now))
    return TRUE;
  wait = entry->failed_at + wait_after (entry->n_failures) - now;
  if (wait <= 0)
    return TRUE;

  et_error_set (error, ET_ERROR_RATE_LIMITED);
  et_error_add_int64 (error, "retry_after", (wait + ET_SECOND - 1) / ET_SECOND);
  return FALSE;
}

/* Notes how an attempt ended. */
void
et_sign_in_limit_note (EtSignInLimit *limit,
                       const char *username_key,
                       const char *address,
                       gboolean succeeded,
                       int64_t now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->mutex);
  g_autofree char *key = make_key (username_key, address);
  Entry *entry = g_hash_table_lookup (limit->entries, key);

  if (succeeded)
    {
      g_hash_table_remove (limit->entries, key);
      return;
    }
  if (entry == NULL)
    {
      make_room (limit, now);
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (limit->entries, g_steal_pointer (&key), entry);
    }
  else if (is_forgotten (key, entry, &now))
    entry->n_failures = 0;
  entry->n_failures++;
  entry->failed_at = now;
}

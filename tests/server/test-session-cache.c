/* SPDX-License-Identifier: MIT */
#include "core/et-time.h"
#include "server/service/et-session-cache.h"

#define NOW INT64_C (1700000000000)

static EtTokenHash
hash_of (guint8 number)
{
  EtTokenHash hash = { { number } };

  return hash;
}

static EtSessionEntry
entry_of (int64_t session_id, int64_t account_id)
{
  EtSessionEntry entry = { session_id, account_id, ET_ROLE_CUSTOMER, NOW, NOW + ET_DAY };

  return entry;
}

static void
keep (EtSessionCache *cache, guint8 number, int64_t session_id, int64_t account_id)
{
  EtTokenHash hash = hash_of (number);
  EtSessionEntry entry = entry_of (session_id, account_id);

  et_session_cache_keep (cache, &hash, &entry, et_session_cache_get_epoch (cache));
}

static gboolean
finds_at (EtSessionCache *cache, guint8 number, int64_t now)
{
  EtTokenHash hash = hash_of (number);
  EtSessionEntry entry;

  return et_session_cache_find (cache, &hash, now, &entry);
}

static gboolean
finds (EtSessionCache *cache, guint8 number)
{
  return finds_at (cache, number, NOW);
}

static EtSessionCache *
new_cache (guint capacity)
{
  EtSessionCache *cache = et_session_cache_new (capacity);

  et_session_cache_confirm (cache);
  return cache;
}

static void
test_finds_what_it_keeps (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (10);
  EtTokenHash hash = hash_of (1);
  EtSessionEntry entry;

  keep (cache, 1, 11, 5);
  g_assert_true (et_session_cache_find (cache, &hash, NOW, &entry));
  g_assert_cmpint (entry.session_id, ==, 11);
  g_assert_cmpint (entry.account_id, ==, 5);
  g_assert_false (finds (cache, 2));
}

static void
test_least_recently_used_leaves (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (2);

  keep (cache, 1, 11, 5);
  keep (cache, 2, 12, 5);
  g_assert_true (finds (cache, 1));
  keep (cache, 3, 13, 6);
  g_assert_true (finds (cache, 1));
  g_assert_false (finds (cache, 2));
  g_assert_true (finds (cache, 3));
}

static void
test_same_token_is_kept_once (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (2);

  keep (cache, 1, 11, 5);
  keep (cache, 1, 11, 5);
  keep (cache, 2, 12, 5);
  g_assert_true (finds (cache, 1));
  g_assert_true (finds (cache, 2));
}

static void
test_drops_a_session (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (10);

  keep (cache, 1, 11, 5);
  keep (cache, 2, 12, 5);
  et_session_cache_drop_session (cache, 11);
  et_session_cache_drop_session (cache, 99);
  g_assert_false (finds (cache, 1));
  g_assert_true (finds (cache, 2));
}

static void
test_drops_an_account (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (10);

  keep (cache, 1, 11, 5);
  keep (cache, 2, 12, 5);
  keep (cache, 3, 13, 6);
  et_session_cache_drop_account (cache, 5);
  g_assert_false (finds (cache, 1));
  g_assert_false (finds (cache, 2));
  g_assert_true (finds (cache, 3));
}

static void
test_guests_have_no_account_to_drop (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (10);

  keep (cache, 1, 11, 0);
  et_session_cache_drop_account (cache, 0);
  g_assert_true (finds (cache, 1));
}

/* What was read before a session ended must not come in after it was dropped. */
static void
test_stale_answer_is_not_kept (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (10);
  guint64 epoch = et_session_cache_get_epoch (cache);
  EtTokenHash hash = hash_of (1);
  EtSessionEntry entry = entry_of (11, 5);

  et_session_cache_drop_session (cache, 11);
  et_session_cache_keep (cache, &hash, &entry, epoch);
  g_assert_false (finds (cache, 1));
}

static void
test_expired_session_is_not_found (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (10);

  keep (cache, 1, 11, 5);
  g_assert_true (finds_at (cache, 1, NOW + ET_DAY - 1));
  g_assert_false (finds_at (cache, 1, NOW + ET_DAY));
}

static void
test_nothing_is_found_unconfirmed (void)
{
  g_autoptr (EtSessionCache) cache = et_session_cache_new (10);

  keep (cache, 1, 11, 5);
  g_assert_false (finds (cache, 1));
  et_session_cache_confirm (cache);
  g_assert_true (finds (cache, 1));
  g_usleep (1100 * 1000);
  g_assert_false (finds (cache, 1));
}

static void
test_uses_are_noted_once_an_hour (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (10);
  g_autoptr (GArray) none = NULL, one = NULL, again = NULL;

  keep (cache, 1, 11, 5);
  keep (cache, 2, 12, 0);
  finds_at (cache, 1, NOW + ET_MINUTE);
  none = et_session_cache_take_uses (cache);
  g_assert_cmpuint (none->len, ==, 0);

  finds_at (cache, 1, NOW + ET_HOUR);
  finds_at (cache, 1, NOW + ET_HOUR + ET_MINUTE);
  finds_at (cache, 2, NOW + ET_HOUR);
  one = et_session_cache_take_uses (cache);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpint (g_array_index (one, EtSessionUse, 0).session_id, ==, 11);
  g_assert_cmpint (g_array_index (one, EtSessionUse, 0).used_at, ==, NOW + ET_HOUR);

  again = et_session_cache_take_uses (cache);
  g_assert_cmpuint (again->len, ==, 0);
}

static gpointer
use_much (gpointer cache)
{
  for (int i = 0; i < 20000; i++)
    {
      keep (cache, i % 64, i % 64 + 1, i % 7 + 1);
      finds (cache, (i * 31) % 64);
      if (i % 50 == 0)
        et_session_cache_drop_account (cache, i % 7 + 1);
      if (i % 30 == 0)
        et_session_cache_drop_session (cache, i % 64 + 1);
    }
  return NULL;
}

static void
test_threads_share_it (void)
{
  g_autoptr (EtSessionCache) cache = new_cache (40);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", use_much, cache);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  keep (cache, 1, 2, 3);
  g_assert_true (finds (cache, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-cache/finds", test_finds_what_it_keeps);
  g_test_add_func ("/session-cache/capacity", test_least_recently_used_leaves);
  g_test_add_func ("/session-cache/same-token", test_same_token_is_kept_once);
  g_test_add_func ("/session-cache/drop-session", test_drops_a_session);
  g_test_add_func ("/session-cache/drop-account", test_drops_an_account);
  g_test_add_func ("/session-cache/guests", test_guests_have_no_account_to_drop);
  g_test_add_func ("/session-cache/stale", test_stale_answer_is_not_kept);
  g_test_add_func ("/session-cache/expired", test_expired_session_is_not_found);
  g_test_add_func ("/session-cache/unconfirmed", test_nothing_is_found_unconfirmed);
  g_test_add_func ("/session-cache/uses", test_uses_are_noted_once_an_hour);
  g_test_add_func ("/session-cache/threads", test_threads_share_it);
  return g_test_run ();
}

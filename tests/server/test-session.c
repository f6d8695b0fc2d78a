/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "server/db/et-writer.h"
#include "server/repo/et-schema.h"
#include "server/service/et-change-feed.h"
#include "server/service/et-session.h"
#include "server/service/et-sign-up.h"

#define MAX_GUESTS 20

typedef struct
{
  char *folder; /* owned */
  char *url; /* owned */
  EtDb *db; /* owned, nullable: given to a writer */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("etickets-session-XXXXXX", NULL);
  fixture->url = g_strconcat ("sqlite:///", fixture->folder, "/db", NULL);
  fixture->db = et_db_open (fixture->url, ET_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  et_schema_migrate (fixture->db, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (et_db_begin (fixture->db, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "db", "db-wal", "db-shm", "db.lock" };

  g_clear_pointer (&fixture->db, et_db_close);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->url);
}

static int64_t
add_account (Fixture *fixture, const char *username)
{
  EtSignUp wish = { .username = username, .role = ET_ROLE_STAFF };
  g_autoptr (GError) error = NULL;
  int64_t account_id;

  et_sign_up_create (fixture->db, &wish, "hash", &account_id, &error);
  g_assert_no_error (error);
  return account_id;
}

static void
begin (Fixture *fixture, int64_t account_id, EtNewSession *ret_session)
{
  g_autoptr (GError) error = NULL;

  et_session_begin (fixture->db, account_id, "192.0.2.1", ret_session, &error);
  g_assert_no_error (error);
}

static gboolean
look_up (Fixture *fixture, const char *token, gboolean by_cookie, EtSessionEntry *ret_entry)
{
  g_autoptr (GError) error = NULL;
  EtTokenHash hash;
  gboolean found;

  if (!et_session_hash_token (token, by_cookie, &hash))
    return FALSE;
  et_session_look_up (fixture->db, &hash, ret_entry, &found, &error);
  g_assert_no_error (error);
  return found;
}

static gboolean
lives (Fixture *fixture, const EtNewSession *session)
{
  EtSessionEntry entry;

  return look_up (fixture, session->token, FALSE, &entry);
}

static void
exec (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  et_db_exec (fixture->db, sql, &error);
  g_assert_no_error (error);
}

static void
test_token_and_cookie_open_one_session (Fixture *fixture, gconstpointer data)
{
  int64_t account_id = add_account (fixture, "alice");
  EtSessionEntry by_token, by_cookie;
  EtNewSession session;

  begin (fixture, account_id, &session);
  g_assert_cmpuint (strlen (session.token), ==, ET_TOKEN_LENGTH);
  g_assert_true (look_up (fixture, session.token, FALSE, &by_token));
  g_assert_true (look_up (fixture, session.cookie, TRUE, &by_cookie));
  g_assert_cmpint (by_token.session_id, ==, session.id);
  g_assert_cmpint (by_cookie.session_id, ==, session.id);
  g_assert_cmpint (by_token.account_id, ==, account_id);
  g_assert_cmpint (by_token.role, ==, ET_ROLE_STAFF);
}

static void
test_cookie_is_no_token (Fixture *fixture, gconstpointer data)
{
  g_autofree char *dressed_up = NULL;
  EtSessionEntry entry;
  EtNewSession session;

  begin (fixture, add_account (fixture, "alice"), &session);
  dressed_up = g_strconcat ("tk_", session.cookie, NULL);
  g_assert_false (look_up (fixture, session.cookie, FALSE, &entry));
  g_assert_false (look_up (fixture, dressed_up, FALSE, &entry));
  g_assert_false (look_up (fixture, session.token, TRUE, &entry));
  g_assert_false (look_up (fixture, session.token + strlen ("tk_"), TRUE, &entry));
}

static void
test_malformed_tokens (Fixture *fixture, gconstpointer data)
{
  static const char *const malformed[] = { "",
                                           "tk_",
                                           "tk",
                                           "tk_AAAA",
                                           "tk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!",
                                           "tk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                                           "tk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                                           "xx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
  EtTokenHash hash;

  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    g_assert_false (et_session_hash_token (malformed[i], FALSE, &hash));
  g_assert_true (
      et_session_hash_token ("tk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", FALSE, &hash));
}

static void
test_expired_session_is_over (Fixture *fixture, gconstpointer data)
{
  EtNewSession session;

  begin (fixture, add_account (fixture, "alice"), &session);
  g_assert_cmpint (session.expires_at - et_time_now (), >, 29 * ET_DAY);
  g_assert_true (lives (fixture, &session));
  exec (fixture, "UPDATE sessions SET expires_at = 1");
  g_assert_false (lives (fixture, &session));
}

static void
test_disabled_account_has_no_session (Fixture *fixture, gconstpointer data)
{
  EtNewSession session;

  begin (fixture, add_account (fixture, "alice"), &session);
  exec (fixture, "UPDATE accounts SET is_disabled = 1");
  g_assert_false (lives (fixture, &session));
}

static void
test_end_all_but_one (Fixture *fixture, gconstpointer data)
{
  int64_t alice = add_account (fixture, "alice"), bob = add_account (fixture, "bob");
  EtNewSession first, second, other;

  begin (fixture, alice, &first);
  begin (fixture, alice, &second);
  begin (fixture, bob, &other);
  g_assert_true (et_session_end_all (fixture->db, alice, second.id, NULL));
  g_assert_false (lives (fixture, &first));
  g_assert_true (lives (fixture, &second));
  g_assert_true (lives (fixture, &other));
  g_assert_true (et_session_end (fixture->db, second.id, NULL));
  g_assert_false (lives (fixture, &second));
}

static void
test_use_prolongs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (EtSessionUse));
  EtSessionEntry entry;
  EtNewSession session;
  EtSessionUse use;

  begin (fixture, add_account (fixture, "alice"), &session);
  use = (EtSessionUse){ session.id, session.expires_at - ET_DAY };
  g_array_append_val (uses, use);
  g_assert_true (et_session_record_uses (fixture->db, uses, NULL));
  g_assert_true (look_up (fixture, session.token, FALSE, &entry));
  g_assert_cmpint (entry.last_used_at, ==, use.used_at);
  g_assert_cmpint (entry.expires_at, ==, use.used_at + ET_SESSION_LIFE);
}

static void
test_guest (Fixture *fixture, gconstpointer data)
{
  EtSessionEntry entry;
  EtNewSession guest;

  g_assert_true (et_session_begin_guest (fixture->db, "192.0.2.1", MAX_GUESTS, &guest, NULL));
  g_assert_true (look_up (fixture, guest.cookie, TRUE, &entry));
  g_assert_cmpint (entry.account_id, ==, 0);
  g_assert_cmpint (entry.role, ==, ET_ROLE_ANYONE);
  g_assert_cmpint (entry.expires_at - et_time_now (), <=, ET_GUEST_LIFE);

  exec (fixture, "UPDATE sessions SET expires_at = expires_at - 86400000");
  g_assert_true (et_session_extend_guest (fixture->db, guest.id, NULL));
  g_assert_true (look_up (fixture, guest.cookie, TRUE, &entry));
  g_assert_cmpint (entry.expires_at - et_time_now (), >, ET_GUEST_LIFE - ET_MINUTE);
}

static void
test_guests_of_an_address_are_limited (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  EtNewSession guest;

  for (int i = 0; i < MAX_GUESTS; i++)
    g_assert_true (et_session_begin_guest (fixture->db, "192.0.2.1", MAX_GUESTS, &guest, NULL));
  g_assert_false (et_session_begin_guest (fixture->db, "192.0.2.1", MAX_GUESTS, &guest, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_RATE_LIMITED);
  g_assert_true (et_session_begin_guest (fixture->db, "192.0.2.2", MAX_GUESTS, &guest, NULL));
  exec (fixture, "UPDATE sessions SET expires_at = 1 WHERE id = 1");
  g_assert_true (et_session_begin_guest (fixture->db, "192.0.2.1", MAX_GUESTS, &guest, NULL));
}

static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  int64_t alice = add_account (fixture, "alice");
  g_autoptr (EtDbStmt) stmt = NULL;
  EtNewSession old, young;
  gboolean has_row;

  begin (fixture, alice, &old);
  exec (fixture, "UPDATE sessions SET expires_at = 1");
  begin (fixture, alice, &young);
  g_assert_true (et_session_sweep (fixture->db, NULL));
  stmt = et_db_prepare (fixture->db, "SELECT COUNT(*), MAX(id) FROM sessions", NULL);
  g_assert_true (et_db_stmt_step (stmt, &has_row, NULL));
  g_assert_cmpint (et_db_stmt_get_int64 (stmt, 0), ==, 1);
  g_assert_cmpint (et_db_stmt_get_int64 (stmt, 1), ==, young.id);
}

/* A guest's cart knows its session by number only. */
static void
test_numbers_are_not_given_again (Fixture *fixture, gconstpointer data)
{
  EtNewSession first, second;

  g_assert_true (et_session_begin_guest (fixture->db, "192.0.2.1", MAX_GUESTS, &first, NULL));
  g_assert_true (et_session_end (fixture->db, first.id, NULL));
  g_assert_true (et_session_begin_guest (fixture->db, "192.0.2.1", MAX_GUESTS, &second, NULL));
  g_assert_cmpint (second.id, !=, first.id);
}

static gboolean
end_session (EtDb *db, gpointer session, GError **error)
{
  return et_session_end (db, ((EtNewSession *) session)->id, error);
}

static EtSessionCache *
new_cache_with (const EtNewSession *session, EtTokenHash *ret_hash)
{
  EtSessionCache *cache = et_session_cache_new (10);
  EtSessionEntry entry = { session->id, 1, ET_ROLE_CUSTOMER, et_time_now (), session->expires_at };

  g_assert_true (et_session_hash_token (session->token, FALSE, ret_hash));
  et_session_cache_keep (cache, ret_hash, &entry, et_session_cache_get_epoch (cache));
  return cache;
}

/* What one process ends, another one that only reads the feed forgets within a second. */
static void
test_revocation_reaches_other_processes (Fixture *fixture, gconstpointer data)
{
  EtSessionEntry entry;
  EtNewSession session;
  EtTokenHash hash;
  g_autoptr (EtSessionCache) here = et_session_cache_new (10);
  g_autoptr (EtSessionCache) there = NULL;
  g_autoptr (EtChangeFeed) writing = et_change_feed_new (here);
  g_autoptr (EtChangeFeed) following = NULL;
  g_autoptr (EtWriter) writer = NULL;
  int64_t deadline;

  begin (fixture, add_account (fixture, "alice"), &session);
  g_assert_true (et_db_commit (fixture->db, NULL));
  there = new_cache_with (&session, &hash);
  following = et_change_feed_new (there);
  writer = et_writer_new (g_steal_pointer (&fixture->db), 10, 10);
  et_writer_set_seal (writer, et_change_feed_seal, writing);
  g_assert_true (
      et_change_feed_follow (following, et_db_open (fixture->url, ET_DB_READ_ONLY, NULL), NULL));
  g_usleep (G_USEC_PER_SEC * 6 / 5);
  g_assert_true (et_session_cache_find (there, &hash, et_time_now (), &entry));

  g_assert_true (et_writer_run (writer, end_session, &session, NULL));
  deadline = g_get_monotonic_time () + G_USEC_PER_SEC;
  while (et_session_cache_find (there, &hash, et_time_now (), &entry) &&
         g_get_monotonic_time () < deadline)
    g_usleep (10000);
  g_assert_false (et_session_cache_find (there, &hash, et_time_now (), &entry));
  et_session_cache_confirm (there);
  g_assert_false (et_session_cache_find (there, &hash, et_time_now (), &entry));
}

static void
hear (gpointer heard, int64_t seq, int64_t account_id)
{
  if (account_id == 1)
    g_atomic_int_set ((gint *) heard, (gint) seq);
}

static void
test_changes_of_other_processes_are_heard (Fixture *fixture, gconstpointer data)
{
  gint heard = 0;
  g_autoptr (EtSessionCache) cache = et_session_cache_new (10);
  g_autoptr (EtChangeFeed) feed = et_change_feed_new (cache);
  EtChange change = { (char *) "order", 5, 1, FALSE };
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();

  g_ptr_array_add (changes, &change);
  et_change_feed_set_listener (feed, &(EtChangeListener){ .changed = hear, .data = &heard });
  g_assert_true (
      et_change_feed_follow (feed, et_db_open (fixture->url, ET_DB_READ_ONLY, NULL), NULL));
  g_assert_true (et_change_feed_seal (fixture->db, changes, feed, NULL));
  g_assert_true (et_db_commit (fixture->db, NULL)); /* and nothing is applied here */
  for (int i = 0; i < 300 && g_atomic_int_get (&heard) == 0; i++)
    g_usleep (10000);
  g_assert_cmpint (g_atomic_int_get (&heard), >, 0);
}

/* The writer's own process forgets it before the answer leaves. */
static void
test_revocation_is_applied_after_the_batch (Fixture *fixture, gconstpointer data)
{
  EtSessionEntry entry;
  EtNewSession session;
  EtTokenHash hash;
  g_autoptr (EtSessionCache) cache = NULL;
  g_autoptr (EtChangeFeed) feed = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  EtChange change = { (char *) ET_CHANGE_SESSION, 0, 1, TRUE };

  begin (fixture, add_account (fixture, "alice"), &session);
  cache = new_cache_with (&session, &hash);
  et_session_cache_confirm (cache);
  feed = et_change_feed_new (cache);
  g_ptr_array_add (changes, &change);
  g_ptr_array_add (changes, &change);
  g_assert_true (et_change_feed_seal (fixture->db, changes, feed, NULL));
  g_assert_true (et_session_cache_find (cache, &hash, et_time_now (), &entry));
  et_change_feed_apply (feed);
  g_assert_false (et_session_cache_find (cache, &hash, et_time_now (), &entry));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/session/two-forms", test_token_and_cookie_open_one_session);
  ADD ("/session/cookie-is-no-token", test_cookie_is_no_token);
  ADD ("/session/malformed", test_malformed_tokens);
  ADD ("/session/expired", test_expired_session_is_over);
  ADD ("/session/disabled", test_disabled_account_has_no_session);
  ADD ("/session/end-all", test_end_all_but_one);
  ADD ("/session/use-prolongs", test_use_prolongs);
  ADD ("/session/guest", test_guest);
  ADD ("/session/guest-limit", test_guests_of_an_address_are_limited);
  ADD ("/session/sweep", test_sweep);
  ADD ("/session/numbers", test_numbers_are_not_given_again);
  ADD ("/session/other-processes", test_revocation_reaches_other_processes);
  ADD ("/session/others-changes", test_changes_of_other_processes_are_heard);
  ADD ("/session/after-batch", test_revocation_is_applied_after_the_batch);
  return g_test_run ();
}

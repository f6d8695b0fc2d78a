/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>

#include "command-fixture.h"

/* Backups, taken beside a server that works and put back. */

static int
run (CommandFixture *fixture,
     const char *command,
     const char *path,
     const char *option,
     char **ret_errors)
{
  const char *const arguments[] = { command, path, option, NULL };

  return et_test_server_run (fixture->server, arguments, NULL, NULL, ret_errors);
}

static char *
get_path (CommandFixture *fixture, const char *name)
{
  return et_test_server_get_path (fixture->server, name);
}

static int64_t
count_accounts (CommandFixture *fixture)
{
  return et_test_server_count (fixture->server, "SELECT COUNT(*) FROM accounts");
}

static int64_t
count_offers (CommandFixture *fixture)
{
  return et_test_server_count (fixture->server, "SELECT COUNT(*) FROM offers");
}

static void
test_there_and_back (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *path = get_path (fixture, "copy");
  int64_t before;

  if (runs == NULL)
    et_test_server_start (fixture->server);
  g_free (et_test_server_sign_up (fixture->server, "kept"));
  if (runs == NULL)
    et_test_server_stop (fixture->server);
  before = count_accounts (fixture);
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  command_assert_mode (fixture, "copy", 0600);
  if (runs == NULL)
    et_test_server_start (fixture->server);
  g_free (et_test_server_sign_up (fixture->server, "too-late"));
  et_test_server_stop (fixture->server);
  g_assert_cmpint (run (fixture, "restore", path, "--force", NULL), ==, 0);
  g_assert_cmpint (count_accounts (fixture), ==, before);
  et_test_server_start (fixture->server);
  g_free (et_test_server_sign_in (fixture->server, "kept"));
}

static void
test_a_file_is_not_written_over (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *path = get_path (fixture, "copy");
  g_autofree char *errors = NULL;

  command_seed (fixture);
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  g_assert_cmpint (run (fixture, "backup", path, NULL, &errors), ==, 1);
  g_assert_nonnull (strstr (errors, "exists already"));
}

static void
test_what_holds_data_is_kept (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *path = get_path (fixture, "copy");
  g_autofree char *errors = NULL;

  command_seed (fixture);
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  g_assert_cmpint (run (fixture, "restore", path, NULL, &errors), ==, 1);
  g_assert_nonnull (strstr (errors, "--force"));
}

static void
test_an_empty_place_needs_no_force (CommandFixture *fixture, gconstpointer runs)
{
  int64_t n_offers;
  g_autofree char *path = get_path (fixture, "copy");
  g_autofree char *database = get_path (fixture, "etickets.sqlite3");

  command_seed (fixture);
  n_offers = count_offers (fixture);
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  g_assert_cmpint (g_unlink (database), ==, 0);
  g_assert_cmpint (run (fixture, "restore", path, NULL, NULL), ==, 0);
  g_assert_cmpint (count_offers (fixture), ==, n_offers);
}

static void
test_not_under_a_server (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *path = get_path (fixture, "copy");
  g_autofree char *errors = NULL;

  command_seed (fixture);
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  g_assert_cmpint (run (fixture, "restore", path, "--force", &errors), ==, 1);
  g_assert_nonnull (strstr (errors, "Another process has the database"));
}

static void
test_what_is_no_backup (CommandFixture *fixture, gconstpointer runs)
{
  int64_t n_offers;
  g_autofree char *path = get_path (fixture, "copy");
  g_autofree char *left = get_path (fixture, "etickets.sqlite3.restore");
  char *bytes;
  gsize length;

  command_seed (fixture);
  n_offers = count_offers (fixture);
  g_assert_cmpint (run (fixture, "restore", path, "--force", NULL), ==, 1); /* there is none */
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + length / 2, 0x5a, length / 4);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  g_free (bytes);
  g_assert_cmpint (run (fixture, "restore", path, "--force", NULL), ==, 1);
  g_assert_true (g_file_set_contents (path, "something else", -1, NULL));
  g_assert_cmpint (run (fixture, "restore", path, "--force", NULL), ==, 1);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_cmpint (count_offers (fixture), ==, n_offers);
}

/* Whole, but not true. */
static void
test_a_backup_that_contradicts_itself (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *path = get_path (fixture, "copy");
  g_autofree char *errors = NULL;

  command_seed (fixture);
  et_test_server_exec (fixture->server, "UPDATE offers SET sold = 3 WHERE id = 2");
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  et_test_server_exec (fixture->server, "UPDATE offers SET sold = 0 WHERE id = 2");
  g_assert_cmpint (run (fixture, "restore", path, "--force", &errors), ==, 1);
  g_assert_nonnull (strstr (errors, "contradicts itself"));
}

static void
spoil (const char *path, gboolean is_whole)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  if (is_whole)
    memset (bytes, 0x5a, length);
  else
    memset (bytes + length / 2, 0x5a, length / 4);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

/* Neither a database of which a part is damaged nor what is none any more is in the way. */
static void
test_a_damaged_database_is_replaced (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *path = get_path (fixture, "copy");
  g_autofree char *database = get_path (fixture, "etickets.sqlite3");
  g_autofree char *replaced = get_path (fixture, "etickets.sqlite3.replaced");
  int64_t n_offers;

  command_seed (fixture);
  n_offers = count_offers (fixture);
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  for (int is_whole = 0; is_whole <= 1; is_whole++)
    {
      spoil (database, is_whole);
      g_assert_cmpint (run (fixture, "restore", path, NULL, NULL), ==, 1);
      g_assert_cmpint (run (fixture, "restore", path, "--force", NULL), ==, 0);
      g_assert_true (g_file_test (replaced, G_FILE_TEST_EXISTS));
      g_assert_cmpint (count_offers (fixture), ==, n_offers);
    }
}

static void
test_usage (CommandFixture *fixture, gconstpointer runs)
{
  g_assert_cmpint (run (fixture, "backup", NULL, NULL, NULL), ==, 2);
  g_assert_cmpint (run (fixture, "backup", "a", "b", NULL), ==, 2);
  g_assert_cmpint (run (fixture, "backup", "a", "--force", NULL), ==, 2);
}

typedef struct
{
  CommandFixture *fixture; /* borrowed */
  char *token; /* owned */
  gint is_over; /* atomic */
  gint n_bought; /* atomic */
} Buyer;

static gpointer
buy_on (gpointer data)
{
  Buyer *buyer = data;
  EtTestServer *server = buyer->fixture->server;

  while (!g_atomic_int_get (&buyer->is_over))
    {
      g_autoptr (EtTestAnswer) add = et_test_server_call (
          server, "POST", "/api/cart/add/", buyer->token, "{\"offer_id\":2,\"qty\":1}");
      g_autoptr (EtTestAnswer)
          pay = et_test_server_call (server, "POST", "/api/cart/checkout/", buyer->token, "{}");

      if (pay->status == 200)
        g_atomic_int_inc (&buyer->n_bought);
    }
  return NULL;
}

/* Each backup that is taken while people buy is one state, which “check” accepts. */
static void
test_under_load (CommandFixture *fixture, gconstpointer runs)
{
  const int n_backups = et_test_is_full_run () ? 20 : 4;
  Buyer buyer = { .fixture = fixture };
  GThread *thread;

  command_seed (fixture);
  buyer.token = et_test_server_sign_up (fixture->server, "buyer");
  thread = g_thread_new ("buyer", buy_on, &buyer);
  while (g_atomic_int_get (&buyer.n_bought) < 3)
    g_usleep (10000);
  for (int i = 0; i < n_backups; i++)
    {
      g_autofree char *name = g_strdup_printf ("copy-%d", i);
      g_autofree char *path = get_path (fixture, name);

      g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
    }
  g_atomic_int_set (&buyer.is_over, 1);
  g_thread_join (thread);
  et_test_server_stop (fixture->server);
  for (int i = 0; i < n_backups; i++)
    {
      g_autofree char *name = g_strdup_printf ("copy-%d", i);
      g_autofree char *path = get_path (fixture, name);

      g_assert_cmpint (run (fixture, "restore", path, "--force", NULL), ==, 0);
      g_assert_cmpint (run (fixture, "check", NULL, NULL, NULL), ==, 0);
      g_assert_cmpint (run (fixture, "verify-audit", NULL, NULL, NULL), ==, 0);
    }
  g_free (buyer.token);
}

static JsonObject *
sync_since (CommandFixture *fixture, int64_t since)
{
  g_autofree char *path = g_strdup_printf ("/api/sync/?since=%" G_GINT64_FORMAT, since);
  g_autoptr (EtTestAnswer) answer = et_test_server_call (fixture->server, "GET", path, NULL, NULL);

  g_assert_cmpint (answer->status, ==, 200);
  return json_object_ref (et_test_answer_get_json (answer));
}

/* Also one whose last number the server has given again since. */
static void
test_clients_begin_anew (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *path = get_path (fixture, "copy");
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) after = NULL;
  int64_t known;

  command_seed (fixture);
  before = sync_since (fixture, 0);
  known = json_object_get_int_member (before, "next");
  g_assert_cmpint (known, >, 0);
  g_assert_cmpint (run (fixture, "backup", path, NULL, NULL), ==, 0);
  et_test_server_stop (fixture->server);
  g_assert_cmpint (run (fixture, "restore", path, "--force", NULL), ==, 0);
  et_test_server_start (fixture->server);
  after = sync_since (fixture, known);
  g_assert_true (json_object_get_boolean_member (after, "reset"));
  g_assert_cmpint (json_object_get_int_member (after, "next"), >, known);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, runs, func) \
  g_test_add ("/backup/" name, CommandFixture, runs, command_set_up, func, command_tear_down)
  ADD ("stopped", NULL, test_there_and_back);
  ADD ("running", "runs", test_there_and_back);
  ADD ("exists", "runs", test_a_file_is_not_written_over);
  ADD ("not-empty", NULL, test_what_holds_data_is_kept);
  ADD ("empty", NULL, test_an_empty_place_needs_no_force);
  ADD ("under-a-server", "runs", test_not_under_a_server);
  ADD ("damaged", NULL, test_what_is_no_backup);
  ADD ("damaged-database", NULL, test_a_damaged_database_is_replaced);
  ADD ("contradiction", NULL, test_a_backup_that_contradicts_itself);
  ADD ("clients", "runs", test_clients_begin_anew);
  ADD ("usage", NULL, test_usage);
  ADD ("load", "runs", test_under_load);
  return g_test_run ();
}

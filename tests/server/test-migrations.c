/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "server/db/et-drivers.h"
#include "server/repo/et-schema.h"
#include "test-schema.h"
#include "tests/support/et-test-cluster.h"
#include "tests/support/et-test-folder.h"
#include "tests/support/et-test-server.h"

/* Migrations from nothing and from what a server of the foundation left, by a process that is killed
 * at each of its statements, or at any moment: the next one comes to the same end. */

/* The schema that all must come to, and what it takes from nothing. */
static char *reference; /* owned */
static int n_statements;
static int takes_us;

#define N_CUTS 3 /* of migrate-and-die.c: before, during and behind a statement */

/* Returns: how many statements it takes, -1 when it was killed. */
static int
run_cut (EtTestServer *server, int n, int how)
{
  g_autofree char *number = g_strdup_printf ("%d", n);
  g_autofree char *word = g_strdup_printf ("%d", how);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  const char *const argv[] = { ET_TEST_DIE_PROGRAM, et_test_server_get (server, "DATABASE_URL"),
                               number, word, NULL };
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status,
                &error);
  g_assert_no_error (error);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      return -1;
    }
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return atoi (output);
}

static EtTestServer *
make_database (gboolean has_foundation)
{
  EtTestServer *server = et_test_server_new_stopped (NULL, NULL);

  if (et_test_cluster_is_running ()) /* an empty one */
    {
      g_autofree char *url = et_test_cluster_new_database ();

      et_test_server_set (server, "DATABASE_URL", url);
    }
  if (has_foundation)
    test_schema_make_foundation (et_test_server_get (server, "DATABASE_URL"));
  return server;
}

static void
migrate (EtTestServer *server)
{
  static const char *const words[] = { "migrate", NULL };

  g_assert_cmpint (et_test_server_run (server, words, NULL, NULL, NULL), ==, 0);
}

static char *
describe (EtTestServer *server)
{
  return test_schema_describe (et_test_server_get (server, "DATABASE_URL"));
}

/* Makes what the others are compared with. */
static void
make_reference (void)
{
  g_autoptr (EtTestServer) server = make_database (FALSE);
  int64_t began = g_get_monotonic_time ();

  n_statements = run_cut (server, G_MAXINT, 0);
  takes_us = (int) (g_get_monotonic_time () - began);
  reference = describe (server);
}

static void
tell_lines (const char *text, const char *other, const char *what)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) others = g_strsplit (other, "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) others, lines[i]))
      g_test_message ("%s: %s", what, lines[i]);
}

static void
assert_reference (const char *schema)
{
  gboolean is_same = g_str_equal (schema, reference);

  tell_lines (schema, reference, "More");
  tell_lines (reference, schema, "Less");
  g_assert_true (is_same);
}

/* Each row that was there is there as it was, and only the counters have got more. */
static gboolean
is_preserved (EtTestServer *server, GPtrArray *before)
{
  g_autoptr (GPtrArray)
      after = test_schema_read_foundation (et_test_server_get (server, "DATABASE_URL"));
  g_autoptr (GHashTable) rows = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_more = 0;

  for (guint i = 0; i < before->len; i++)
    g_hash_table_add (rows, before->pdata[i]);
  for (guint i = 0; i < after->len; i++)
    if (!g_hash_table_remove (rows, after->pdata[i]))
      n_more += g_str_has_prefix (after->pdata[i], "counters|") ? 0 : 1;
  return g_hash_table_size (rows) == 0 && n_more == 0;
}

static GPtrArray *
read_foundation (EtTestServer *server)
{
  return test_schema_read_foundation (et_test_server_get (server, "DATABASE_URL"));
}

static void
test_from_empty (void)
{
  g_autofree char *folder = g_dir_make_tmp ("etickets-migrations-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "db", NULL);
  g_autofree char *url = g_strconcat ("sqlite:///", path, NULL);
  g_autoptr (EtTestServer) server = make_database (FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *own = NULL, *of_sqlite = NULL, *again = NULL;
  EtDb *db = et_db_open (url, ET_DB_READ_WRITE, &error);

  g_assert_no_error (error);
  et_schema_migrate (db, NULL, &error);
  g_assert_no_error (error);
  et_db_close (db);
  migrate (server);
  own = test_schema_list_columns (et_test_server_get (server, "DATABASE_URL"));
  of_sqlite = test_schema_list_columns (url);
  g_assert_cmpstr (own, ==, of_sqlite);
  migrate (server);
  again = describe (server);
  assert_reference (again);
  et_test_folder_remove (folder);
}

/* The server goes on with what it finds. */
static void
test_from_foundation (void)
{
  static const char *const check[] = { "check", NULL };
  static const char *const verify[] = { "verify-audit", NULL };
  g_autoptr (EtTestServer) server = make_database (TRUE);
  g_autoptr (GPtrArray) before = read_foundation (server);
  g_autofree char *schema = NULL, *token = NULL;

  migrate (server);
  schema = describe (server);
  assert_reference (schema);
  g_assert_true (is_preserved (server, before));
  g_assert_cmpuint (before->len, ==, 89);

  et_test_server_start (server);
  token = et_test_server_sign_in (server, "ada");
  et_test_server_expect (server, "GET", "/api/orders/1/invoice.pdf", token, NULL, 200, NULL);
  g_assert_cmpint (
      et_test_server_count (server, "SELECT COUNT(*) FROM orders WHERE state = 'pending'"), ==, 0);
  et_test_server_stop (server);
  g_assert_cmpint (et_test_server_run (server, check, NULL, NULL, NULL), ==, 0);
  g_assert_cmpint (et_test_server_run (server, verify, NULL, NULL, NULL), ==, 0);
}

/* The negative control: what is compared shows what may go wrong. */
static void
assert_differences_are_seen (EtTestServer *server)
{
  static const char *const spoilings[] = {
    "DROP INDEX tickets_by_account",
    "ALTER TABLE audit ADD COLUMN more INTEGER",
    "CREATE INDEX tickets_by_state ON tickets (valid_from)",
    "CREATE TABLE counted (people INTEGER)",
    "UPDATE migrations SET checksum = 'x' WHERE number = 2",
  };
  gboolean is_on_mariadb = g_str_has_prefix (reference, "accounts|id|bigint(");
  g_autofree char *before = describe (server);

  for (gsize i = 0; i < G_N_ELEMENTS (spoilings); i++)
    {
      g_autofree char *schema = NULL;

      et_test_server_exec (server, i == 0 && is_on_mariadb ? "DROP INDEX audit_by_subject ON audit"
                                                           : spoilings[i]);
      schema = describe (server);
      g_test_message ("%s", spoilings[i]);
      g_assert_cmpstr (schema, !=, before);
      g_free (before);
      before = g_steal_pointer (&schema);
    }
}

static void
assert_lost_rows_are_seen (EtTestServer *server)
{
  static const char *const spoilings[] = {
    "DELETE FROM tickets WHERE id = 4",
    "UPDATE tickets SET price_cents = price_cents + 1 WHERE id = 1",
    "INSERT INTO order_lines (order_id, offer_id, quantity) VALUES (3, 5, 1)",
    "UPDATE idempotency_keys SET body = NULL",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spoilings); i++)
    {
      g_autoptr (GPtrArray) before = read_foundation (server);

      et_test_server_exec (server, spoilings[i]);
      g_test_message ("%s", spoilings[i]);
      g_assert_false (is_preserved (server, before));
    }
}

static void
test_differences_are_seen (void)
{
  g_autoptr (EtTestServer) server = make_database (TRUE);

  assert_lost_rows_are_seen (server);
  assert_differences_are_seen (server);
}

static void
assert_whole (EtTestServer *server, GPtrArray *before)
{
  g_autofree char *schema = NULL;

  migrate (server);
  schema = describe (server);
  assert_reference (schema);
  g_assert_true (before == NULL || is_preserved (server, before));
}

/* Returns: whether it was killed before its end. */
static gboolean
cut_and_migrate (gboolean has_foundation, int n, int how)
{
  g_autoptr (EtTestServer) server = make_database (has_foundation);
  g_autoptr (GPtrArray) before = has_foundation ? read_foundation (server) : NULL;

  gboolean is_killed = run_cut (server, n, how) < 0;

  assert_whole (server, before);
  return is_killed;
}

/* How far it is from one cut to the next. In the full run there is one at each statement, on SQLite
 * before, during and behind it. */
static int
get_stride (void)
{
  if (et_test_is_full_run ())
    return et_test_cluster_is_running () ? N_CUTS : 1;
  return N_CUTS * n_statements / (et_test_cluster_is_running () ? 3 : 12);
}

static void
test_killed_at_each_statement (gconstpointer has_foundation)
{
  int stride = get_stride (), n_cuts = 0;

  for (int i = g_test_rand_int_range (0, stride); i < N_CUTS * n_statements; i += stride)
    if (cut_and_migrate (GPOINTER_TO_INT (has_foundation), i / N_CUTS, (i + i / N_CUTS) % N_CUTS))
      n_cuts++;
  g_test_message ("Killed at %d statements", n_cuts);
}

/* Returns: whether the program came to its end before it was killed. */
static gboolean
migrate_and_kill (EtTestServer *server, int after_us)
{
  static const char *const words[] = { "migrate", NULL };
  g_autoptr (GSubprocess)
      process = et_test_server_spawn_on (server, words, open ("/dev/null", O_RDWR | O_CLOEXEC));

  g_usleep ((gulong) after_us);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  return g_subprocess_get_if_exited (process);
}

/* The program itself, again and again on one database, each time a little later. */
static void
test_killed_at_any_moment (gconstpointer has_foundation)
{
  guint n_databases = et_test_is_full_run () ? 20 : 1, n_kills = 0;

  for (guint i = 0; i < n_databases; i++)
    {
      g_autoptr (EtTestServer) server = make_database (GPOINTER_TO_INT (has_foundation));
      g_autoptr (GPtrArray) before = GPOINTER_TO_INT (has_foundation) ? read_foundation (server)
                                                                      : NULL;
      int after_us = g_test_rand_int_range (0, takes_us / 4);

      for (; !migrate_and_kill (server, after_us); n_kills++)
        after_us += g_test_rand_int_range (0, takes_us / 4);
      assert_whole (server, before);
    }
  g_test_message ("%u databases, %u kills", n_databases, n_kills);
}

static void
add (const char *name, GTestDataFunc func)
{
  g_autofree char *empty = g_strdup_printf ("/migrations/%s/empty", name);
  g_autofree char *foundation = g_strdup_printf ("/migrations/%s/foundation", name);

  g_test_add_data_func (empty, GINT_TO_POINTER (FALSE), func);
  g_test_add_data_func (foundation, GINT_TO_POINTER (TRUE), func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  et_drivers_add ();
  make_reference ();
  g_test_add_func ("/migrations/from-empty", test_from_empty);
  g_test_add_func ("/migrations/from-foundation", test_from_foundation);
  g_test_add_func ("/migrations/differences-are-seen", test_differences_are_seen);
  add ("killed-at-statements", test_killed_at_each_statement);
  add ("killed-at-moments", test_killed_at_any_moment);
  return g_test_run ();
}

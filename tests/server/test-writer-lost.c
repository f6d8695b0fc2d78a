/* SPDX-License-Identifier: MIT */
#include <signal.h>

#include "server/db/et-writer.h"
#include "test-database.h"
#include "tests/support/et-test-cluster.h"

/* How soon after a restart of the database writes have to succeed again. */
#define HEALED_AFTER (5 * G_USEC_PER_SEC)

/* Two writers, as two server processes have them, on a database that has a server. */
typedef struct
{
  EtTestDatabase database;
  EtWriter *writers[2]; /* owned */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  EtDb *db;

  et_test_database_set_up (&self->database, NULL);
  db = et_test_open (self->database.url, ET_DB_READ_WRITE);
  et_test_exec (db, "CREATE TABLE offers (id INTEGER PRIMARY KEY, sold INTEGER NOT NULL) STRICT;"
                    "INSERT INTO offers (id, sold) VALUES (1, 0), (2, 0)");
  et_db_close (db);
  for (int i = 0; i < 2; i++)
    self->writers[i] = et_writer_new (et_test_open (self->database.url, ET_DB_READ_WRITE), 100, 50);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 2; i++)
    et_writer_free (self->writers[i]);
  et_test_database_tear_down (&self->database, NULL);
}

static gboolean
raise_sold (EtDb *db, int64_t id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "UPDATE offers SET sold = sold + 1 WHERE id = :id", error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "id", id);
  return et_db_stmt_run (stmt, NULL, error);
}

static gboolean
raise_one (EtDb *db, gpointer data, GError **error)
{
  return raise_sold (db, 1, error);
}

static void
assert_sold (Fixture *self, int64_t expected)
{
  g_autoptr (EtDb) db = et_test_open (self->database.url, ET_DB_READ_ONLY);

  g_assert_cmpint (et_test_ask_int64 (db, "SELECT SUM(sold) FROM offers"), ==, expected);
}

/* One side of a deadlock. */
typedef struct
{
  EtWriter *writer; /* borrowed */
  int64_t first, second;
  int n_runs;
  gboolean is_done;
} Side;

static gboolean
raise_both (EtDb *db, gpointer data, GError **error)
{
  Side *side = data;

  side->n_runs++;
  if (!raise_sold (db, side->first, error))
    return FALSE;
  if (side->n_runs == 1)
    g_usleep (300 * 1000); /* the other one has its first row meanwhile */
  return raise_sold (db, side->second, error);
}

static gpointer
run_side (gpointer data)
{
  Side *side = data;

  side->is_done = et_writer_run (side->writer, raise_both, side, NULL);
  return NULL;
}

static void
test_deadlock_is_done_again (Fixture *self, gconstpointer data)
{
  Side a = { self->writers[0], 1, 2 }, b = { self->writers[1], 2, 1 };
  GThread *thread = g_thread_new (NULL, run_side, &a);

  run_side (&b);
  g_thread_join (thread);
  g_assert_true (a.is_done && b.is_done);
  g_assert_cmpint (a.n_runs + b.n_runs, >, 2);
  assert_sold (self, 4);
}

static void
assert_fails (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_writer_run (self->writers[0], raise_one, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

static void
assert_heals (Fixture *self)
{
  int64_t deadline = g_get_monotonic_time () + HEALED_AFTER;

  while (!et_writer_run (self->writers[0], raise_one, NULL, NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (20 * 1000);
    }
}

static void
test_heals_after_a_restart (Fixture *self, gconstpointer data)
{
  g_assert_true (et_writer_run (self->writers[0], raise_one, NULL, NULL));
  et_test_cluster_kill ();
  assert_fails (self);
  et_test_cluster_start ();
  assert_heals (self);
  assert_sold (self, 2);
}

static gboolean
kill_once (EtDb *db, gpointer data, GError **error)
{
  gboolean *was_killed = data;

  if (!raise_sold (db, 1, error))
    return FALSE;
  if (!*was_killed)
    {
      *was_killed = TRUE;
      et_test_cluster_kill ();
      et_test_cluster_start ();
    }
  return raise_sold (db, 2, error);
}

/* What dies before its COMMIT did nothing and is done again, once. */
static void
test_restart_in_a_batch (Fixture *self, gconstpointer data)
{
  gboolean was_killed = FALSE;
  g_autoptr (GError) error = NULL;

  et_writer_run (self->writers[0], kill_once, &was_killed, &error);
  g_assert_no_error (error);
  assert_sold (self, 2);
}

static gboolean
freeze (EtDb *db, gpointer data, GError **error)
{
  if (!raise_sold (db, 1, error))
    return FALSE;
  et_test_cluster_signal (SIGSTOP);
  return TRUE;
}

static void
count_failure_cb (gpointer data, const GError *error)
{
  *(gboolean *) data = g_error_matches (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

/* Nobody knows what became of a COMMIT that is not answered: none of its batch hears of success. */
static void
test_lost_commit_is_no_success (Fixture *self, gconstpointer data)
{
  gboolean is_frozen = FALSE;

  g_assert_true (
      et_writer_submit (self->writers[0], freeze, &is_frozen, 1, count_failure_cb, NULL));
  et_writer_free (self->writers[0]);
  g_assert_true (is_frozen);
  et_test_cluster_signal (SIGCONT);
  self->writers[0] = et_writer_new (et_test_open (self->database.url, ET_DB_READ_WRITE), 100, 50);
  assert_heals (self);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/writer-lost/deadlock-is-done-again", test_deadlock_is_done_again);
  add ("/writer-lost/heals-after-a-restart", test_heals_after_a_restart);
  add ("/writer-lost/restart-in-a-batch", test_restart_in_a_batch);
  add ("/writer-lost/lost-commit-is-no-success", test_lost_commit_is_no_success);
  return g_test_run ();
}

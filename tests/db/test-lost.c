/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>

#include "test-database.h"
#include "tests/support/et-test-cluster.h"

/* What may happen to a database that has a server. */
typedef struct
{
  EtTestDatabase database;
  EtDb *writer; /* owned */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  et_test_database_set_up (&self->database, NULL);
  self->writer = et_test_open (self->database.url, ET_DB_READ_WRITE);
  et_test_exec (self->writer, "CREATE TABLE offers (id INTEGER PRIMARY KEY, sold INTEGER NOT NULL, "
                              "code TEXT UNIQUE) STRICT;"
                              "INSERT INTO offers (sold) VALUES (0), (0)");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  et_db_close (self->writer);
  et_test_database_tear_down (&self->database, NULL);
}

static EtDb *
open_reader (Fixture *self)
{
  EtDb *db = et_test_open (self->database.url, ET_DB_READ_ONLY);

  g_assert_cmpint (et_test_ask_int64 (db, "SELECT SUM(sold) FROM offers"), ==, 0);
  return db;
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

static void
begin_and_raise (EtDb *db, int64_t id)
{
  g_autoptr (GError) error = NULL;

  et_db_begin (db, &error);
  g_assert_no_error (error);
  raise_sold (db, id, &error);
  g_assert_no_error (error);
}

static void
assert_unavailable (gboolean is_done, GError **error)
{
  g_assert_false (is_done);
  g_assert_error (*error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_clear_error (error);
}

static void
assert_sold (Fixture *self, int64_t expected)
{
  g_autoptr (EtDb) db = et_test_open (self->database.url, ET_DB_READ_ONLY);

  g_assert_cmpint (et_test_ask_int64 (db, "SELECT SUM(sold) FROM offers"), ==, expected);
}

static void
test_read_while_it_is_down (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) reader = open_reader (self);
  g_autoptr (EtDbStmt) stmt = et_test_prepare (reader, "SELECT sold FROM offers");
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  et_test_cluster_kill ();
  assert_unavailable (et_db_stmt_step (stmt, &has_row, &error), &error);
  g_assert_null (et_db_prepare (reader, "SELECT id FROM offers", &error));
  assert_unavailable (FALSE, &error);
  et_test_cluster_start ();
  g_assert_true (et_db_stmt_step (stmt, &has_row, &error));
  g_assert_true (has_row);
}

/* Nobody notices that it was restarted while nothing was read. */
static void
test_read_after_a_restart (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) reader = open_reader (self);

  et_test_cluster_kill ();
  et_test_cluster_start ();
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT SUM(sold) FROM offers"), ==, 0);
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT COUNT(*) FROM offers"), ==, 2);
}

static void
test_begin_after_a_restart (Fixture *self, gconstpointer data)
{
  begin_and_raise (self->writer, 1);
  g_assert_true (et_db_commit (self->writer, NULL));
  et_test_cluster_kill ();
  et_test_cluster_start ();
  begin_and_raise (self->writer, 1);
  g_assert_true (et_db_commit (self->writer, NULL));
  assert_sold (self, 2);
}

static void
test_killed_in_a_transaction (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  begin_and_raise (self->writer, 1);
  et_test_cluster_kill ();
  et_test_cluster_start ();
  assert_unavailable (raise_sold (self->writer, 2, &error), &error);
  g_assert_false (et_db_is_in_transaction (self->writer));
  assert_unavailable (raise_sold (self->writer, 2, &error), &error);
  assert_unavailable (et_db_commit (self->writer, &error), &error);
  begin_and_raise (self->writer, 2);
  g_assert_true (et_db_commit (self->writer, NULL));
  assert_sold (self, 1);
}

static gpointer
kill_soon (gpointer data)
{
  g_usleep (300 * 1000);
  et_test_cluster_kill ();
  return NULL;
}

/* Frozen, so that the COMMIT is on its way when the server dies. */
static void
test_killed_in_a_commit (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GThread *thread;

  begin_and_raise (self->writer, 1);
  et_test_cluster_signal (SIGSTOP);
  thread = g_thread_new (NULL, kill_soon, NULL);
  assert_unavailable (et_db_commit (self->writer, &error), &error);
  g_thread_join (thread);
  assert_unavailable (et_db_begin (self->writer, &error), &error);
  et_test_cluster_start ();
  begin_and_raise (self->writer, 2);
  g_assert_true (et_db_commit (self->writer, NULL));
}

/* A server that does not answer at all is given up, by a reader and by the writer. */
static void
test_frozen (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) reader = open_reader (self);
  g_autoptr (EtDbStmt) stmt = et_test_prepare (reader, "SELECT sold FROM offers");
  int64_t start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  begin_and_raise (self->writer, 1);
  et_test_cluster_signal (SIGSTOP);
  assert_unavailable (et_db_commit (self->writer, &error), &error);
  assert_unavailable (et_db_stmt_step (stmt, &has_row, &error), &error);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  et_test_cluster_signal (SIGCONT);
  begin_and_raise (self->writer, 2);
  g_assert_true (et_db_commit (self->writer, NULL));
}

typedef struct
{
  EtDb *db; /* borrowed */
  int64_t id;
  gboolean is_done;
  GError *error; /* owned, nullable */
} Raise;

static gpointer
raise_on_thread (gpointer data)
{
  Raise *raise = data;

  raise->is_done = raise_sold (raise->db, raise->id, &raise->error);
  return NULL;
}

/* Of two transactions in each other's way one goes on, the other is to be done again. */
static void
test_deadlock (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) other = et_test_open (self->database.url, ET_DB_READ_WRITE);
  Raise a = { self->writer, 2 }, b = { other, 1 };
  Raise *beaten;
  GThread *thread;

  begin_and_raise (self->writer, 1);
  begin_and_raise (other, 2);
  thread = g_thread_new (NULL, raise_on_thread, &a);
  g_usleep (100 * 1000);
  raise_on_thread (&b);
  g_thread_join (thread);
  g_assert_true (a.is_done || b.is_done);
  beaten = a.is_done ? &b : &a;
  assert_unavailable (beaten->is_done, &beaten->error);
  g_assert_true (et_db_should_retry (beaten->db));
  g_assert_false (et_db_is_in_transaction (beaten->db));
  g_assert_true (et_db_commit (beaten == &a ? other : self->writer, NULL));
  et_db_rollback (beaten->db);
  begin_and_raise (beaten->db, 1);
  g_assert_false (et_db_should_retry (beaten->db));
  g_assert_true (et_db_commit (beaten->db, NULL));
  assert_sold (self, 3);
}

static void
test_lock_that_is_not_to_be_had (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) other = et_test_open (self->database.url, ET_DB_READ_WRITE);
  g_autoptr (GError) error = NULL;

  begin_and_raise (other, 1);
  g_assert_true (et_db_begin (self->writer, NULL));
  g_assert_true (et_db_savepoint (self->writer, NULL));
  assert_unavailable (raise_sold (self->writer, 1, &error), &error);
  g_assert_true (et_db_should_retry (self->writer));
  g_assert_false (et_db_is_in_transaction (self->writer));
}

static void
test_reader_does_not_write (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) reader = open_reader (self);
  g_autoptr (GError) error = NULL;

  g_assert_false (raise_sold (reader, 1, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

static void
test_long_read_is_cut_off (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) reader = open_reader (self);
  g_autoptr (GError) error = NULL;

  assert_unavailable (
      et_db_exec (reader,
                  et_test_is_on ("mariadb")
                      ? "SELECT COUNT(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b"
                      : "SELECT pg_sleep (60)",
                  &error),
      &error);
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT COUNT(*) FROM offers"), ==, 2);
}

static void
test_long_read_transaction_is_cut_off (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) reader = open_reader (self);
  g_autoptr (GError) error = NULL;

  g_assert_true (et_db_begin (reader, NULL));
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT COUNT(*) FROM offers"), ==, 2);
  g_usleep (1.3 * G_USEC_PER_SEC);
  assert_unavailable (et_db_exec (reader, "SELECT COUNT(*) FROM offers", &error), &error);
  et_db_rollback (reader);

  g_assert_true (et_db_begin (reader, NULL));
  g_usleep (1.3 * G_USEC_PER_SEC);
  et_db_rollback (reader);
  g_assert_true (et_db_begin (reader, NULL));
}

static void
test_long_reads_can_be_allowed (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDb) reader = open_reader (self);
  g_autoptr (GError) error = NULL;

  et_db_allow_long_reads (reader);
  et_db_exec (reader, et_test_is_on ("mariadb") ? "SELECT SLEEP(2)" : "SELECT pg_sleep (2)",
              &error);
  g_assert_no_error (error);
}

/* An error names no value, whatever the database says. */
static void
test_errors_hold_no_values (Fixture *self, gconstpointer data)
{
  static const char *const sentences[] = {
    "INSERT INTO offers (sold) VALUES ('secret')",
    "INSERT INTO offers (sold, code) VALUES (1, 'secret')",
    "INSERT INTO offers (sold, code) VALUES (NULL, 'secret')",
  };

  et_test_exec (self->writer, sentences[1]);
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (et_db_exec (self->writer, sentences[i], &error));
      g_assert_null (strstr (error->message, "secret"));
    }
}

/* What is too long for its column is refused, and never cut. */
static void
test_text_that_is_too_long (Fixture *self, gconstpointer data)
{
  g_autoptr (EtDbStmt)
      stmt = et_test_prepare (self->writer, "INSERT INTO offers (sold, code) VALUES (0, :code)");
  g_autofree char *code = g_strnfill (256, 'x');
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  et_db_stmt_bind_text (stmt, "code", code);
  is_done = et_db_stmt_run (stmt, NULL, &error);
  g_assert_true (is_done == !et_test_is_on ("mariadb"));
  g_assert_cmpint (et_test_ask_int64 (self->writer, "SELECT COUNT(*) FROM offers "
                                                    "WHERE LENGTH(code) BETWEEN 1 AND 255"),
                   ==, 0);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/lost/reader-does-not-write", test_reader_does_not_write);
  add ("/lost/long-read", test_long_read_is_cut_off);
  add ("/lost/long-read-transaction", test_long_read_transaction_is_cut_off);
  add ("/lost/long-reads-allowed", test_long_reads_can_be_allowed);
  add ("/lost/errors-hold-no-values", test_errors_hold_no_values);
  add ("/lost/text-that-is-too-long", test_text_that_is_too_long);
  add ("/lost/deadlock", test_deadlock);
  add ("/lost/lock-that-is-not-to-be-had", test_lock_that_is_not_to_be_had);
  add ("/lost/read-while-down", test_read_while_it_is_down);
  add ("/lost/read-after-a-restart", test_read_after_a_restart);
  add ("/lost/begin-after-a-restart", test_begin_after_a_restart);
  add ("/lost/killed-in-a-transaction", test_killed_in_a_transaction);
  add ("/lost/killed-in-a-commit", test_killed_in_a_commit);
  add ("/lost/frozen", test_frozen);
  return g_test_run ();
}

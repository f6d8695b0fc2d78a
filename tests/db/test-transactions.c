/* SPDX-License-Identifier: MIT */
#include "db/et-db-change.h"
#include "test-database.h"

static EtDb *
open_numbers (void)
{
  EtDb *db = et_test_open_empty ();

  et_test_exec (db, "CREATE TABLE numbers (n INTEGER NOT NULL CHECK (n < 100)) STRICT");
  return db;
}

static void
insert (EtDb *db, int64_t n)
{
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "INSERT INTO numbers (n) VALUES (:n)");

  et_db_stmt_bind_int64 (stmt, "n", n);
  g_assert_true (et_db_stmt_run (stmt, NULL, NULL));
}

static void
assert_numbers (EtDb *db, const char *expected)
{
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT n FROM numbers ORDER BY n");
  g_autoptr (GString) numbers = g_string_new (NULL);
  gboolean has_row;

  while (et_db_stmt_step (stmt, &has_row, NULL) && has_row)
    g_string_append_printf (numbers, "%s%d", numbers->len > 0 ? " " : "",
                            (int) et_db_stmt_get_int64 (stmt, 0));
  g_assert_cmpstr (numbers->str, ==, expected);
}

static void
begin (EtDb *db)
{
  g_autoptr (GError) error = NULL;

  et_db_begin (db, &error);
  g_assert_no_error (error);
  g_assert_true (et_db_is_in_transaction (db));
}

static void
test_commit (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  begin (db);
  insert (db, 1);
  g_assert_true (et_db_commit (db, NULL));
  g_assert_false (et_db_is_in_transaction (db));
  assert_numbers (db, "1");
}

static void
test_rollback (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  begin (db);
  insert (db, 1);
  et_db_rollback (db);
  g_assert_false (et_db_is_in_transaction (db));
  assert_numbers (db, "");
}

static void
test_rollback_without_transaction (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  insert (db, 1);
  et_db_rollback (db);
  assert_numbers (db, "1");
}

static void
test_commit_without_transaction (void)
{
  g_autoptr (EtDb) db = open_numbers ();
  g_autoptr (GError) error = NULL;

  g_assert_false (et_db_commit (db, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

static void
test_begin_twice (void)
{
  g_autoptr (EtDb) db = open_numbers ();
  g_autoptr (GError) error = NULL;

  begin (db);
  g_assert_false (et_db_begin (db, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

/* A constraint that is looked at only at the end fails the commit, which leaves nothing. */
static void
test_failed_commit_rolls_back (void)
{
  g_autoptr (EtDb) db = open_numbers ();
  g_autoptr (GError) error = NULL;

  et_test_exec (db, "CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;"
                    "CREATE TABLE children (parent INTEGER REFERENCES parents (id) "
                    "DEFERRABLE INITIALLY DEFERRED) STRICT");
  begin (db);
  insert (db, 1);
  et_test_exec (db, "INSERT INTO children VALUES (5)");
  g_assert_false (et_db_commit (db, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
  g_assert_false (et_db_is_in_transaction (db));
  assert_numbers (db, "");
}

/* What goes on when an error has ended the transaction is not done outside of it. */
static void
test_nothing_is_done_after_the_end (void)
{
  g_autoptr (EtDb) db = open_numbers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "INSERT INTO numbers (n) VALUES (:n)");
  g_autoptr (GError) error = NULL;

  begin (db);
  insert (db, 1);
  et_test_exec (db, "ROLLBACK");
  g_assert_false (et_db_is_in_transaction (db));
  et_db_stmt_bind_int64 (stmt, "n", 2);
  g_assert_false (et_db_stmt_run (stmt, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_assert_false (et_db_exec (db, "INSERT INTO numbers (n) VALUES (3)", NULL));
  g_assert_false (et_db_commit (db, NULL));
  insert (db, 4);
  assert_numbers (db, "4");
}

static void
test_savepoints (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  begin (db);
  g_assert_true (et_db_savepoint (db, NULL));
  insert (db, 1);
  g_assert_true (et_db_release (db, NULL));
  g_assert_true (et_db_savepoint (db, NULL));
  insert (db, 2);
  g_assert_true (et_db_rollback_to (db, NULL));
  g_assert_true (et_db_savepoint (db, NULL));
  insert (db, 3);
  g_assert_true (et_db_release (db, NULL));
  g_assert_cmpuint (et_db_get_depth (db), ==, 0);
  g_assert_true (et_db_commit (db, NULL));
  assert_numbers (db, "1 3");
}

static void
test_nested_savepoints (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  begin (db);
  g_assert_true (et_db_savepoint (db, NULL));
  insert (db, 1);
  g_assert_true (et_db_savepoint (db, NULL));
  insert (db, 2);
  g_assert_true (et_db_savepoint (db, NULL));
  insert (db, 3);
  g_assert_cmpuint (et_db_get_depth (db), ==, 3);
  g_assert_true (et_db_release (db, NULL));
  g_assert_true (et_db_rollback_to (db, NULL));
  g_assert_cmpuint (et_db_get_depth (db), ==, 1);
  g_assert_true (et_db_release (db, NULL));
  g_assert_true (et_db_commit (db, NULL));
  assert_numbers (db, "1");
}

static void
test_transaction_outlives_a_broken_constraint (void)
{
  g_autoptr (EtDb) db = open_numbers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "INSERT INTO numbers (n) VALUES (:n)");
  g_autoptr (GError) error = NULL;

  begin (db);
  insert (db, 1);
  g_assert_true (et_db_savepoint (db, NULL));
  et_db_stmt_bind_int64 (stmt, "n", 100);
  g_assert_false (et_db_stmt_run (stmt, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
  g_assert_true (et_db_is_in_transaction (db));
  g_assert_true (et_db_rollback_to (db, NULL));
  g_assert_true (et_db_commit (db, NULL));
  assert_numbers (db, "1");
}

static void
assert_exec_fails (EtDb *db, const char *sql, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_db_exec (db, sql, &error));
  g_assert_error (error, ET_ERROR, (int) code);
}

static void
test_constraints (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  et_test_exec (db, "CREATE TABLE parents (id INTEGER PRIMARY KEY, code TEXT UNIQUE) STRICT;"
                    "CREATE TABLE children (parent INTEGER REFERENCES parents (id)) STRICT;"
                    "INSERT INTO parents VALUES (1, 'a')");
  assert_exec_fails (db, "INSERT INTO parents VALUES (1, 'b')", ET_ERROR_CONFLICT);
  assert_exec_fails (db, "INSERT INTO parents VALUES (2, 'a')", ET_ERROR_CONFLICT);
  assert_exec_fails (db, "INSERT INTO children VALUES (2)", ET_ERROR_CONFLICT);
  assert_exec_fails (db, "INSERT INTO numbers VALUES (100)", ET_ERROR_CONFLICT);
}

static void
test_own_faults (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  assert_exec_fails (db, "INSERT INTO numbers VALUES (NULL)", ET_ERROR_INTERNAL);
  assert_exec_fails (db, "INSERT INTO numbers VALUES ('one')", ET_ERROR_INTERNAL);
  assert_exec_fails (db, "INSERT INTO nothing VALUES (1)", ET_ERROR_INTERNAL);
  assert_exec_fails (db, "INSERT", ET_ERROR_INTERNAL);
}

/* Returns: (transfer full): kinds and numbers of the announced changes. */
static char *
list_changes (EtDb *db)
{
  GPtrArray *changes = et_db_get_changes (db);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const EtChange *change = g_ptr_array_index (changes, i);

      g_string_append_printf (text, "%s/%d/%d%s ", change->kind, (int) change->record_id,
                              (int) change->account_id, change->deleted ? "-" : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_changes (EtDb *db, const char *expected)
{
  g_autofree char *changes = list_changes (db);

  g_assert_cmpstr (changes, ==, expected);
}

static void
test_announced_changes (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  begin (db);
  assert_changes (db, "");
  et_db_announce (db, "offer", 1, 0, FALSE);
  et_db_announce (db, "order", 2, 9, TRUE);
  assert_changes (db, "offer/1/0 order/2/9- ");
  g_assert_true (et_db_commit (db, NULL));
  assert_changes (db, "");
}

static void
test_changes_are_cut_with_their_savepoint (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  begin (db);
  et_db_announce (db, "offer", 1, 0, FALSE);
  g_assert_true (et_db_savepoint (db, NULL));
  et_db_announce (db, "offer", 2, 0, FALSE);
  g_assert_true (et_db_savepoint (db, NULL));
  et_db_announce (db, "offer", 3, 0, FALSE);
  g_assert_true (et_db_release (db, NULL));
  assert_changes (db, "offer/1/0 offer/2/0 offer/3/0 ");
  g_assert_true (et_db_rollback_to (db, NULL));
  et_db_announce (db, "offer", 4, 0, FALSE);
  assert_changes (db, "offer/1/0 offer/4/0 ");
}

static void
test_changes_are_cut_with_the_transaction (void)
{
  g_autoptr (EtDb) db = open_numbers ();

  begin (db);
  et_db_announce (db, "offer", 1, 0, FALSE);
  et_db_rollback (db);
  assert_changes (db, "");
  begin (db);
  assert_changes (db, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transactions/commit", test_commit);
  g_test_add_func ("/transactions/rollback", test_rollback);
  g_test_add_func ("/transactions/rollback-without", test_rollback_without_transaction);
  g_test_add_func ("/transactions/commit-without", test_commit_without_transaction);
  g_test_add_func ("/transactions/begin-twice", test_begin_twice);
  if (!et_test_is_on ("mariadb")) /* where constraints are looked at at once */
    g_test_add_func ("/transactions/failed-commit-rolls-back", test_failed_commit_rolls_back);
  g_test_add_func ("/transactions/nothing-after-the-end", test_nothing_is_done_after_the_end);
  g_test_add_func ("/transactions/savepoints", test_savepoints);
  g_test_add_func ("/transactions/nested-savepoints", test_nested_savepoints);
  g_test_add_func ("/transactions/outlives-a-broken-constraint",
                   test_transaction_outlives_a_broken_constraint);
  g_test_add_func ("/transactions/constraints", test_constraints);
  g_test_add_func ("/transactions/own-faults", test_own_faults);
  g_test_add_func ("/transactions/announced-changes", test_announced_changes);
  g_test_add_func ("/transactions/changes-cut-with-savepoint",
                   test_changes_are_cut_with_their_savepoint);
  g_test_add_func ("/transactions/changes-cut-with-transaction",
                   test_changes_are_cut_with_the_transaction);
  return g_test_run ();
}

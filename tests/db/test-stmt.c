/* SPDX-License-Identifier: MIT */
#include "test-database.h"

static void
test_columns (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) query = et_test_prepare (db, "SELECT id, name AS title FROM offers");

  g_assert_cmpint (et_db_stmt_get_n_columns (query), ==, 2);
  g_assert_cmpstr (et_db_stmt_get_name (query, 0), ==, "id");
  g_assert_cmpstr (et_db_stmt_get_name (query, 1), ==, "title");
}

static void
test_bound_text_is_copied (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) query = et_test_prepare (db, "SELECT :name");
  char name[] = "Natation";
  gboolean has_row = FALSE;

  et_db_stmt_bind_text (query, "name", name);
  name[0] = 'X';
  g_assert_true (et_db_stmt_step (query, &has_row, NULL));
  g_assert_cmpstr (et_db_stmt_get_text (query, 0), ==, "Natation");
}

static void
assert_misuse (EtDbStmt *stmt, const char *message)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;

  g_assert_false (et_db_stmt_step (stmt, &has_row, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_unknown_name (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :a");

  et_db_stmt_bind_int64 (stmt, "a", 1);
  et_db_stmt_bind_int64 (stmt, "c", 1);
  assert_misuse (stmt, "SQL parameter :c is unknown");
}

static void
test_missing_name (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :a, :b, :a");

  et_db_stmt_bind_int64 (stmt, "a", 1);
  assert_misuse (stmt, "SQL parameter :b is missing");
}

static void
test_doubled_name (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :a");

  et_db_stmt_bind_int64 (stmt, "a", 1);
  et_db_stmt_bind_text (stmt, "a", "1");
  assert_misuse (stmt, "SQL parameter :a is bound twice");
}

static void
test_text_that_is_not_utf8 (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :a");

  et_db_stmt_bind_text (stmt, "a", "\xff");
  assert_misuse (stmt, "SQL parameter :a is not UTF-8");
}

static void
test_misuse_is_forgotten_by_the_next_round (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :a");
  gboolean has_row = FALSE;

  assert_misuse (stmt, "SQL parameter :a is missing");
  et_db_stmt_bind_int64 (stmt, "a", 1);
  g_assert_true (et_db_stmt_step (stmt, &has_row, NULL));
  g_assert_true (has_row);
}

static void
test_values_do_not_outlive_a_round (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "INSERT INTO offers (name) VALUES (:name)");

  et_db_stmt_bind_text (stmt, "name", "Solo");
  g_assert_true (et_db_stmt_run (stmt, NULL, NULL));
  assert_misuse (stmt, "SQL parameter :name is missing");
}

static void
assert_refused (const char *sql)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", sql);
  g_assert_null (et_db_prepare (db, sql, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

static void
test_refused_sql (void)
{
  assert_refused ("");
  assert_refused ("-- nothing");
  assert_refused ("SELEKT 1");
  assert_refused ("SELECT 1; SELECT 2");
  assert_refused ("SELECT ?");
  if (!et_test_is_on ("mariadb")) /* it has variables of that name */
    assert_refused ("SELECT @a");
  assert_refused ("SELECT $a");
  assert_refused ("SELECT :1");
  assert_refused ("SELECT nothing FROM offers");
}

static void
test_statement_is_prepared_once (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  EtDbStmt *first = et_test_prepare (db, "SELECT :a");

  et_db_stmt_reset (first);
  g_assert_true (et_test_prepare (db, "SELECT :a") == first);
}

static void
test_statement_in_use_is_not_given_twice (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) outer = et_test_prepare (db, "SELECT 1 UNION SELECT 2 ORDER BY 1");
  gboolean has_row = FALSE;

  g_assert_true (et_db_stmt_step (outer, &has_row, NULL));
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (et_test_ask_int64 (db, "SELECT 1 UNION SELECT 2 ORDER BY 1"), ==, 1);
  g_assert_true (et_db_stmt_step (outer, &has_row, NULL));
  g_assert_cmpint (et_db_stmt_get_int64 (outer, 0), ==, 2);
}

static void
test_reset_twice_is_harmless (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :a");

  et_db_stmt_reset (stmt);
  et_db_stmt_reset (stmt);
  et_db_stmt_reset (NULL);
}

static void
test_run_tells_changes (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) update = et_test_prepare (db, "UPDATE offers SET price = 1 WHERE id <= :id");
  g_autoptr (EtDbStmt) query = et_test_prepare (db, "SELECT id FROM offers");
  int64_t changes = 7;

  et_test_exec (db, "INSERT INTO offers (id) VALUES (1), (2), (3)");
  et_db_stmt_bind_int64 (update, "id", 2);
  g_assert_true (et_db_stmt_run (update, &changes, NULL));
  g_assert_cmpint (changes, ==, 2);
  et_db_stmt_bind_int64 (update, "id", 0);
  g_assert_true (et_db_stmt_run (update, &changes, NULL));
  g_assert_cmpint (changes, ==, 0);
  g_assert_true (et_db_stmt_run (query, &changes, NULL));
  g_assert_cmpint (changes, ==, 0);
}

static void
test_run_insert_tells_ids (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt)
      insert = et_test_prepare_insert (db, "INSERT INTO offers (name) VALUES (:name)");

  for (int i = 1; i <= 3; i++)
    {
      g_autoptr (GError) error = NULL;
      int64_t id = 0;

      et_db_stmt_bind_text (insert, "name", "Solo");
      et_db_stmt_run_insert (insert, &id, &error);
      g_assert_no_error (error);
      g_assert_cmpint (id, ==, i);
    }
}

static void
test_run_insert_of_nothing (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) insert = et_test_prepare_insert (
      db, "INSERT INTO offers (id) VALUES (:id) ON CONFLICT (id) DO NOTHING");
  g_autoptr (GError) error = NULL;
  int64_t id = 0;

  et_db_stmt_bind_int64 (insert, "id", 5);
  g_assert_true (et_db_stmt_run_insert (insert, &id, NULL));
  et_db_stmt_bind_int64 (insert, "id", 5);
  g_assert_false (et_db_stmt_run_insert (insert, &id, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
}

/* The decision is how many rows were found, not how many differ. */
static void
test_run_tells_rows_that_stay_as_they_are (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) update = et_test_prepare (db, "UPDATE offers SET price = 1");
  int64_t changes = 7;

  et_test_exec (db, "INSERT INTO offers (id, price) VALUES (1, 1), (2, 1)");
  g_assert_true (et_db_stmt_run (update, &changes, NULL));
  g_assert_cmpint (changes, ==, 2);
}

/* The row that is there already is no change, and the transaction goes on. */
static void
test_insert_of_what_is_there (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) insert = et_test_prepare (
      db, "INSERT INTO offers (id, name) VALUES (:id, :name) ON CONFLICT (id) DO NOTHING");
  int64_t changes = 7;

  g_assert_true (et_db_begin (db, NULL));
  for (int i = 0; i < 2; i++)
    {
      et_db_stmt_bind_int64 (insert, "id", 1);
      et_db_stmt_bind_text (insert, "name", i == 0 ? "Solo" : "Duo");
      g_assert_true (et_db_stmt_run (insert, &changes, NULL));
      g_assert_cmpint (changes, ==, i == 0);
    }
  g_assert_true (et_db_commit (db, NULL));
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT COUNT(*) FROM offers WHERE name = 'Solo'"), ==,
                   1);
}

static void
test_upsert (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) upsert = et_test_prepare (
      db, "INSERT INTO offers (id, price) VALUES (1, :price) "
          "ON CONFLICT (id) DO UPDATE SET price = offers.price + excluded.price");
  int64_t changes = 7;

  for (int i = 0; i < 3; i++)
    {
      et_db_stmt_bind_int64 (upsert, "price", i);
      g_assert_true (et_db_stmt_run (upsert, &changes, NULL));
      g_assert_cmpint (changes, ==, 1);
    }
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT price FROM offers"), ==, 3);
}

static void
test_step_after_the_last_row (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) query = et_test_prepare (db, "SELECT 1");
  gboolean has_row = FALSE;

  g_assert_true (et_db_stmt_step (query, &has_row, NULL));
  g_assert_true (has_row);
  g_assert_true (et_db_stmt_step (query, &has_row, NULL));
  g_assert_false (has_row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stmt/columns", test_columns);
  g_test_add_func ("/stmt/bound-text-is-copied", test_bound_text_is_copied);
  g_test_add_func ("/stmt/unknown-name", test_unknown_name);
  g_test_add_func ("/stmt/missing-name", test_missing_name);
  g_test_add_func ("/stmt/doubled-name", test_doubled_name);
  g_test_add_func ("/stmt/text-that-is-not-utf-8", test_text_that_is_not_utf8);
  g_test_add_func ("/stmt/misuse-is-forgotten", test_misuse_is_forgotten_by_the_next_round);
  g_test_add_func ("/stmt/values-do-not-outlive-a-round", test_values_do_not_outlive_a_round);
  g_test_add_func ("/stmt/refused-sql", test_refused_sql);
  g_test_add_func ("/stmt/prepared-once", test_statement_is_prepared_once);
  g_test_add_func ("/stmt/in-use-is-not-given-twice", test_statement_in_use_is_not_given_twice);
  g_test_add_func ("/stmt/reset-twice-is-harmless", test_reset_twice_is_harmless);
  g_test_add_func ("/stmt/run-tells-changes", test_run_tells_changes);
  g_test_add_func ("/stmt/run-insert-tells-ids", test_run_insert_tells_ids);
  g_test_add_func ("/stmt/run-insert-of-nothing", test_run_insert_of_nothing);
  g_test_add_func ("/stmt/run-tells-rows-that-stay", test_run_tells_rows_that_stay_as_they_are);
  g_test_add_func ("/stmt/insert-of-what-is-there", test_insert_of_what_is_there);
  g_test_add_func ("/stmt/upsert", test_upsert);
  g_test_add_func ("/stmt/step-after-the-last-row", test_step_after_the_last_row);
  return g_test_run ();
}

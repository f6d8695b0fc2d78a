/* SPDX-License-Identifier: MIT */
#include "db/et-db-driver.h"
#include "db/et-db-migrate.h"
#include "test-database.h"

static void
migrate (EtDb *db, const char *folder, int expected)
{
  g_autoptr (GError) error = NULL;
  int applied = -1;

  et_db_migrate (db, folder, &applied, &error);
  g_assert_no_error (error);
  g_assert_cmpint (applied, ==, expected);
}

static void
assert_not_migrated (EtDb *db, const char *folder, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_db_migrate (db, folder, NULL, &error));
  g_assert_error (error, ET_ERROR, (int) code);
  g_assert_false (et_db_is_in_transaction (db));
}

static void
assert_tables (EtDb *db, const char *expected)
{
  g_autoptr (EtDbStmt) stmt = et_test_prepare (
      db, et_test_is_on ("sqlite")
              ? "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
          : et_test_is_on ("mariadb")
              ? "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() "
                "AND table_name <> 'migration_steps' ORDER BY table_name"
              : "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename");
  g_autoptr (GString) tables = g_string_new (NULL);
  gboolean has_row;

  while (et_db_stmt_step (stmt, &has_row, NULL) && has_row)
    g_string_append_printf (tables, "%s%s", tables->len > 0 ? " " : "",
                            et_db_stmt_get_text (stmt, 0));
  g_assert_cmpstr (tables->str, ==, expected);
}

static void
test_from_empty (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  migrate (db, "/test/both", 2);
  assert_tables (db, "migrations offers tickets");
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT COUNT(*) FROM offers"), ==, 2);
}

static void
test_twice_adds_nothing (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  migrate (db, "/test/both", 2);
  migrate (db, "/test/both", 0);
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT COUNT(*) FROM offers"), ==, 2);
}

static void
test_one_more (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  migrate (db, "/test/first", 1);
  assert_tables (db, "migrations offers");
  migrate (db, "/test/both", 1);
  assert_tables (db, "migrations offers tickets");
}

static void
test_is_remembered (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();
  g_autofree char *name = NULL;
  int64_t before = g_get_real_time () / 1000;

  migrate (db, "/test/both", 2);
  name = et_test_ask_text (db, "SELECT name FROM migrations WHERE number = 2");
  g_assert_cmpstr (name, ==, "0002-tickets");
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT MIN(applied_at) FROM migrations"), >=, before);
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT MIN(LENGTH(checksum)) FROM migrations"), ==, 64);
}

static void
test_changed_file_is_refused (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  migrate (db, "/test/first", 1);
  assert_not_migrated (db, "/test/changed", ET_ERROR_CONFIGURATION);
  assert_tables (db, "migrations offers");
}

static void
test_newer_database_is_refused (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  migrate (db, "/test/both", 2);
  assert_not_migrated (db, "/test/first", ET_ERROR_CONFIGURATION);
}

/* What ran before the broken one stays, the broken one leaves nothing, and nothing runs after. */
static void
test_broken_one_is_rolled_back (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  assert_not_migrated (db, "/test/broken", ET_ERROR_INTERNAL);
  if (!et_test_is_on ("mariadb")) /* where each statement stays, and is not repeated */
    {
      assert_tables (db, "migrations offers");
      g_assert_cmpint (et_test_ask_int64 (db, "SELECT COUNT(*) FROM offers"), ==, 2);
    }
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT MAX(number) FROM migrations"), ==, 1);
}

static void
test_commit_inside_is_refused (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  assert_not_migrated (db, "/test/commits", ET_ERROR_INTERNAL);
}

static void
test_file_for_the_driver (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  migrate (db, "/test/drivers", 1);
  assert_tables (db, "migrations offers");
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT COUNT(*) FROM offers"), ==, 1);
}

static void
test_trigger (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  migrate (db, "/test/trigger", 2);
  g_assert_false (et_db_exec (db, "DELETE FROM offers", NULL));
}

/* A driver that is cut off at one of its statements, before or behind it. */
static EtDbDriver cut_driver;
static const EtDbDriver *whole_driver;
static int rest;
static gboolean is_done_first;

static gboolean
exec_unless_cut (EtDb *db, const char *sql, GError **error)
{
  gboolean is_cut = rest == 0;

  if (rest < 0 || (is_cut && !is_done_first))
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  rest--;
  if (!whole_driver->exec (db, sql, error))
    return FALSE;
  if (is_cut)
    et_error_set (error, ET_ERROR_UNAVAILABLE);
  return !is_cut;
}

static gboolean
step_unless_cut (EtDbStmt *stmt, gboolean *ret_has_row, GError **error)
{
  gboolean is_new = !stmt->is_running;
  gboolean is_cut = is_new && rest == 0;

  if (rest < 0 || (is_cut && !is_done_first))
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  rest -= is_new;
  if (!whole_driver->step (stmt, ret_has_row, error))
    return FALSE;
  if (is_cut)
    et_error_set (error, ET_ERROR_UNAVAILABLE);
  return !is_cut;
}

/* Returns: whether the migration came to its end within @n_statements. */
static gboolean
migrate_cut (const char *url, int n_statements)
{
  g_autoptr (EtDb) db = et_test_open (url, ET_DB_READ_WRITE);
  gboolean is_whole;

  whole_driver = db->driver;
  cut_driver = *whole_driver;
  cut_driver.exec = exec_unless_cut;
  cut_driver.step = step_unless_cut;
  db->driver = &cut_driver;
  rest = n_statements;
  is_whole = et_db_migrate (db, "/test/both", NULL, NULL);
  rest = G_MAXINT;
  return is_whole;
}

/* Wherever it was cut off, the next one ends in the same tables and rows. */
static void
test_cut_off_at_each_statement (void)
{
  gboolean is_whole = FALSE;

  for (int n = 0; !is_whole || !is_done_first; n++)
    {
      EtTestDatabase test;
      g_autoptr (EtDb) db = NULL;

      if (is_whole)
        {
          g_assert_cmpint (n, >, 6);
          is_done_first = TRUE;
          n = 0;
        }
      et_test_database_set_up (&test, NULL);
      is_whole = migrate_cut (test.url, n);
      db = et_test_open (test.url, ET_DB_READ_WRITE);
      g_assert_true (et_db_migrate (db, "/test/both", NULL, NULL));
      assert_tables (db, "migrations offers tickets");
      g_assert_cmpint (et_test_ask_int64 (db, "SELECT COUNT(*) FROM offers"), ==, 2);
      g_assert_cmpint (et_test_ask_int64 (db, "SELECT SUM(price) FROM offers"), ==, 200);
      g_clear_pointer (&db, et_db_close);
      et_test_database_tear_down (&test, NULL);
    }
}

static void
test_bad_folders (void)
{
  g_autoptr (EtDb) db = et_test_open_empty ();

  assert_not_migrated (db, "/test/twice", ET_ERROR_INTERNAL);
  assert_not_migrated (db, "/test/badly-named", ET_ERROR_INTERNAL);
  assert_not_migrated (db, "/test/none", ET_ERROR_INTERNAL);
  assert_not_migrated (db, "/test/no-counterpart", ET_ERROR_INTERNAL);
  assert_tables (db, "");
}

static void
test_is_migrated (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;
  int missing = -1;

  g_assert_false (et_db_is_migrated (reader, "/test/both", &missing, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
  g_assert_cmpstr (et_error_get_detail (error, "missing"), ==, "2");
  g_assert_cmpint (missing, ==, 2);
  g_clear_error (&error);

  migrate (writer, "/test/both", 2);
  et_db_is_migrated (reader, "/test/both", &missing, &error);
  g_assert_no_error (error);
  g_assert_cmpint (missing, ==, 0);
}

static void
test_is_migrated_refuses_a_newer_database (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (GError) error = NULL;

  migrate (db, "/test/both", 2);
  g_assert_false (et_db_is_migrated (db, "/test/first", NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
}

static gpointer
migrate_client (gpointer url)
{
  g_autoptr (EtDb)
      db = et_test_open (url, et_test_is_on ("sqlite") ? ET_DB_CLIENT : ET_DB_READ_WRITE);
  g_autoptr (GError) error = NULL;

  et_db_migrate (db, "/test/both", NULL, &error);
  g_assert_no_error (error);
  return NULL;
}

/* The window and the command line may start at the same moment. */
static void
test_clients_at_once (EtTestDatabase *test, gconstpointer data)
{
  GThread *threads[4];
  g_autoptr (EtDb) db = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, migrate_client, test->url);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  db = et_test_open (test->url, et_test_is_on ("sqlite") ? ET_DB_CLIENT : ET_DB_READ_WRITE);
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT COUNT(*) FROM offers"), ==, 2);
  migrate (db, "/test/both", 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrate/from-empty", test_from_empty);
  g_test_add_func ("/migrate/twice-adds-nothing", test_twice_adds_nothing);
  g_test_add_func ("/migrate/one-more", test_one_more);
  g_test_add_func ("/migrate/is-remembered", test_is_remembered);
  g_test_add_func ("/migrate/changed-file", test_changed_file_is_refused);
  g_test_add_func ("/migrate/newer-database", test_newer_database_is_refused);
  g_test_add_func ("/migrate/broken-one-is-rolled-back", test_broken_one_is_rolled_back);
  if (!et_test_is_on ("mariadb")) /* where a migration has no transaction */
    g_test_add_func ("/migrate/commit-inside", test_commit_inside_is_refused);
  if (et_test_is_on ("sqlite"))
    g_test_add_func ("/migrate/trigger", test_trigger);
  g_test_add_func ("/migrate/cut-off-at-each-statement", test_cut_off_at_each_statement);
  g_test_add_func ("/migrate/file-for-the-driver", test_file_for_the_driver);
  g_test_add_func ("/migrate/bad-folders", test_bad_folders);
  et_test_add ("/migrate/is-migrated", test_is_migrated);
  et_test_add ("/migrate/is-migrated-newer-database", test_is_migrated_refuses_a_newer_database);
  et_test_add ("/migrate/clients-at-once", test_clients_at_once);
  return g_test_run ();
}

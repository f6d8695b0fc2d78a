/* SPDX-License-Identifier: MIT */
#include "db/et-db-internal.h"
#include "test-database.h"

/* A driver that has SQLite do the work and counts how it is called. */
static struct
{
  int prepared, finalized, stepped, started, reset;
} counts;

static EtDb *
open_memory (const char *url, EtDbMode mode, GError **error)
{
  return et_sqlite_driver.open ("sqlite://:memory:", mode, error);
}

static EtDbStmt *
prepare (EtDb *db, const EtDbSql *sql, GError **error)
{
  EtDbStmt *stmt = et_sqlite_driver.prepare (db, sql, error);

  counts.prepared += stmt != NULL;
  return stmt;
}

static void
finalize (EtDbStmt *stmt)
{
  counts.finalized++;
  et_sqlite_driver.finalize (stmt);
}

static gboolean
step (EtDbStmt *stmt, gboolean *ret_has_row, GError **error)
{
  counts.stepped++;
  counts.started += !stmt->is_running;
  return et_sqlite_driver.step (stmt, ret_has_row, error);
}

static void
reset (EtDbStmt *stmt)
{
  counts.reset++;
  et_sqlite_driver.reset (stmt);
}

static const char *const schemes[] = { "counting", "counted", NULL };
static EtDbDriver driver; /* filled in by main() */

static EtDb *
open_counted (void)
{
  memset (&counts, 0, sizeof counts);
  return et_test_open ("counted://host/name", ET_DB_READ_WRITE);
}

static void
test_driver_is_found_by_scheme (void)
{
  g_autoptr (EtDb) db = open_counted ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (et_db_get_driver_name (db), ==, "counting");
  g_assert_null (et_db_open ("count://host/name", ET_DB_READ_WRITE, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFIGURATION);
}

static void
test_close_nothing (void)
{
  et_db_close (NULL);
}

static void
test_statements_are_finalized (void)
{
  EtDb *db = open_counted ();
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 10; i++)
    {
      et_test_ask_int64 (db, "SELECT 1");
      et_test_ask_int64 (db, "SELECT 2");
    }
  g_assert_null (et_db_prepare (db, "SELEKT", &error));
  et_test_prepare (db, "SELECT 1");
  et_test_prepare (db, "SELECT 1");
  et_db_close (db);
  g_assert_cmpint (counts.prepared, ==, 3);
  g_assert_cmpint (counts.finalized, ==, 3);
}

static void
test_each_round_is_reset_once (void)
{
  g_autoptr (EtDb) db = open_counted ();
  EtDbStmt *stmt = et_test_prepare (db, "SELECT 1 WHERE :yes");
  gboolean has_row;

  for (int yes = 0; yes < 2; yes++)
    {
      et_db_stmt_bind_int64 (stmt, "yes", yes);
      g_assert_true (et_db_stmt_step (stmt, &has_row, NULL));
      et_db_stmt_reset (stmt);
      et_db_stmt_reset (stmt);
    }
  et_db_stmt_bind_int64 (stmt, "yes", 1);
  g_assert_true (et_db_stmt_run (stmt, NULL, NULL));
  et_db_stmt_reset (stmt);
  g_assert_cmpint (counts.started, ==, 3);
  g_assert_cmpint (counts.reset, ==, 3);
}

static void
test_failed_round_is_reset_once (void)
{
  g_autoptr (EtDb) db = open_counted ();
  EtDbStmt *stmt;

  et_test_exec (db, "CREATE TABLE numbers (n INTEGER PRIMARY KEY); INSERT INTO numbers VALUES (1)");
  stmt = et_test_prepare (db, "INSERT INTO numbers VALUES (1)");
  g_assert_false (et_db_stmt_run (stmt, NULL, NULL));
  et_db_stmt_reset (stmt);
  g_assert_cmpint (counts.started, ==, 1);
  g_assert_cmpint (counts.reset, ==, 1);
}

static void
test_misuse_does_not_reach_the_driver (void)
{
  g_autoptr (EtDb) db = open_counted ();
  g_autoptr (EtDbStmt) stmt = et_test_prepare (db, "SELECT :a");

  g_assert_false (et_db_stmt_run (stmt, NULL, NULL));
  g_assert_cmpint (counts.stepped, ==, 0);
  g_assert_cmpint (counts.reset, ==, 0);
}

static void
test_driver_without_upkeep (void)
{
  g_autoptr (EtDb) db = open_counted ();
  g_autoptr (GError) error = NULL;

  g_assert_true (et_db_checkpoint (db, TRUE, NULL));
  g_assert_cmpuint (et_db_get_log_size (db), ==, 0);
  g_assert_false (et_db_backup (db, "/nowhere", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  driver = et_sqlite_driver;
  driver.name = "counting";
  driver.schemes = schemes;
  driver.open = open_memory;
  driver.prepare = prepare;
  driver.finalize = finalize;
  driver.step = step;
  driver.reset = reset;
  driver.backup = NULL;
  driver.checkpoint = NULL;
  driver.get_log_size = NULL;
  et_db_add_driver (&driver);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/driver/found-by-scheme", test_driver_is_found_by_scheme);
  g_test_add_func ("/driver/close-nothing", test_close_nothing);
  g_test_add_func ("/driver/statements-are-finalized", test_statements_are_finalized);
  g_test_add_func ("/driver/each-round-is-reset-once", test_each_round_is_reset_once);
  g_test_add_func ("/driver/failed-round-is-reset-once", test_failed_round_is_reset_once);
  g_test_add_func ("/driver/misuse-does-not-reach-it", test_misuse_does_not_reach_the_driver);
  g_test_add_func ("/driver/without-upkeep", test_driver_without_upkeep);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "test-database.h"

#include <glib/gstdio.h>

#include "db/et-db-driver.h"
#include "tests/support/et-test-cluster.h"

void
et_test_database_set_up (EtTestDatabase *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("etickets-db-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "tickets.db", NULL);
  self->url = et_test_cluster_is_running () ? et_test_cluster_new_database ()
                                            : g_strconcat ("sqlite:///", self->path, NULL);
}

/* Removes the folder with the files that lie in it. */
void
et_test_database_tear_down (EtTestDatabase *self, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  if (et_test_cluster_is_running ())
    et_test_cluster_drop_database (self->url);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->url);
}

EtDb *
et_test_open (const char *url, EtDbMode mode)
{
  g_autoptr (GError) error = NULL;
  EtDb *db = et_db_open (url, mode, &error);

  g_assert_no_error (error);
  g_assert_nonnull (db);
  return db;
}

/* Returns: (transfer full): a connection to an empty database, in memory on SQLite. */
EtDb *
et_test_open_empty (void)
{
  g_autofree char *url = et_test_cluster_is_running () ? et_test_cluster_new_database ()
                                                       : g_strdup ("sqlite://:memory:");

  return et_test_open (url, ET_DB_READ_WRITE);
}

gboolean
et_test_is_on (const char *driver)
{
  const char *url = g_getenv ("ET_TEST_DATABASE_URL");

  return g_str_has_prefix (url != NULL ? url : "sqlite:", driver);
}

/* Runs SQL that is written as for SQLite, as migrations are. */
void
et_test_exec (EtDb *db, const char *sql)
{
  g_autofree char *own = et_db_sql_translate (sql, db->driver->schema_words);
  g_autoptr (GError) error = NULL;

  et_db_exec (db, own, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): a connection to an empty table of offers. */
EtDb *
et_test_open_offers (void)
{
  EtDb *db = et_test_open_empty ();

  et_test_exec (db, "CREATE TABLE offers (id INTEGER PRIMARY KEY, name TEXT, price INTEGER, "
                    "picture BLOB) STRICT");
  return db;
}

EtDbStmt *
et_test_prepare (EtDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  EtDbStmt *stmt = et_db_prepare (db, sql, &error);

  g_assert_no_error (error);
  g_assert_nonnull (stmt);
  return stmt;
}

EtDbStmt *
et_test_prepare_insert (EtDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  EtDbStmt *stmt = et_db_prepare_insert (db, sql, &error);

  g_assert_no_error (error);
  return stmt;
}

/* Steps to the first row of a query, which there must be. */
static EtDbStmt *
ask (EtDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  EtDbStmt *stmt = et_test_prepare (db, sql);
  gboolean has_row = FALSE;

  et_db_stmt_step (stmt, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  return stmt;
}

int64_t
et_test_ask_int64 (EtDb *db, const char *sql)
{
  g_autoptr (EtDbStmt) stmt = ask (db, sql);

  return et_db_stmt_get_int64 (stmt, 0);
}

char *
et_test_ask_text (EtDb *db, const char *sql)
{
  g_autoptr (EtDbStmt) stmt = ask (db, sql);

  return g_strdup (et_db_stmt_get_text (stmt, 0));
}

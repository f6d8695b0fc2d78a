/* SPDX-License-Identifier: MIT */
#include "db/et-db.h"

static EtDb *
open_memory (void)
{
  g_autoptr (GError) error = NULL;
  EtDb *db = et_db_open ("sqlite://:memory:", ET_DB_READ_WRITE, &error);

  g_assert_no_error (error);
  return db;
}

static void
test_values_come_back (void)
{
  g_autoptr (EtDb) db = open_memory ();
  g_autoptr (EtDbStmt) insert = NULL;
  g_autoptr (EtDbStmt) query = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row;
  gsize length;
  int64_t id;

  et_db_exec (db,
              "CREATE TABLE offers (id INTEGER PRIMARY KEY, name TEXT, price_cents INTEGER, "
              "picture BLOB) STRICT",
              &error);
  g_assert_no_error (error);
  insert = et_db_prepare (
      db, "INSERT INTO offers (name, price_cents, picture) VALUES (:name, :price_cents, :picture)",
      &error);
  g_assert_no_error (error);
  for (int i = 0; i < 3; i++)
    {
      et_db_stmt_bind_text (insert, "name", "Athlétisme");
      et_db_stmt_bind_int64 (insert, "price_cents", G_MAXINT64);
      et_db_stmt_bind_bytes (insert, "picture", "\0\1", 2);
      et_db_stmt_run_insert (insert, &id, &error);
      g_assert_no_error (error);
      g_assert_cmpint (id, ==, i + 1);
    }
  query = et_db_prepare (db, "SELECT name, price_cents, picture, NULL FROM offers WHERE id = :id",
                         &error);
  g_assert_no_error (error);
  et_db_stmt_bind_int64 (query, "id", 2);
  g_assert_true (et_db_stmt_step (query, &has_row, &error));
  g_assert_true (has_row);
  g_assert_cmpstr (et_db_stmt_get_text (query, 0), ==, "Athlétisme");
  g_assert_cmpint (et_db_stmt_get_int64 (query, 1), ==, G_MAXINT64);
  g_assert_cmpmem (et_db_stmt_get_bytes (query, 2, &length), length, "\0\1", 2);
  g_assert_true (et_db_stmt_is_null (query, 3));
  g_assert_true (et_db_stmt_step (query, &has_row, &error));
  g_assert_false (has_row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/values-come-back", test_values_come_back);
  return g_test_run ();
}

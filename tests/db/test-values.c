/* SPDX-License-Identifier: MIT */
#include "test-database.h"

#include "core/et-record.h"

/* Puts one row into the table, and goes to it. */
static EtDbStmt *
insert_and_read (EtDb *db, EtDbStmt *insert)
{
  g_autoptr (GError) error = NULL;
  EtDbStmt *query = et_test_prepare (db, "SELECT name, price, picture FROM offers");
  gboolean has_row = FALSE;

  et_db_stmt_run (insert, NULL, &error);
  g_assert_no_error (error);
  et_db_stmt_step (query, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  return query;
}

static void
test_text (void)
{
  static const char *const texts[] = { "", "Athlétisme", "日本語 \xf0\x9f\x8e\x9f", "it's; -- :x",
                                       "line\nbreak" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (EtDb) db = et_test_open_offers ();
      g_autoptr (EtDbStmt)
          insert = et_test_prepare (db, "INSERT INTO offers (name) VALUES (:name)");
      g_autoptr (EtDbStmt) query = NULL;

      et_db_stmt_bind_text (insert, "name", texts[i]);
      query = insert_and_read (db, insert);
      g_assert_false (et_db_stmt_is_null (query, 0));
      g_assert_cmpstr (et_db_stmt_get_text (query, 0), ==, texts[i]);
    }
}

static void
test_int64 (void)
{
  static const int64_t numbers[] = { 0, 1, -1, G_MAXINT64, G_MININT64, G_MAXINT32 + 1LL };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (EtDb) db = et_test_open_offers ();
      g_autoptr (EtDbStmt)
          insert = et_test_prepare (db, "INSERT INTO offers (price) VALUES (:price)");
      g_autoptr (EtDbStmt) query = NULL;

      et_db_stmt_bind_int64 (insert, "price", numbers[i]);
      query = insert_and_read (db, insert);
      g_assert_false (et_db_stmt_is_null (query, 1));
      g_assert_cmpint (et_db_stmt_get_int64 (query, 1), ==, numbers[i]);
      g_assert_cmpint (et_db_stmt_get_nullable (query, 1), ==, numbers[i]);
    }
}

static void
test_bytes (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt)
      insert = et_test_prepare (db, "INSERT INTO offers (picture) VALUES (:picture)");
  g_autoptr (EtDbStmt) query = NULL;
  static const char picture[] = { 0, 1, (char) 0xff, 0, ':' };
  gsize length;

  et_db_stmt_bind_bytes (insert, "picture", picture, sizeof picture);
  query = insert_and_read (db, insert);
  g_assert_cmpmem (et_db_stmt_get_bytes (query, 2, &length), length, picture, sizeof picture);
}

static void
test_no_bytes (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt)
      insert = et_test_prepare (db, "INSERT INTO offers (picture) VALUES (:picture)");
  g_autoptr (EtDbStmt) query = NULL;
  gsize length = 7;

  et_db_stmt_bind_bytes (insert, "picture", "", 0);
  query = insert_and_read (db, insert);
  g_assert_false (et_db_stmt_is_null (query, 2));
  g_assert_nonnull (et_db_stmt_get_bytes (query, 2, &length));
  g_assert_cmpuint (length, ==, 0);
}

static void
test_null_stays_null (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) insert = et_test_prepare (
      db, "INSERT INTO offers (name, price, picture) VALUES (:name, :price, :picture)");
  g_autoptr (EtDbStmt) query = NULL;
  gsize length = 7;

  et_db_stmt_bind_text (insert, "name", NULL);
  et_db_stmt_bind_nullable (insert, "price", ET_NULL_INT64);
  et_db_stmt_bind_bytes (insert, "picture", NULL, 0);
  query = insert_and_read (db, insert);
  for (int i = 0; i < 3; i++)
    g_assert_true (et_db_stmt_is_null (query, i));
  g_assert_null (et_db_stmt_get_text (query, 0));
  g_assert_cmpint (et_db_stmt_get_int64 (query, 1), ==, 0);
  g_assert_cmpint (et_db_stmt_get_nullable (query, 1), ==, ET_NULL_INT64);
  g_assert_null (et_db_stmt_get_bytes (query, 2, &length));
  g_assert_cmpuint (length, ==, 0);
}

static void
test_bind_null (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt)
      insert = et_test_prepare (db, "INSERT INTO offers (name, price) VALUES (:a, :b)");
  g_autoptr (EtDbStmt)
      query = et_test_prepare (db, "SELECT name IS NULL, price IS NULL FROM offers");
  gboolean has_row = FALSE;

  et_db_stmt_bind_null (insert, "a");
  et_db_stmt_bind_nullable (insert, "b", 0);
  g_assert_true (et_db_stmt_run (insert, NULL, NULL));
  g_assert_true (et_db_stmt_step (query, &has_row, NULL));
  g_assert_cmpint (et_db_stmt_get_int64 (query, 0), ==, 1);
  g_assert_cmpint (et_db_stmt_get_int64 (query, 1), ==, 0);
}

static void
test_huge_values (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt)
      insert = et_test_prepare (db, "INSERT INTO offers (name, picture) VALUES (:name, :picture)");
  g_autofree char *text = g_strnfill (3 << 20, 'x');
  g_autoptr (EtDbStmt) query = NULL;
  gsize length;

  et_db_stmt_bind_text (insert, "name", text);
  et_db_stmt_bind_bytes (insert, "picture", text, 3 << 20);
  query = insert_and_read (db, insert);
  g_assert_cmpstr (et_db_stmt_get_text (query, 0), ==, text);
  g_assert_cmpmem (et_db_stmt_get_bytes (query, 2, &length), length, text, 3 << 20);
}

/* Text is the same when its bytes are: neither case nor accents nor blanks at the end count less
 * than in the code that compares it too. */
static void
test_text_is_compared_by_bytes (void)
{
  static const char *const others[] = { "k7", "K7 ", "Ã", "E", "", "K8" };
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt)
      query = et_test_prepare (db, "SELECT COUNT(*) FROM offers WHERE name = :name");
  gboolean has_row;

  et_test_exec (db, "INSERT INTO offers (name) VALUES ('K7'), ('Ã©')");
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      et_db_stmt_bind_text (query, "name", others[i]);
      g_assert_true (et_db_stmt_step (query, &has_row, NULL));
      g_assert_cmpint (et_db_stmt_get_int64 (query, 0), ==, 0);
    }
  g_clear_pointer (&query, et_db_stmt_reset);
  et_test_exec (db, "DELETE FROM offers");
  et_test_exec (db, "INSERT INTO offers (name) VALUES ('b'), ('B'), ('a'), ('Ã©'), ('z')");
  query = et_test_prepare (db, "SELECT name FROM offers ORDER BY name");
  for (int i = 0; i < 5; i++)
    {
      static const char *const order[] = { "B", "a", "b", "z", "Ã©" };

      g_assert_true (et_db_stmt_step (query, &has_row, NULL));
      g_assert_cmpstr (et_db_stmt_get_text (query, 0), ==, order[i]);
    }
}

static void
test_number_beside_a_literal (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();
  g_autoptr (EtDbStmt) query = et_test_prepare (
      db, "SELECT COUNT(*) FROM offers WHERE :price = 0 OR price = :price");
  gboolean has_row;

  et_test_exec (db, "INSERT INTO offers (price) VALUES (5000000000)");
  et_db_stmt_bind_int64 (query, "price", 5000000000);
  g_assert_true (et_db_stmt_step (query, &has_row, NULL));
  g_assert_cmpint (et_db_stmt_get_int64 (query, 0), ==, 1);
}

static void
test_sums_are_numbers (void)
{
  g_autoptr (EtDb) db = et_test_open_offers ();

  et_test_exec (db, "INSERT INTO offers (price) VALUES (5000000000), (1)");
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT SUM(price) FROM offers"), ==, 5000000001);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/text", test_text);
  g_test_add_func ("/values/int64", test_int64);
  g_test_add_func ("/values/bytes", test_bytes);
  g_test_add_func ("/values/no-bytes", test_no_bytes);
  g_test_add_func ("/values/null-stays-null", test_null_stays_null);
  g_test_add_func ("/values/bind-null", test_bind_null);
  g_test_add_func ("/values/huge-values", test_huge_values);
  g_test_add_func ("/values/compared-by-bytes", test_text_is_compared_by_bytes);
  g_test_add_func ("/values/number-beside-a-literal", test_number_beside_a_literal);
  g_test_add_func ("/values/sums-are-numbers", test_sums_are_numbers);
  return g_test_run ();
}

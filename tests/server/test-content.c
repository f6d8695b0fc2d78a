/* SPDX-License-Identifier: MIT */
#include "test-content.h"

#include <sqlite3.h>

struct _TestContent
{
  sqlite3 *db; /* owned */
  sqlite3_stmt *version; /* owned; what it gives changes with every commit of the server */
  int64_t summed_version;
  char *sum; /* owned, nullable: of that version */
};

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  return stmt;
}

/* The server itself writes when a session was used, and when money was given back. */
static gboolean
is_counted (const char *column)
{
  return !g_str_equal (column, "last_used_at") && !g_str_equal (column, "expires_at") &&
         !g_str_equal (column, "returned_at");
}

static void
add_row (GChecksum *sum, sqlite3_stmt *stmt)
{
  for (int i = 0; i < sqlite3_column_count (stmt); i++)
    {
      const void *value = sqlite3_column_blob (stmt, i);
      int length = sqlite3_column_bytes (stmt, i);

      if (!is_counted (sqlite3_column_name (stmt, i)))
        continue;
      g_checksum_update (sum, (const guchar *) &length, sizeof length);
      if (length > 0)
        g_checksum_update (sum, value, length);
    }
}

static void
add_table (GString *text, sqlite3 *db, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", table);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  sqlite3_stmt *stmt = prepare (db, sql);
  guint n = 0;

  for (; sqlite3_step (stmt) == SQLITE_ROW; n++)
    add_row (sum, stmt);
  g_assert_cmpint (sqlite3_finalize (stmt), ==, SQLITE_OK);
  g_string_append_printf (text, "%s %u %s\n", table, n, g_checksum_get_string (sum));
}

static char *
sum_tables (sqlite3 *db)
{
  GString *text = g_string_new (NULL);
  sqlite3_stmt *tables = prepare (db, "SELECT name FROM sqlite_schema WHERE type = 'table' "
                                      "ORDER BY name");

  while (sqlite3_step (tables) == SQLITE_ROW)
    add_table (text, db, (const char *) sqlite3_column_text (tables, 0));
  g_assert_cmpint (sqlite3_finalize (tables), ==, SQLITE_OK);
  return g_string_free (text, FALSE);
}

static int64_t
get_version (TestContent *content)
{
  int64_t version;

  g_assert_cmpint (sqlite3_step (content->version), ==, SQLITE_ROW);
  version = sqlite3_column_int64 (content->version, 0);
  sqlite3_reset (content->version);
  return version;
}

TestContent *
test_content_new (EtTestServer *server)
{
  g_autofree char *path = et_test_server_get_path (server, "etickets.sqlite3");
  TestContent *content = g_new0 (TestContent, 1);

  g_assert_cmpint (sqlite3_open_v2 (path, &content->db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_db_config (content->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL), ==,
                   SQLITE_OK);
  content->version = prepare (content->db, "PRAGMA data_version");
  return content;
}

void
test_content_free (TestContent *content)
{
  sqlite3_finalize (content->version);
  sqlite3_close (content->db);
  g_free (content->sum);
  g_free (content);
}

/* Returns: (transfer none): for each table the number of its rows and a sum of them, which stay the
 * same as long as nothing is written. */
const char *
test_content_sum (TestContent *content)
{
  int64_t version = get_version (content);

  if (content->sum == NULL || version != content->summed_version)
    {
      g_free (content->sum);
      content->sum = sum_tables (content->db);
      content->summed_version = version;
    }
  return content->sum;
}

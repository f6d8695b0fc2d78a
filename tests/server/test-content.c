/* SPDX-License-Identifier: MIT */
#include "test-content.h"

struct _TestContent
{
  EtDb *db; /* owned */
  int64_t summed_version;
  char *sum; /* owned, nullable: of that version */
};

static EtDbStmt *
prepare (EtDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  EtDbStmt *stmt = et_db_prepare (db, sql, &error);

  g_assert_no_error (error);
  return stmt;
}

static gboolean
step (EtDbStmt *stmt)
{
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  et_db_stmt_step (stmt, &has_row, &error);
  g_assert_no_error (error);
  return has_row;
}

/* The server itself writes when a session was used, and when money was given back. */
static gboolean
is_counted (const char *column)
{
  return !g_str_equal (column, "last_used_at") && !g_str_equal (column, "expires_at") &&
         !g_str_equal (column, "returned_at");
}

static void
add_row (GChecksum *sum, EtDbStmt *stmt)
{
  for (int i = 0; i < et_db_stmt_get_n_columns (stmt); i++)
    {
      gsize length;
      const void *value = et_db_stmt_get_bytes (stmt, i, &length);

      if (!is_counted (et_db_stmt_get_name (stmt, i)))
        continue;
      g_checksum_update (sum, (const guchar *) &length, sizeof length);
      if (length > 0)
        g_checksum_update (sum, value, (gssize) length);
    }
}

static void
add_table (GString *text, EtDb *db, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1, 2", table);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_MD5);
  g_autoptr (EtDbStmt) stmt = prepare (db, sql);
  guint n = 0;

  for (; step (stmt); n++)
    add_row (sum, stmt);
  g_string_append_printf (text, "%s %u %s\n", table, n, g_checksum_get_string (sum));
}

static const char *
get_tables_sql (EtDb *db)
{
  const char *driver = et_db_get_driver_name (db);

  if (g_str_equal (driver, "postgres"))
    return "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
  if (g_str_equal (driver, "mariadb"))
    return "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() "
           "ORDER BY table_name";
  return "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
}

static char *
sum_tables (EtDb *db)
{
  GString *text = g_string_new (NULL);
  g_autoptr (EtDbStmt) tables = prepare (db, get_tables_sql (db));

  while (step (tables))
    add_table (text, db, et_db_stmt_get_text (tables, 0));
  return g_string_free (text, FALSE);
}

static const char *
get_version_sql (EtDb *db)
{
  const char *driver = et_db_get_driver_name (db);

  if (g_str_equal (driver, "postgres"))
    return "SELECT CAST(pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS BIGINT)";
  if (g_str_equal (driver, "mariadb"))
    return "SELECT CAST(variable_value AS SIGNED) FROM information_schema.global_status "
           "WHERE variable_name = 'INNODB_LSN_CURRENT'";
  return "PRAGMA data_version";
}

/* Returns: what changes with every commit of the server, perhaps with more. */
static int64_t
get_version (TestContent *content)
{
  g_autoptr (EtDbStmt) stmt = prepare (content->db, get_version_sql (content->db));

  g_assert_true (step (stmt));
  return et_db_stmt_get_int64 (stmt, 0);
}

TestContent *
test_content_new (EtTestServer *server)
{
  TestContent *content = g_new0 (TestContent, 1);

  content->db = et_test_server_open_database (server, ET_DB_READ_ONLY);
  et_db_allow_long_reads (content->db);
  return content;
}

void
test_content_free (TestContent *content)
{
  et_db_close (content->db);
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

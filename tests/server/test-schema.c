/* SPDX-License-Identifier: MIT */
#include "test-schema.h"

#include <string.h>

#include "db/et-db-migrate.h"
#include "tests/support/et-test-rows.h"

#define DONE "SELECT number, name, checksum FROM migrations ORDER BY number"

/* All that a migration can change, as the database itself tells of it. */
static const char *const sqlite_queries[] = {
  "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name", DONE, NULL
};
static const char *const postgres_queries[] = {
  "SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity "
  "FROM information_schema.columns WHERE table_schema = 'public' "
  "ORDER BY table_name, ordinal_position",
  "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
  "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
  "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
  "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
  "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
  "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
  DONE,
  NULL
};
static const char *const mariadb_queries[] = {
  "SELECT table_name, column_name, column_type, is_nullable, column_default, extra, "
  "collation_name, generation_expression FROM information_schema.columns "
  "WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position",
  "SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints "
  "WHERE constraint_schema = DATABASE() ORDER BY 1, 2",
  "SELECT table_name, index_name, non_unique, seq_in_index, column_name, sub_part "
  "FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, 4",
  "SELECT table_name, constraint_name, column_name, referenced_table_name, referenced_column_name "
  "FROM information_schema.key_column_usage WHERE constraint_schema = DATABASE() "
  "ORDER BY 1, 2, ordinal_position",
  "SELECT trigger_name, action_statement FROM information_schema.triggers "
  "WHERE trigger_schema = DATABASE() ORDER BY 1",
  DONE,
  NULL
};

/* Each column with whether it may be NULL, and in the same words. What MariaDB needs besides is
 * left out: the steps of its migrations, and columns that stand for an index of some rows. */
#define COLUMNS_OF_SERVERS \
  "SELECT table_name, column_name, CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END " \
  "FROM information_schema.columns WHERE table_name <> 'migration_steps' AND table_schema = "

static const char *const column_queries[] = {
  "SELECT m.name, c.name, CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 0 ELSE 1 END "
  "FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' "
  "AND m.name <> 'sqlite_sequence'",
  COLUMNS_OF_SERVERS "'public'",
  COLUMNS_OF_SERVERS "DATABASE() AND generation_expression IS NULL",
};

/* Returns: 0 for SQLite, 1 for PostgreSQL, 2 for MariaDB. */
static int
get_kind (const char *url)
{
  return g_str_has_prefix (url, "sqlite") ? 0 : g_str_has_prefix (url, "postgres") ? 1 : 2;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
join (GPtrArray *lines)
{
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* Returns: (transfer full): the same for the same schema, and only then. */
char *
test_schema_describe (const char *url)
{
  static const char *const *const queries[] = { sqlite_queries, postgres_queries, mariadb_queries };
  g_autoptr (EtTestRows) rows = et_test_rows_open (url);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (const char *const *query = queries[get_kind (url)]; *query != NULL; query++)
    g_ptr_array_extend_and_steal (lines, et_test_rows_read (rows, *query));
  return join (lines);
}

/* Returns: (transfer full): the same on every database. */
char *
test_schema_list_columns (const char *url)
{
  g_autoptr (EtTestRows) rows = et_test_rows_open (url);
  g_autoptr (GPtrArray) lines = et_test_rows_read (rows, column_queries[get_kind (url)]);

  g_ptr_array_sort (lines, compare_lines);
  return join (lines);
}

/* Returns: (transfer full): the statements of foundation.sql. */
static char **
read_statements (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (ET_FOUNDATION_DATA, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", -1);
}

/* Returns: (transfer full): a statement whose bytes are written as the database writes them. */
static char *
write_bytes (EtDb *db, const char *statement)
{
  g_autoptr (GRegex) bytes = g_regex_new ("X'([0-9a-f]*)'", 0, 0, NULL);

  if (!g_str_equal (et_db_get_driver_name (db), "postgres"))
    return g_strdup (statement);
  return g_regex_replace (bytes, statement, -1, 0, "'\\\\x\\1'", 0, NULL);
}

/* PostgreSQL counts keys by itself only where it gives them. */
static void
count_keys (EtDb *db)
{
  static const char *const tables[] = { "accounts", "sessions", "events", "offers",
                                        "orders",   "tickets",  "audit" };

  if (!g_str_equal (et_db_get_driver_name (db), "postgres"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "SELECT setval(pg_get_serial_sequence('%s', 'id'), (SELECT MAX(id) FROM %s))", tables[i],
          tables[i]);

      g_assert_true (et_db_exec (db, sql, NULL));
    }
}

/* Gives an empty database the foundation's tables, and what its server left there. */
void
test_schema_make_foundation (const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDb) db = et_db_open (url, ET_DB_READ_WRITE, &error);
  g_auto (GStrv) statements = read_statements ();

  g_assert_no_error (error);
  et_db_migrate (db, "/test/foundation", NULL, &error);
  g_assert_no_error (error);
  et_db_begin (db, &error);
  for (int i = 0; statements[i] != NULL; i++)
    {
      g_autofree char *own = write_bytes (db, statements[i]);

      if (*own != '\0' && *own != '-' && !et_db_exec (db, own, &error))
        g_error ("%s: %s", own, error->message);
    }
  count_keys (db);
  et_db_commit (db, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): all the rows that the foundation's tables have, without the columns that
 * were added since. */
GPtrArray *
test_schema_read_foundation (const char *url)
{
  g_autoptr (EtTestRows) rows = et_test_rows_open (url);
  g_autoptr (GRegex) insert = g_regex_new ("^INSERT INTO ([a-z_]+)\\(([a-z_,]+)\\)", 0, 0, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) statements = read_statements ();
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; statements[i] != NULL; i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      g_autofree char *sql = NULL;

      if (!g_regex_match (insert, statements[i], 0, &match))
        continue;
      sql = g_match_info_expand_references (match, "SELECT '\\1', \\2 FROM \\1", NULL);
      if (g_hash_table_add (seen, g_strdup (sql)))
        g_ptr_array_extend_and_steal (lines, et_test_rows_read (rows, sql));
    }
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

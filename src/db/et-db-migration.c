/* SPDX-License-Identifier: MIT */
#include "db/et-db-migration.h"

#include <string.h>

#include "db/et-db-internal.h"

/* Two statements with the same beginning make the same thing: so many words, up to the first
 * parenthesis, such as CREATE TABLE x and ALTER TABLE x ADD COLUMN y. */
#define MAX_HEAD_WORDS 6

static void
free_migration (gpointer data)
{
  EtMigration *migration = data;

  g_free (migration->name);
  g_free (migration->sql);
  g_free (migration->own_sql);
  g_free (migration->checksum);
  g_clear_pointer (&migration->statements, g_ptr_array_unref);
  g_free (migration);
}

static int
compare_migrations (gconstpointer a, gconstpointer b)
{
  int64_t left = (*(EtMigration *const *) a)->number;
  int64_t right = (*(EtMigration *const *) b)->number;

  return left < right ? -1 : left > right;
}

/* Reads NNNN-name.sql or NNNN-name.driver.sql.
 * @ret_name: NNNN-name; @ret_driver: NULL for a file for every database. */
static gboolean
read_file_name (const char *file, char **ret_name, char **ret_driver, GError **error)
{
  g_autoptr (GRegex)
      regex = g_regex_new ("^([0-9]{4}-[a-z0-9-]+)(?:\\.([a-z]+))?\\.sql$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *driver = NULL;

  if (!g_regex_match (regex, file, 0, &match))
    return et_migration_fail (ET_ERROR_INTERNAL,
                              "The migration {migration} is not named NNNN-name.sql", file, error);
  driver = g_match_info_fetch (match, 2);
  *ret_name = g_match_info_fetch (match, 1);
  *ret_driver = driver != NULL && *driver != '\0' ? g_steal_pointer (&driver) : NULL;
  return TRUE;
}

static char *
load_file (const char *folder, const char *file, GError **error)
{
  g_autofree char *path = g_build_path ("/", folder, file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (bytes != NULL)
    return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  et_migration_fail (ET_ERROR_INTERNAL, "The migration {migration} cannot be read", file, error);
  return NULL;
}

static gboolean
add_common_file (
    GPtrArray *migrations, const char *folder, const char *file, char *name, GError **error)
{
  int64_t number = g_ascii_strtoll (name, NULL, 10);
  EtMigration *migration;

  if (et_migrations_find (migrations, number) != NULL)
    return et_migration_fail (ET_ERROR_INTERNAL,
                              "The number of the migration {migration} stands twice", name, error);
  migration = g_new0 (EtMigration, 1);
  migration->number = number;
  migration->name = g_strdup (name);
  g_ptr_array_add (migrations, migration);
  migration->sql = load_file (folder, file, error);
  return migration->sql != NULL;
}

static gboolean
add_own_file (
    GPtrArray *migrations, const char *folder, const char *file, char *name, GError **error)
{
  EtMigration *migration = et_migrations_find (migrations, g_ascii_strtoll (name, NULL, 10));

  if (migration == NULL || !g_str_equal (migration->name, name))
    return et_migration_fail (ET_ERROR_INTERNAL,
                              "There is no common file of the migration {migration}", name, error);
  migration->own_sql = load_file (folder, file, error);
  return migration->own_sql != NULL;
}

/* Adds the files for @driver, or those for every database when it is NULL. */
static gboolean
add_files (
    GPtrArray *migrations, const char *folder, char **files, const char *driver, GError **error)
{
  for (char **file = files; *file != NULL; file++)
    {
      g_autofree char *name = NULL;
      g_autofree char *whose = NULL;

      if (!read_file_name (*file, &name, &whose, error))
        return FALSE;
      if (g_strcmp0 (whose, driver) != 0)
        continue;
      if (!(driver == NULL ? add_common_file : add_own_file) (migrations, folder, *file, name,
                                                              error))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (transfer full): the beginning of a statement, by which it is known: of an index without
 * its table, which not every database wants to hear. */
static char *
get_head (const char *statement)
{
  g_autofree char *begin = g_strndup (statement, strcspn (statement, "("));
  g_auto (GStrv) words = g_strsplit_set (begin, " \t\r\n", -1);
  GString *head = g_string_new (NULL);

  for (int i = 0, n = 0; words[i] != NULL && n < MAX_HEAD_WORDS && !g_str_equal (words[i], "ON");
       i++)
    if (*words[i] != '\0')
      {
        g_string_append_printf (head, "%s ", words[i]);
        n++;
      }
  return g_string_free (head, FALSE);
}

/* Puts @own in the place of the statement with the same beginning. */
static gboolean
replace_statement (GPtrArray *statements, const char *own)
{
  g_autofree char *head = get_head (own);

  for (guint i = 0; i < statements->len; i++)
    {
      g_autofree char *common = get_head (g_ptr_array_index (statements, i));

      if (!g_str_equal (head, common))
        continue;
      g_free (statements->pdata[i]);
      statements->pdata[i] = g_strdup (own);
      return TRUE;
    }
  return FALSE;
}

/* SQLite has its files as they are, whole. */
static gboolean
make_statements (EtDb *db, EtMigration *migration, GError **error)
{
  const EtDbWord *words = db->driver->schema_words;
  g_autoptr (GPtrArray) own = NULL;

  if (words == NULL && migration->own_sql == NULL)
    {
      migration->statements = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (migration->statements, g_strdup (migration->sql));
      return TRUE;
    }
  migration->statements = et_db_sql_split (migration->sql);
  own = et_db_sql_split (migration->own_sql != NULL ? migration->own_sql : "");
  for (guint i = 0; i < own->len; i++)
    if (!replace_statement (migration->statements, g_ptr_array_index (own, i)))
      return et_migration_fail (ET_ERROR_INTERNAL,
                                "The migration {migration} has no statement to replace",
                                migration->name, error);
  for (guint i = 0; i < migration->statements->len; i++)
    {
      g_autofree char *statement = migration->statements->pdata[i];

      migration->statements->pdata[i] = et_db_sql_translate (statement, words);
    }
  return TRUE;
}

static void
add_checksum (EtMigration *migration)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) migration->sql, -1);
  if (migration->own_sql != NULL)
    g_checksum_update (checksum, (const guchar *) migration->own_sql, -1);
  migration->checksum = g_strdup (g_checksum_get_string (checksum));
}

/* Sets an error that names a migration. Returns: FALSE. */
gboolean
et_migration_fail (EtErrorCode code, const char *msgid, const char *name, GError **error)
{
  et_error_set_sentence (error, code, msgid);
  et_error_add_text (error, "migration", name);
  return FALSE;
}

/* Returns: (transfer none) (nullable). */
EtMigration *
et_migrations_find (GPtrArray *migrations, int64_t number)
{
  for (guint i = 0; i < migrations->len; i++)
    {
      EtMigration *migration = g_ptr_array_index (migrations, i);

      if (migration->number == number)
        return migration;
    }
  return NULL;
}

/* Returns: (transfer full) (nullable) (element-type EtMigration): the folder's migrations in
 * order, for the database of @db. */
GPtrArray *
et_migrations_load (EtDb *db, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) migrations = g_ptr_array_new_with_free_func (free_migration);
  g_auto (GStrv)
      files = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (files == NULL)
    {
      et_migration_fail (ET_ERROR_INTERNAL, "There is no folder of migrations {migration}", folder,
                         error);
      return NULL;
    }
  if (!add_files (migrations, folder, files, NULL, error) ||
      !add_files (migrations, folder, files, et_db_get_driver_name (db), error))
    return NULL;

  for (guint i = 0; i < migrations->len; i++)
    {
      if (!make_statements (db, g_ptr_array_index (migrations, i), error))
        return NULL;
      add_checksum (g_ptr_array_index (migrations, i));
    }
  g_ptr_array_sort (migrations, compare_migrations);
  return g_steal_pointer (&migrations);
}

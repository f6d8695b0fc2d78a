/* SPDX-License-Identifier: MIT */
#include "db/et-db-migrate.h"

#include <glib/gi18n-lib.h>

#include "db/et-db-internal.h"

typedef struct
{
  int64_t number;
  char *name; /* owned; NNNN-name */
  char *sql; /* owned */
  char *checksum; /* owned; SHA-256 of the file, hexadecimal */
  gboolean is_applied;
} EtMigration;

static void
free_migration (gpointer data)
{
  EtMigration *migration = data;

  g_free (migration->name);
  g_free (migration->sql);
  g_free (migration->checksum);
  g_free (migration);
}

static int
compare_migrations (gconstpointer a, gconstpointer b)
{
  int64_t left = (*(EtMigration *const *) a)->number;
  int64_t right = (*(EtMigration *const *) b)->number;

  return left < right ? -1 : left > right;
}

static EtMigration *
find_migration (GPtrArray *migrations, int64_t number)
{
  for (guint i = 0; i < migrations->len; i++)
    {
      EtMigration *migration = g_ptr_array_index (migrations, i);

      if (migration->number == number)
        return migration;
    }
  return NULL;
}

static gboolean
fail (EtErrorCode code, const char *msgid, const char *name, GError **error)
{
  et_error_set_sentence (error, code, msgid);
  et_error_add_text (error, "migration", name);
  return FALSE;
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
    return fail (ET_ERROR_INTERNAL, "The migration {migration} is not named NNNN-name.sql", file,
                 error);
  driver = g_match_info_fetch (match, 2);
  *ret_name = g_match_info_fetch (match, 1);
  *ret_driver = driver != NULL && *driver != '\0' ? g_steal_pointer (&driver) : NULL;
  return TRUE;
}

static gboolean
load_file (EtMigration *migration, const char *folder, const char *file, GError **error)
{
  g_autofree char *path = g_build_path ("/", folder, file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (bytes == NULL)
    return fail (ET_ERROR_INTERNAL, "The migration {migration} cannot be read", file, error);
  g_free (migration->sql);
  g_free (migration->checksum);
  migration->sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  migration->checksum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return TRUE;
}

static gboolean
add_file (
    GPtrArray *migrations, const char *folder, const char *file, const char *name, GError **error)
{
  int64_t number = g_ascii_strtoll (name, NULL, 10);
  EtMigration *migration = find_migration (migrations, number);

  if (migration != NULL && !g_str_equal (migration->name, name))
    return fail (ET_ERROR_INTERNAL, "The number of the migration {migration} stands twice", name,
                 error);
  if (migration == NULL)
    {
      migration = g_new0 (EtMigration, 1);
      migration->number = number;
      migration->name = g_strdup (name);
      g_ptr_array_add (migrations, migration);
    }
  return load_file (migration, folder, file, error);
}

/* Adds the files for @driver, or those for every database when it is NULL; a driver's file takes
 * the place of the common one of the same name. */
static gboolean
add_files (
    GPtrArray *migrations, const char *folder, char **files, const char *wanted, GError **error)
{
  for (char **file = files; *file != NULL; file++)
    {
      g_autofree char *name = NULL;
      g_autofree char *driver = NULL;

      if (!read_file_name (*file, &name, &driver, error) ||
          (g_strcmp0 (driver, wanted) == 0 && !add_file (migrations, folder, *file, name, error)))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): the folder's migrations in order. */
static GPtrArray *
load_migrations (EtDb *db, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) migrations = g_ptr_array_new_with_free_func (free_migration);
  g_auto (GStrv)
      files = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (files == NULL)
    {
      fail (ET_ERROR_INTERNAL, "There is no folder of migrations {migration}", folder, error);
      return NULL;
    }
  if (!add_files (migrations, folder, files, NULL, error) ||
      !add_files (migrations, folder, files, et_db_get_driver_name (db), error))
    return NULL;

  g_ptr_array_sort (migrations, compare_migrations);
  return g_steal_pointer (&migrations);
}

static gboolean
has_table (EtDb *db, gboolean *ret_has_table, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, db->driver->find_table_sql, error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_text (stmt, "name", "migrations");
  return et_db_stmt_step (stmt, ret_has_table, error);
}

static gboolean
mark_applied (GPtrArray *migrations, EtDbStmt *stmt, GError **error)
{
  EtMigration *migration = find_migration (migrations, et_db_stmt_get_int64 (stmt, 0));

  if (migration == NULL)
    return fail (ET_ERROR_CONFIGURATION,
                 N_ ("The database is newer than this program: it has the migration {migration}"),
                 et_db_stmt_get_text (stmt, 1), error);
  if (!g_str_equal (migration->checksum, et_db_stmt_get_text (stmt, 2)))
    return fail (ET_ERROR_CONFIGURATION,
                 N_ ("The migration {migration} was changed after the database had run it"),
                 migration->name, error);
  migration->is_applied = TRUE;
  return TRUE;
}

/* Notes which migrations the database has run, and refuses one that it ran in another form. */
static gboolean
read_applied (EtDb *db, GPtrArray *migrations, GError **error)
{
  g_autoptr (EtDbStmt) stmt = NULL;
  gboolean has_row = FALSE;

  if (!has_table (db, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  stmt = et_db_prepare (db, "SELECT number, name, checksum FROM migrations", error);
  if (stmt == NULL)
    return FALSE;
  do
    if (!et_db_stmt_step (stmt, &has_row, error) ||
        (has_row && !mark_applied (migrations, stmt, error)))
      return FALSE;
  while (has_row);
  return TRUE;
}

/* In a transaction, so that two processes can wait for each other. */
static gboolean
make_table (EtDb *db, GError **error)
{
  if (et_db_begin (db, error) && et_db_exec (db, db->driver->migrations_sql, error) &&
      et_db_commit (db, error))
    return TRUE;
  et_db_rollback (db);
  return FALSE;
}

static gboolean
remember (EtDb *db, const EtMigration *migration, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "INSERT INTO migrations (number, name, checksum, applied_at) "
                            "VALUES (:number, :name, :checksum, :applied_at)",
                            error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "number", migration->number);
  et_db_stmt_bind_text (stmt, "name", migration->name);
  et_db_stmt_bind_text (stmt, "checksum", migration->checksum);
  et_db_stmt_bind_int64 (stmt, "applied_at", g_get_real_time () / 1000);
  return et_db_stmt_run (stmt, NULL, error);
}

static gboolean
run_script (EtDb *db, const EtMigration *migration, GError **error)
{
  if (!et_db_exec (db, migration->sql, error))
    return FALSE;
  if (!et_db_is_in_transaction (db))
    return fail (ET_ERROR_INTERNAL, "The migration {migration} ends its own transaction",
                 migration->name, error);
  return remember (db, migration, error) && et_db_commit (db, error);
}

/* Runs one migration, unless another process did so since we looked. */
static gboolean
apply (EtDb *db, GPtrArray *migrations, EtMigration *migration, GError **error)
{
  gboolean is_done;

  if (!et_db_begin (db, error))
    return FALSE;
  is_done = read_applied (db, migrations, error) &&
            (migration->is_applied || run_script (db, migration, error));
  et_db_rollback (db); /* nothing is left to undo when it was committed */
  return is_done;
}

static int
count_missing (GPtrArray *migrations)
{
  int missing = 0;

  for (guint i = 0; i < migrations->len; i++)
    missing += !((EtMigration *) g_ptr_array_index (migrations, i))->is_applied;
  return missing;
}

/* Brings the database up to date: runs each NNNN-name.sql of the GResource folder that it has not
 * run, in order, each in a transaction of its own. NNNN-name.<driver>.sql takes the place of
 * NNNN-name.sql on that driver.
 * @ret_applied: (nullable): how many were run. Sets ET_ERROR_CONFIGURATION when a migration was
 * changed after it ran or the database is newer than the folder, and what the SQL sets. */
gboolean
et_db_migrate (EtDb *db, const char *resource_folder, int *ret_applied, GError **error)
{
  g_autoptr (GPtrArray) migrations = load_migrations (db, resource_folder, error);
  int missing;

  if (migrations == NULL || !read_applied (db, migrations, error))
    return FALSE;

  missing = count_missing (migrations);
  if (missing > 0 && !make_table (db, error))
    return FALSE;
  for (guint i = 0; i < migrations->len; i++)
    {
      EtMigration *migration = g_ptr_array_index (migrations, i);

      if (!migration->is_applied && !apply (db, migrations, migration, error))
        return FALSE;
    }
  if (ret_applied != NULL)
    *ret_applied = missing;
  return TRUE;
}

/* Tells whether et_db_migrate() has nothing to do; a read-only connection will do. Sets
 * ET_ERROR_CONFIGURATION when migrations are missing (then @ret_missing, nullable, says how many)
 * and whenever et_db_migrate() would refuse. */
gboolean
et_db_is_migrated (EtDb *db, const char *resource_folder, int *ret_missing, GError **error)
{
  g_autoptr (GPtrArray) migrations = load_migrations (db, resource_folder, error);
  int missing;

  if (migrations == NULL || !read_applied (db, migrations, error))
    return FALSE;

  missing = count_missing (migrations);
  if (ret_missing != NULL)
    *ret_missing = missing;
  if (missing == 0)
    return TRUE;
  et_error_set_sentence (
      error, ET_ERROR_CONFIGURATION,
      N_ ("The database is not up to date; migrations that it lacks: {missing}"));
  et_error_add_int64 (error, "missing", missing);
  return FALSE;
}

/* SPDX-License-Identifier: MIT */
#include "db/et-db-migrate.h"

#include <glib/gi18n-lib.h>

#include "db/et-db-internal.h"
#include "db/et-db-migration.h"

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
  EtMigration *migration = et_migrations_find (migrations, et_db_stmt_get_int64 (stmt, 0));

  if (migration == NULL)
    return et_migration_fail (
        ET_ERROR_CONFIGURATION,
        N_ ("The database is newer than this program: it has the migration {migration}"),
        et_db_stmt_get_text (stmt, 1), error);
  if (!g_str_equal (migration->checksum, et_db_stmt_get_text (stmt, 2)))
    return et_migration_fail (
        ET_ERROR_CONFIGURATION,
        N_ ("The migration {migration} was changed after the database had run it"), migration->name,
        error);
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
  if (db->driver->schema_commits)
    return et_db_exec (db, db->driver->migrations_sql, error);
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
run_statements (EtDb *db, const EtMigration *migration, GError **error)
{
  for (guint i = 0; i < migration->statements->len; i++)
    {
      if (!et_db_exec (db, g_ptr_array_index (migration->statements, i), error))
        return FALSE;
      if (!et_db_is_in_transaction (db))
        return et_migration_fail (ET_ERROR_INTERNAL,
                                  "The migration {migration} ends its own transaction",
                                  migration->name, error);
    }
  return remember (db, migration, error) && et_db_commit (db, error);
}

/* Runs one migration whole or not at all, unless another process did so since we looked. */
static gboolean
apply_whole (EtDb *db, GPtrArray *migrations, EtMigration *migration, GError **error)
{
  gboolean is_done;

  if (!et_db_begin (db, error))
    return FALSE;
  is_done = read_applied (db, migrations, error) &&
            (migration->is_applied || run_statements (db, migration, error));
  et_db_rollback (db); /* nothing is left to undo when it was committed */
  return is_done;
}

static gboolean
count_steps (EtDb *db, const EtMigration *migration, guint *ret_n_steps, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT COUNT(*) FROM migration_steps WHERE number = :number", error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "number", migration->number);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_n_steps = (guint) et_db_stmt_get_int64 (stmt, 0);
  return TRUE;
}

static gboolean
remember_step (EtDb *db, const EtMigration *migration, guint step, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "INSERT INTO migration_steps (number, step) VALUES (:number, :step)", error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "number", migration->number);
  et_db_stmt_bind_int64 (stmt, "step", step);
  return et_db_stmt_run (stmt, NULL, error);
}

/* A change of the schema can be made again, should its step not be remembered; the driver's words
 * see to that. A change of rows is made together with its step. */
static gboolean
apply_step (EtDb *db, const EtMigration *migration, guint step, GError **error)
{
  static const char *const verbs[] = { "INSERT", "UPDATE", "DELETE" };
  const char *sql = g_ptr_array_index (migration->statements, step);
  gboolean is_done, changes_rows = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    changes_rows |= g_str_has_prefix (sql, verbs[i]);
  if (!changes_rows)
    return et_db_exec (db, sql, error) && remember_step (db, migration, step, error);

  is_done = et_db_begin (db, error) && et_db_exec (db, sql, error) &&
            remember_step (db, migration, step, error) && et_db_commit (db, error);
  et_db_rollback (db);
  return is_done;
}

/* Runs one migration statement by statement, from where another process was cut off. */
static gboolean
apply_steps (EtDb *db, GPtrArray *migrations, EtMigration *migration, GError **error)
{
  guint n_done;

  if (!read_applied (db, migrations, error))
    return FALSE;
  if (migration->is_applied)
    return TRUE;
  if (!count_steps (db, migration, &n_done, error))
    return FALSE;
  for (guint i = n_done; i < migration->statements->len; i++)
    if (!apply_step (db, migration, i, error))
      return FALSE;
  return remember (db, migration, error);
}

static gboolean
apply_missing (EtDb *db, GPtrArray *migrations, GError **error)
{
  if (!make_table (db, error))
    return FALSE;
  for (guint i = 0; i < migrations->len; i++)
    {
      EtMigration *migration = g_ptr_array_index (migrations, i);

      if (!migration->is_applied && !(db->driver->schema_commits ? apply_steps : apply_whole) (
                                        db, migrations, migration, error))
        return FALSE;
    }
  return TRUE;
}

/* One process at a time changes a schema. */
static gboolean
apply_locked (EtDb *db, GPtrArray *migrations, GError **error)
{
  gboolean is_done;

  if (db->driver->lock_schema == NULL)
    return apply_missing (db, migrations, error);
  if (!db->driver->lock_schema (db, error))
    return FALSE;
  is_done = apply_missing (db, migrations, error);
  db->driver->unlock_schema (db);
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
 * run, in order, each in a transaction of its own, or statement by statement where the database
 * does not undo changes of the schema. A statement in NNNN-name.<driver>.sql takes the place of the
 * one that makes the same in NNNN-name.sql on that driver.
 * @ret_applied: (nullable): how many were run. Sets ET_ERROR_CONFIGURATION when a migration was
 * changed after it ran or the database is newer than the folder, and what the SQL sets. */
gboolean
et_db_migrate (EtDb *db, const char *resource_folder, int *ret_applied, GError **error)
{
  g_autoptr (GPtrArray) migrations = et_migrations_load (db, resource_folder, error);
  int missing;

  if (migrations == NULL || !read_applied (db, migrations, error))
    return FALSE;

  missing = count_missing (migrations);
  if (missing > 0 && !apply_locked (db, migrations, error))
    return FALSE;
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
  g_autoptr (GPtrArray) migrations = et_migrations_load (db, resource_folder, error);
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

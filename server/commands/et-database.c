/* SPDX-License-Identifier: MIT */
#include "server/commands/et-database.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "server/repo/et-schema.h"

/* SQLite only says "unable to open database file"; the operator wants to know why. */
static gboolean
check_folder (const EtConfig *config, GError **error)
{
  g_autofree char *folder = NULL;
  const char *msgid = NULL;

  if (config->database_file == NULL)
    return TRUE;
  folder = g_path_get_dirname (config->database_file);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    msgid = N_ ("There is no folder {path} for the database");
  else if (access (folder, W_OK | X_OK) != 0)
    msgid = N_ ("The folder {path} of the database cannot be written");
  else if (g_file_test (config->database_file, G_FILE_TEST_EXISTS) &&
           access (config->database_file, R_OK | W_OK) != 0)
    msgid = N_ ("The database in {path} cannot be written");
  if (msgid == NULL)
    return TRUE;

  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, msgid);
  et_error_add_text (error, "path", folder);
  return FALSE;
}

static gboolean
check_schema (EtDb *db, GError **error)
{
  g_autoptr (GError) failure = NULL;
  int n_missing = 0;

  if (et_schema_is_current (db, &n_missing, &failure))
    return TRUE;
  if (n_missing == 0)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                         N_ ("The database is not up to date: run “etickets-server migrate”"));
  return FALSE;
}

/* What only looks at a database must not make one. Sets ET_ERROR_CONFIGURATION. */
gboolean
et_database_must_exist (const EtConfig *config, GError **error)
{
  if (config->database_file == NULL || g_file_test (config->database_file, G_FILE_TEST_EXISTS))
    return TRUE;

  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, N_ ("There is no database in {path}"));
  et_error_add_text (error, "path", config->database_file);
  return FALSE;
}

/* Opens the database to write, which only one process at a time can, and sees to it that its
 * tables are those of this program: by itself in development or when the settings say so.
 * @migrate: in any case.
 * @ret_n_migrations: how many were run. */
EtDb *
et_database_open (const EtConfig *config, gboolean migrate, int *ret_n_migrations, GError **error)
{
  g_autoptr (EtDb) db = NULL;

  *ret_n_migrations = 0;
  if (!check_folder (config, error))
    return NULL;
  db = et_db_open (config->database_url, ET_DB_READ_WRITE, error);
  if (db == NULL)
    return NULL;

  if (migrate || config->migrate || config->env == ET_ENV_DEVELOPMENT
          ? !et_schema_migrate (db, ret_n_migrations, error)
          : !check_schema (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

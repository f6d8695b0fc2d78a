/* SPDX-License-Identifier: MIT */
#include "server/repo/et-schema.h"

#include "db/et-db-migrate.h"
#include "et-schema-resources.h"

static const char *
find_folder (void)
{
  g_resources_register (et_schema_get_resource ());
  return "/org/etickets/server/sql";
}

/* Runs the migrations that are missing. @ret_applied: (nullable): how many they were. */
gboolean
et_schema_migrate (EtDb *db, int *ret_applied, GError **error)
{
  return et_db_migrate (db, find_folder (), ret_applied, error);
}

/* Whether a database has every table in the form that this program knows.
 * @ret_missing: (nullable): how many migrations are missing. */
gboolean
et_schema_is_current (EtDb *db, int *ret_missing, GError **error)
{
  return et_db_is_migrated (db, find_folder (), ret_missing, error);
}

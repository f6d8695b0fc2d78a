/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/db/et-mariadb.h"

/* What to do with a row that is there already. MariaDB has its own words for the second, and none
 * for just the first. */
#define ON_CONFLICT " ON CONFLICT "
#define DO_NOTHING "DO NOTHING"
#define DO_UPDATE " DO UPDATE SET "

/* What is indexed must have a length. Each change of the schema can be made twice: it is kept even
 * if the migration is cut off behind it. */
const EtDbWord et_mariadb_words[] = {
  { "CREATE TABLE", "CREATE TABLE IF NOT EXISTS" },
  { "CREATE INDEX", "CREATE INDEX IF NOT EXISTS" },
  { "CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX IF NOT EXISTS" },
  { "DROP TABLE", "DROP TABLE IF EXISTS" },
  { "DROP INDEX", "DROP INDEX IF EXISTS" },
  { "ADD COLUMN", "ADD COLUMN IF NOT EXISTS" },
  { "DROP COLUMN", "DROP COLUMN IF EXISTS" },
  { "id INTEGER PRIMARY KEY AUTOINCREMENT", "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY" },
  { "id INTEGER PRIMARY KEY", "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY" },
  { "INTEGER", "BIGINT" },
  { "TEXT NOT NULL PRIMARY KEY", "VARCHAR(255) NOT NULL PRIMARY KEY" },
  { "TEXT NOT NULL UNIQUE", "VARCHAR(255) NOT NULL UNIQUE" },
  { "TEXT UNIQUE", "VARCHAR(255) UNIQUE" },
  { "TEXT", "MEDIUMTEXT" },
  { "AS BLOB", "AS BINARY" },
  { "BLOB NOT NULL UNIQUE", "VARBINARY(255) NOT NULL UNIQUE" },
  { "BLOB", "MEDIUMBLOB" },
  { "STRICT, WITHOUT ROWID", ET_MARIADB_TABLE },
  { "STRICT", ET_MARIADB_TABLE },
  { NULL },
};

/* Returns: (transfer full): an INSERT … ON CONFLICT (…) DO UPDATE SET … in MariaDB's words. */
static char *
write_upsert (const char *text, const char *clause)
{
  g_autoptr (GRegex) excluded = g_regex_new ("\\bexcluded\\.([a-z0-9_]+)", 0, 0, NULL);
  const char *update = strstr (clause, DO_UPDATE) + strlen (DO_UPDATE);
  g_autofree char *own = g_regex_replace (excluded, update, -1, 0, "VALUES(\\1)", 0, NULL);

  return g_strdup_printf ("%.*s ON DUPLICATE KEY UPDATE %s", (int) (clause - text), text, own);
}

/* Writes a statement in MariaDB's words.
 * @ret_passes_duplicates: whether a row that is there already is no error.
 * @ret_is_upsert: whether it is changed then.
 * Returns: (transfer full). */
char *
et_mariadb_write_sql (const char *text, gboolean *ret_passes_duplicates, gboolean *ret_is_upsert)
{
  const char *clause = strstr (text, ON_CONFLICT);

  *ret_passes_duplicates = clause != NULL && g_str_has_suffix (clause, DO_NOTHING);
  *ret_is_upsert = clause != NULL && strstr (clause, DO_UPDATE) != NULL;
  if (*ret_is_upsert)
    return write_upsert (text, clause);
  return *ret_passes_duplicates ? g_strndup (text, clause - text) : g_strdup (text);
}

/* SPDX-License-Identifier: MIT */
#include "client/et-copy-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "client/et-client-resources.h"
#include "db/et-db-migrate.h"

#define SQL_FOLDER "/org/etickets/client/sql"

static gboolean
fail (GError **error, const char *path)
{
  const char *reason = g_strerror (errno);

  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, N_ ("{path} cannot be used: {reason}"));
  et_error_add_text (error, "path", path);
  et_error_add_text (error, "reason", reason);
  return FALSE;
}

/* Two programs that find the same damage must not set aside each other's new file.
 * Returns: a file descriptor whose closing releases the lock, -1 on failure. */
static int
lock_opening (const char *path, GError **error)
{
  g_autofree char *lock = g_strconcat (path, ".opening", NULL);
  int fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0 && TEMP_FAILURE_RETRY (flock (fd, LOCK_EX)) == 0)
    return fd;
  fail (error, lock);
  if (fd >= 0)
    close (fd);
  return -1;
}

static EtDb *
open_sound (const char *path, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", TRUE);
  g_autofree char *url = g_strconcat ("sqlite:///", escaped, NULL);
  g_autoptr (EtDb) db = et_db_open (url, ET_DB_CLIENT, error);

  /* What is deleted at a sign-out must not be readable in the file afterwards. */
  if (db == NULL || !et_db_exec (db, "PRAGMA secure_delete=ON", error) ||
      !et_db_migrate (db, SQL_FOLDER, NULL, error))
    return NULL;
  if (g_chmod (path, 0600) != 0)
    {
      fail (error, path);
      return NULL;
    }
  return g_steal_pointer (&db);
}

/* A journal that belongs to the damaged file must not be played back into the new one. */
static gboolean
set_aside (const char *path, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%dT%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, date);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *journal_aside = g_strconcat (aside, "-journal", NULL);

  if (g_rename (path, aside) != 0)
    return fail (error, path);
  if (g_rename (journal, journal_aside) != 0 && errno != ENOENT)
    return fail (error, journal);
  return TRUE;
}

static EtDb *
open_or_rebuild (const char *path, gboolean *ret_was_rebuilt, GError **error)
{
  g_autoptr (GError) damage = NULL;
  EtDb *db = open_sound (path, &damage);

  if (db == NULL && et_error_get_code (damage) == ET_ERROR_CORRUPT)
    {
      *ret_was_rebuilt = TRUE;
      return set_aside (path, error) ? open_sound (path, error) : NULL;
    }
  if (db == NULL)
    g_propagate_error (error, g_steal_pointer (&damage));
  return db;
}

/* Opens the offline file at @path, made if need be: mode 0600 in folders of 0700, with a rollback
 * journal because several programs may have it open. A damaged file is renamed with a date and a
 * new one is begun; then @ret_was_rebuilt becomes TRUE, otherwise it is left alone. Blocks.
 * Sets ET_ERROR_UNAVAILABLE when the file cannot be made or opened. */
EtDb *
et_copy_file_open (const char *path, gboolean *ret_was_rebuilt, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  EtDb *db;
  int lock;

  g_resources_register (et_client_get_resource ());
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail (error, folder);
      return NULL;
    }
  lock = lock_opening (path, error);
  if (lock < 0)
    return NULL;
  db = open_or_rebuild (path, ret_was_rebuilt, error);
  close (lock);
  return db;
}

/* SPDX-License-Identifier: MIT */
#include "client/et-copy-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "client/et-client-resources.h"
#include "client/et-salvage.h"
#include "core/et-blocking.h"
#include "core/et-translation.h"
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

/* A journal that belongs to the damaged file must not be played back into the new one.
 * Returns: (transfer full) (nullable): the path of the damaged file from now on. */
static char *
set_aside (const char *path, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%dT%H%M%S");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, date);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *journal_aside = g_strconcat (aside, "-journal", NULL);

  if (g_rename (path, aside) != 0)
    fail (error, path);
  else if (g_rename (journal, journal_aside) != 0 && errno != ENOENT)
    fail (error, journal);
  else
    return g_steal_pointer (&aside);
  return NULL;
}

static EtDb *
rebuild (const char *path, EtCopyDamage *damage, GError **error)
{
  g_autofree char *aside = set_aside (path, error);
  EtDb *db = aside != NULL ? open_sound (path, error) : NULL;

  if (db == NULL)
    return NULL;
  *damage = (EtCopyDamage){ .was_rebuilt = TRUE };
  et_salvage_run (db, aside, damage);
  return db;
}

static EtDb *
open_or_rebuild (const char *path, EtCopyDamage *damage, GError **error)
{
  g_autoptr (GError) failure = NULL;
  EtDb *db = open_sound (path, &failure);

  if (db == NULL && et_error_get_code (failure) == ET_ERROR_CORRUPT)
    return rebuild (path, damage, error);
  if (db == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return db;
}

/* Returns: (transfer full) (nullable): sentences for the person; NULL when nothing was damaged. */
char *
et_copy_damage_describe (const EtCopyDamage *damage, const char *language)
{
  const char *rebuilt = et_translate (
      language, N_ ("The offline copy was damaged. It was set aside and begun anew; the next sync "
                    "fills it again."));
  const char *format = damage->has_lost_edits
                           ? N_ ("Changes that waited for the server may be lost. Saved: %u")
                           : N_ ("Changes that waited for the server and were saved: %u");
  g_autofree char *saved = NULL;

  if (!damage->was_rebuilt)
    return NULL;
  if (damage->n_edits == 0 && !damage->has_lost_edits)
    return g_strdup (rebuilt);
  saved = g_strdup_printf (et_translate (language, format), damage->n_edits);
  return g_strconcat (rebuilt, " ", saved, NULL);
}

/* Deletes what was ever set aside of the file at @path: it holds what its person did. */
void
et_copy_file_forget_damaged (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, ".damaged-", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  ET_BLOCKS ();
  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (entry, prefix))
      {
        g_autofree char *aside = g_build_filename (folder, entry, NULL);

        if (g_unlink (aside) != 0)
          g_warning ("%s cannot be deleted: %s", aside, g_strerror (errno));
      }
}

/* Opens the offline file at @path, made if need be: mode 0600 in folders of 0700, with a rollback
 * journal because several programs may have it open. A damaged file is renamed with a date and a
 * new one is begun, with what can be saved; then @damage is filled in, otherwise it is left alone.
 * Blocks.
 * Sets ET_ERROR_UNAVAILABLE when the file cannot be made or opened. */
EtDb *
et_copy_file_open (const char *path, EtCopyDamage *damage, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  EtDb *db;
  int lock;

  ET_BLOCKS ();
  g_resources_register (et_client_get_resource ());
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail (error, folder);
      return NULL;
    }
  lock = lock_opening (path, error);
  if (lock < 0)
    return NULL;
  db = open_or_rebuild (path, damage, error);
  close (lock);
  return db;
}

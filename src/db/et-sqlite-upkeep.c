/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "db/et-sqlite.h"

/* How long a forced checkpoint waits for readers: as long as one of them may read. */
#define FORCE_BUSY_MS 1000

/* sqlite3_wal_hook: remembers how long the log is after a commit. */
int
et_sqlite_note_log (gpointer data, sqlite3 *handle, const char *name, int n_pages)
{
  EtSqliteDb *self = data;

  self->log_pages = n_pages;
  return SQLITE_OK;
}

gsize
et_sqlite_get_log_size (EtDb *db)
{
  EtSqliteDb *self = (EtSqliteDb *) db;

  return (gsize) self->log_pages * self->page_size;
}

/* PASSIVE copies what no reader needs any more; RESTART also waits until the next commit can write
 * at the beginning of the log. */
gboolean
et_sqlite_checkpoint (EtDb *db, gboolean force, GError **error)
{
  EtSqliteDb *self = (EtSqliteDb *) db;
  int n_logged = 0, n_copied = 0;
  int code;

  if (force)
    sqlite3_busy_timeout (self->handle, FORCE_BUSY_MS);
  code = sqlite3_wal_checkpoint_v2 (self->handle, "main",
                                    force ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE,
                                    &n_logged, &n_copied);
  sqlite3_busy_timeout (self->handle, ET_SQLITE_BUSY_MS);
  if (code == SQLITE_OK && n_copied < n_logged)
    code = SQLITE_BUSY;
  if (code != SQLITE_OK)
    {
      et_sqlite_set_error (self, code, error);
      return FALSE;
    }
  if (force)
    self->log_pages = 0;
  return TRUE;
}

static gboolean
vacuum_into (EtSqliteDb *self, const char *path, GError **error)
{
  char *sql = sqlite3_mprintf ("VACUUM INTO %Q", path);
  int code;

  self->deadline = G_MAXINT64; /* this read may last */
  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  sqlite3_free (sql);
  if (code != SQLITE_OK)
    et_sqlite_set_error (self, code, error);
  return code == SQLITE_OK;
}

static gboolean
sync_path (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    g_close (fd, NULL);
  return is_synced;
}

/* SQLite does not sync what VACUUM INTO writes, so it gets its name only after that was done. */
static gboolean
publish (const char *part, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (sync_path (part) && renameat2 (AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0 &&
      sync_path (folder))
    return TRUE;

  et_error_set_sentence (error, errno == EEXIST ? ET_ERROR_CONFLICT : ET_ERROR_UNAVAILABLE,
                         errno == EEXIST ? N_ ("The file {path} exists already")
                                         : N_ ("The file {path} cannot be written"));
  et_error_add_text (error, "path", path);
  return FALSE;
}

gboolean
et_sqlite_backup (EtDb *db, const char *path, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  g_unlink (part);
  et_sqlite_make_private_file (part);
  if (vacuum_into ((EtSqliteDb *) db, part, error) && publish (part, path, error))
    return TRUE;

  g_unlink (part);
  return FALSE;
}

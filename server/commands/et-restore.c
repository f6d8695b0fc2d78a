/* SPDX-License-Identifier: MIT */
#include "server/commands/et-restore.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>

#include "core/et-error.h"
#include "core/et-time.h"
#include "server/commands/et-database.h"
#include "server/repo/et-feed-repo.h"
#include "server/repo/et-rows.h"
#include "server/service/et-audit-mark.h"
#include "server/service/et-check.h"

#define URL_PREFIX "sqlite:///"

static gboolean
refuse (GError **error, EtErrorCode code, const char *msgid, const char *path)
{
  et_error_set_sentence (error, code, msgid);
  et_error_add_text (error, "path", path);
  return FALSE;
}

static char *
make_url (const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", TRUE);

  return g_strconcat (URL_PREFIX, escaped, NULL);
}

/* What SQLite writes beside a database. */
static void
unlink_sides (const char *path)
{
  static const char *const ends[] = { "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *side = g_strconcat (path, ends[i], NULL);

      g_unlink (side);
    }
}

/* What a damaged database has beside it may still be wanted. */
static void
move_sides (const char *path, const char *replaced)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *kept = g_strconcat (replaced, "-wal", NULL);

  unlink_sides (replaced);
  g_rename (log, kept);
  unlink_sides (path);
}

static gboolean
check_integrity (EtDb *db, const char *path, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "PRAGMA integrity_check", error);
  gboolean has_row;

  if (stmt == NULL || !et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  return (has_row && g_str_equal (et_db_stmt_get_text (stmt, 0), "ok")) ||
         refuse (error, ET_ERROR_CORRUPT, N_ ("The backup {path} is damaged"), path);
}

static gboolean
check_invariants (EtDb *db, const char *path, GError **error)
{
  g_autoptr (GArray) faults = et_check_run (db, error);

  if (faults == NULL)
    return FALSE;
  return faults->len == 0 ||
         refuse (error, ET_ERROR_CORRUPT,
                 N_ ("The backup {path} contradicts itself; see “etickets-server check”"), path);
}

/* Clients that know what came after the backup fetch everything again. */
static gboolean
renew_feed (EtDb *db, GError **error)
{
  if (!et_db_begin (db, error))
    return FALSE;
  if (et_feed_repo_renew (db, et_time_now (), error))
    return et_db_commit (db, error);
  et_db_rollback (db);
  return FALSE;
}

/* Brings the copy up to date, looks at all of it and begins its feed anew. */
static gboolean
check_copy (const EtConfig *config, const char *copy, const char *path, GError **error)
{
  g_autofree char *url = make_url (copy);
  EtConfig of_copy = *config;
  g_autoptr (EtDb) db = NULL;
  int n_migrations;

  of_copy.database_url = url;
  of_copy.database_file = (char *) copy;
  db = et_database_open (&of_copy, TRUE, &n_migrations, error);
  return db != NULL && check_integrity (db, path, error) && check_invariants (db, path, error) &&
         renew_feed (db, error);
}

static gboolean
copy_backup (const char *path, const char *copy, GError **error)
{
  g_autofree char *url = make_url (path);
  g_autoptr (EtDb) db = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return refuse (error, ET_ERROR_CONFIGURATION, N_ ("There is no backup {path}"), path);
  g_unlink (copy);
  db = et_db_open (url, ET_DB_READ_ONLY, error);
  return db != NULL && et_db_backup (db, copy, error);
}

/* Whether anybody has worked with the database that would be replaced. */
static gboolean
holds_data (EtDb *db, gboolean *ret_holds, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT (SELECT COUNT(*) FROM accounts) + (SELECT COUNT(*) FROM events)", error);
  int64_t n;

  if (stmt == NULL || !et_rows_read_int64 (stmt, &n, error))
    return FALSE;
  *ret_holds = n > 0;
  return TRUE;
}

/* Opens the present database to write, which fails while a server has it, and closes it again, so
 * that nothing of it is left beside it. */
static gboolean
check_target (const EtConfig *config, gboolean force, GError **error)
{
  const char *path = config->database_file;
  g_autoptr (GError) failure = NULL;
  g_autoptr (EtDb) db = NULL;
  gboolean holds = FALSE;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  db = et_db_open (config->database_url, ET_DB_READ_WRITE, &failure);
  if (db == NULL && force && g_error_matches (failure, ET_ERROR, ET_ERROR_CORRUPT))
    return TRUE; /* what is damaged is what a backup is for */
  if (db == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (force || (holds_data (db, &holds, NULL) && !holds))
    return TRUE;
  return refuse (error, ET_ERROR_CONFLICT,
                 N_ ("The database {path} is not empty; --force replaces it"), path);
}

/* Puts the copy in the place of the database, whose file stays beside it as FILE.replaced. */
static gboolean
replace (const char *copy, const char *path, GError **error)
{
  g_autofree char *replaced = g_strconcat (path, ".replaced", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS) && g_rename (path, replaced) != 0)
    return refuse (error, ET_ERROR_UNAVAILABLE, N_ ("The file {path} cannot be written"), replaced);
  move_sides (path, replaced);
  return g_rename (copy, path) == 0 ||
         refuse (error, ET_ERROR_UNAVAILABLE, N_ ("The file {path} cannot be written"), path);
}

/* With the lock in hand that a server takes, too. */
static gboolean
replace_locked (const char *copy, const char *path, GError **error)
{
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  int fd = g_open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  gboolean is_done;

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0)
    is_done = refuse (error, ET_ERROR_UNAVAILABLE,
                      N_ ("Another process has the database {path} open for writing"), path);
  else
    is_done = replace (copy, path, error);
  if (fd >= 0)
    g_close (fd, NULL);
  return is_done;
}

/* Puts the backup @path in the place of the database, after it was checked. Nothing changes when
 * the backup is unfit, a server runs or, without @force, the database holds data. */
gboolean
et_restore (const EtConfig *config, const char *path, gboolean force, GError **error)
{
  g_autofree char *copy = NULL;
  g_autofree char *copy_lock = NULL;
  gboolean is_done;

  if (config->database_file == NULL)
    {
      et_error_set_sentence (error, ET_ERROR_INVALID,
                             N_ ("This database is backed up with its own program"));
      return FALSE;
    }
  copy = g_strconcat (config->database_file, ".restore", NULL);
  copy_lock = g_strconcat (copy, ".lock", NULL);
  is_done = check_target (config, force, error) && copy_backup (path, copy, error) &&
            check_copy (config, copy, path, error) &&
            replace_locked (copy, config->database_file, error);
  if (is_done)
    et_audit_mark_forget (config->signing_key_file);
  g_unlink (copy);
  g_unlink (copy_lock);
  unlink_sides (copy);
  return is_done;
}

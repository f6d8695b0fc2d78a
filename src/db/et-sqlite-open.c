/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/et-sqlite.h"

#define MEMORY ":memory:"

/* How long one read may keep the write-ahead log from beginning anew. */
#define MAX_READ_SECONDS 1

/* SQLite instructions between two looks at the clock. */
#define PROGRESS_STEPS 10000

static const char common_pragmas[] = "PRAGMA foreign_keys=ON;"
                                     "PRAGMA cell_size_check=ON;"
                                     "PRAGMA trusted_schema=OFF;"
                                     "PRAGMA mmap_size=0;";

/* The log is copied back by et_sqlite_checkpoint() only, and cut to a size when it begins anew. */
static const char writer_pragmas[] = "PRAGMA synchronous=FULL;"
                                     "PRAGMA wal_autocheckpoint=0;"
                                     "PRAGMA journal_size_limit=16777216;"
                                     "PRAGMA cache_size=-65536;";

static const char reader_pragmas[] = "PRAGMA wal_autocheckpoint=0;"
                                     "PRAGMA cache_size=-16384;";

static const char client_pragmas[] = "PRAGMA journal_mode=DELETE;"
                                     "PRAGMA synchronous=FULL;";

/* Returns: (transfer full) (nullable): the file that a URL names, as dj-database-url reads it:
 * sqlite:///relative, sqlite:////absolute, %xx decoded; or ":memory:". */
static char *
read_url (const char *url, GError **error)
{
  const char *rest = strstr (url, "://");
  g_autofree char *path = NULL;

  if (rest != NULL && g_str_equal (rest, "://" MEMORY))
    return g_strdup (MEMORY);
  if (rest != NULL && rest[3] == '/' && strpbrk (rest, "?#") == NULL)
    path = g_uri_unescape_string (rest + 4, NULL);
  if (path == NULL || *path == '\0' || !g_utf8_validate (path, -1, NULL))
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("The database URL must be sqlite:///relative/path or "
                                 "sqlite:////absolute/path"));
      return NULL;
    }
  return g_steal_pointer (&path);
}

/* Holds <db>.lock until the connection is closed, so that no second process, nor a second writer
 * in this one, ever writes the same database. */
static gboolean
take_lock (EtSqliteDb *self, GError **error)
{
  const char *file = sqlite3_db_filename (self->handle, "main"); /* without symbolic links */
  g_autofree char *path = NULL;

  if (file == NULL || *file == '\0')
    return TRUE;

  path = g_strconcat (file, ".lock", NULL);
  self->lock_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (self->lock_fd >= 0 && flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE,
                         self->lock_fd >= 0
                             ? N_ ("Another process has the database {path} open for writing")
                             : N_ ("The lock file of the database {path} cannot be opened"));
  et_error_add_text (error, "path", file);
  return FALSE;
}

static int
cut_long_read_cb (gpointer data)
{
  return g_get_monotonic_time () > ((EtSqliteDb *) data)->deadline;
}

/* Returns: (transfer full) (nullable): the one value that a query gives. */
static char *
ask (EtSqliteDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2 (self->handle, sql, -1, &stmt, NULL);
  char *answer = NULL;

  if (code == SQLITE_OK)
    code = sqlite3_step (stmt);
  if (code == SQLITE_ROW)
    answer = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  else
    et_sqlite_set_error (self, code, error);
  sqlite3_finalize (stmt);
  return answer;
}

/* Whether a line of quick_check is about a page that could not be read, which says nothing about what
 * stands on it. The number is a result code of SQLite. */
static gboolean
tells_of_reading (const char *answer)
{
  const char *code = strstr (answer, "error code=");

  return code != NULL && (atoi (code + strlen ("error code=")) & 0xff) == SQLITE_IOERR;
}

gboolean
et_sqlite_check (EtDb *db, GError **error)
{
  EtSqliteDb *self = (EtSqliteDb *) db;
  g_autofree char *answer = NULL;

  et_sqlite_start_clock (self);
  answer = ask (self, "PRAGMA quick_check(1)", error);

  if (answer == NULL || g_str_equal (answer, "ok"))
    return answer != NULL;
  et_sqlite_set_error (self, tells_of_reading (answer) ? SQLITE_IOERR : SQLITE_CORRUPT, error);
  return FALSE;
}

void
et_sqlite_interrupt (EtDb *db)
{
  sqlite3_interrupt (((EtSqliteDb *) db)->handle);
}

/* A database in memory has no log; a file whose file system cannot share memory has none either,
 * but then readers and the writer would block each other. */
static gboolean
enter_wal (EtSqliteDb *self, GError **error)
{
  g_autofree char *mode = ask (self, "PRAGMA journal_mode=WAL", error);
  g_autofree char *page_size = mode != NULL ? ask (self, "PRAGMA page_size", error) : NULL;

  if (page_size == NULL)
    return FALSE;
  if (!g_str_equal (mode, "wal") && !g_str_equal (mode, "memory"))
    {
      et_error_set_sentence (error, ET_ERROR_UNAVAILABLE,
                             N_ ("The database must lie on a local disk"));
      return FALSE;
    }
  self->page_size = g_ascii_strtoull (page_size, NULL, 10);
  if (!et_sqlite_exec (&self->parent, writer_pragmas, error))
    return FALSE;
  /* After the pragmas: wal_autocheckpoint takes the place of any other hook. */
  sqlite3_wal_hook (self->handle, et_sqlite_note_log, self);
  return TRUE;
}

static void
defend (sqlite3 *handle, EtDbMode mode)
{
  sqlite3_extended_result_codes (handle, 1);
  sqlite3_busy_timeout (handle, ET_SQLITE_BUSY_MS); /* before journal_mode=WAL, which needs it */
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  if (mode == ET_DB_READ_ONLY)
    sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

static gboolean
configure (EtSqliteDb *self, GError **error)
{
  EtDb *db = &self->parent;

  defend (self->handle, db->mode);
  if (db->mode == ET_DB_READ_WRITE && !take_lock (self, error))
    return FALSE;
  if (!et_sqlite_exec (db, common_pragmas, error))
    return FALSE;

  switch (db->mode)
    {
    case ET_DB_READ_WRITE:
      return enter_wal (self, error); /* of any size: the server checks the whole of it meanwhile */
    case ET_DB_READ_ONLY:
      sqlite3_progress_handler (self->handle, PROGRESS_STEPS, cut_long_read_cb, self);
      return et_sqlite_exec (db, reader_pragmas, error);
    case ET_DB_CLIENT:
      return et_sqlite_exec (db, client_pragmas, error) && et_sqlite_check (db, error);
    }
  g_return_val_if_reached (FALSE);
}

/* Makes a new file that is for its owner alone. It is not opened: closing any descriptor of a
 * database drops the locks that this process holds on it (sqlite.org/howtocorrupt.html). */
void
et_sqlite_make_private_file (const char *path)
{
  mknod (path, S_IFREG | S_IRUSR | S_IWUSR, 0);
}

/* Starts the time that a reader has, unless what it is about to do is part of a longer reading. */
void
et_sqlite_start_clock (EtSqliteDb *self)
{
  if (self->parent.mode == ET_DB_READ_ONLY && self->n_running == 0 &&
      sqlite3_get_autocommit (self->handle))
    self->deadline = self->parent.may_read_long
                         ? G_MAXINT64
                         : g_get_monotonic_time () + MAX_READ_SECONDS * G_USEC_PER_SEC;
}

void
et_sqlite_close (EtDb *db)
{
  EtSqliteDb *self = (EtSqliteDb *) db;

  sqlite3_close (self->handle);
  if (self->lock_fd >= 0)
    g_close (self->lock_fd, NULL);
  g_free (self);
}

/* A savepoint keeps what it may have to undo in memory, where SQLite would write it into a temporary
 * file beyond 64 KiB: each write of a batch changes some twenty pages in a savepoint of its own. Its
 * counts of memory, which nobody asks for, cost a lock each. Without effect when another library of
 * this process has begun to use SQLite before. */
static gpointer
set_up_library (gpointer data)
{
  sqlite3_config (SQLITE_CONFIG_STMTJRNL_SPILL, -1);
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

EtDb *
et_sqlite_open (const char *url, EtDbMode mode, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autofree char *path = read_url (url, error);
  int flags = SQLITE_OPEN_NOMUTEX;
  EtSqliteDb *self;
  int code;

  if (path == NULL)
    return NULL;

  g_once (&once, set_up_library, NULL);
  self = g_new0 (EtSqliteDb, 1);
  self->parent.mode = mode;
  self->lock_fd = -1;
  if (mode == ET_DB_READ_ONLY)
    flags |= SQLITE_OPEN_READONLY;
  else
    {
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      if (!g_str_equal (path, MEMORY))
        et_sqlite_make_private_file (path);
    }
  code = sqlite3_open_v2 (path, &self->handle, flags, NULL);
  if (code != SQLITE_OK)
    et_sqlite_set_error (self, code, error);
  else if (configure (self, error))
    return &self->parent;

  et_sqlite_close (&self->parent);
  return NULL;
}

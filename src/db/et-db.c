/* SPDX-License-Identifier: MIT */
#include "db/et-db.h"

#include <poll.h>
#include <glib/gi18n-lib.h>

#include "db/et-db-internal.h"

/* The drivers beside SQLite, which is always there. Filled at start, before any thread. */
static GPtrArray *added_drivers;

static gboolean
has_scheme (const EtDbDriver *driver, const char *scheme)
{
  return scheme != NULL && g_strv_contains (driver->schemes, scheme);
}

static const EtDbDriver *
find_driver (const char *url)
{
  const char *scheme = g_uri_peek_scheme (url);

  if (has_scheme (&et_sqlite_driver, scheme))
    return &et_sqlite_driver;
  for (guint i = 0; added_drivers != NULL && i < added_drivers->len; i++)
    if (has_scheme (g_ptr_array_index (added_drivers, i), scheme))
      return g_ptr_array_index (added_drivers, i);
  return NULL;
}

/* Transaction control goes through the statement cache: parsed once per connection. */
static gboolean
run_control (EtDb *db, const char *sql, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  return stmt != NULL && et_db_stmt_run (stmt, NULL, error);
}

static gboolean
run_savepoint (EtDb *db, const char *verb, guint depth, GError **error)
{
  char sql[64];

  g_snprintf (sql, sizeof sql, "%s s%u", verb, depth);
  return run_control (db, sql, error);
}

static void
forget_transaction (EtDb *db)
{
  g_array_set_size (db->marks, 0);
  g_ptr_array_set_size (db->changes, 0);
  db->has_begun = FALSE;
}

/* Lets et_db_open() find @driver by the schemes of its URLs. Called at start, before any thread
 * opens a database. @driver is static. */
void
et_db_add_driver (const EtDbDriver *driver)
{
  if (added_drivers == NULL)
    added_drivers = g_ptr_array_new ();
  g_ptr_array_add (added_drivers, (gpointer) driver);
}

/* Opens the database at @url: "sqlite:///relative", "sqlite:////absolute", "sqlite://:memory:",
 * or what an added driver knows. Sets ET_ERROR_CONFIGURATION for a URL that nobody understands,
 * ET_ERROR_UNAVAILABLE when it cannot be opened or another process writes it, ET_ERROR_CORRUPT
 * when it is damaged. */
EtDb *
et_db_open (const char *url, EtDbMode mode, GError **error)
{
  const EtDbDriver *driver = find_driver (url);
  EtDb *db;

  if (driver == NULL)
    {
      const char *scheme = g_uri_peek_scheme (url);

      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("This program was built without databases of “{scheme}:” URLs"));
      et_error_add_text (error, "scheme", scheme != NULL ? scheme : "");
      return NULL;
    }
  db = driver->open (url, mode, error);
  if (db == NULL)
    return NULL;

  db->driver = driver;
  db->mode = mode;
  db->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, et_db_stmt_free_chain);
  db->changes = et_db_new_changes ();
  db->marks = g_array_new (FALSE, FALSE, sizeof (guint));
  return db;
}

/* Rolls back what was not committed, and closes. */
void
et_db_close (EtDb *db)
{
  if (db == NULL)
    return;

  et_db_rollback (db);
  g_hash_table_unref (db->statements);
  g_ptr_array_unref (db->changes);
  g_array_unref (db->marks);
  db->driver->close (db);
}

/* Returns: "sqlite", or the name of an added driver; to choose a fragment of SQL where databases
 * differ. */
const char *
et_db_get_driver_name (EtDb *db)
{
  return db->driver->name;
}

/* Begins a transaction that may write; on SQLite it takes the write lock at once. A connection that
 * was lost is restored first, if it can be. */
gboolean
et_db_begin (EtDb *db, GError **error)
{
  if (et_db_is_in_transaction (db))
    {
      g_set_error_literal (error, ET_ERROR, ET_ERROR_INTERNAL, "There is a transaction already");
      return FALSE;
    }
  forget_transaction (db);
  db->must_retry = FALSE;
  db->has_begun = db->driver->begin (db, error);
  return db->has_begun;
}

/* Makes the transaction durable. When it fails the transaction is rolled back, unless the
 * connection was lost meanwhile: then nobody knows. */
gboolean
et_db_commit (EtDb *db, GError **error)
{
  if (!db->has_begun)
    {
      g_set_error_literal (error, ET_ERROR, ET_ERROR_INTERNAL, "There is no transaction to commit");
      return FALSE;
    }
  if (run_control (db, "COMMIT", error))
    {
      forget_transaction (db);
      return TRUE;
    }
  et_db_rollback (db);
  return FALSE;
}

/* Undoes the transaction, if there is one. */
void
et_db_rollback (EtDb *db)
{
  if (et_db_is_in_transaction (db))
    run_control (db, "ROLLBACK", NULL);
  forget_transaction (db);
}

/* Begins a part of the transaction that can be undone alone. */
gboolean
et_db_savepoint (EtDb *db, GError **error)
{
  guint mark = db->changes->len;

  g_return_val_if_fail (et_db_is_in_transaction (db), FALSE);

  if (!run_savepoint (db, "SAVEPOINT", db->marks->len, error))
    return FALSE;
  g_array_append_val (db->marks, mark);
  return TRUE;
}

/* Ends the innermost savepoint and keeps what was done in it. */
gboolean
et_db_release (EtDb *db, GError **error)
{
  g_return_val_if_fail (db->marks->len > 0, FALSE);

  if (!run_savepoint (db, "RELEASE SAVEPOINT", db->marks->len - 1, error))
    return FALSE;
  g_array_set_size (db->marks, db->marks->len - 1);
  return TRUE;
}

/* Undoes what was done in the innermost savepoint, announced changes too, and ends it. */
gboolean
et_db_rollback_to (EtDb *db, GError **error)
{
  g_return_val_if_fail (db->marks->len > 0, FALSE);

  if (!run_savepoint (db, "ROLLBACK TO SAVEPOINT", db->marks->len - 1, error))
    return FALSE;
  g_ptr_array_set_size (db->changes, g_array_index (db->marks, guint, db->marks->len - 1));
  return et_db_release (db, error);
}

/* Returns: how many savepoints are open, one in the other. */
guint
et_db_get_depth (EtDb *db)
{
  return db->marks->len;
}

/* Returns: a number that another call finds as it was only when nothing was written in between, no
 * change announced, and no statement failed: then there is nothing to undo. */
guint64
et_db_get_effects (EtDb *db)
{
  return db->n_effects + db->changes->len;
}

/* Whether statements go where the caller believes. What follows in a transaction that an error has
 * ended would be done, and stay done, each by itself. */
gboolean
et_db_is_usable (EtDb *db, GError **error)
{
  if (!db->has_begun || et_db_is_in_transaction (db))
    return TRUE;
  et_error_set (error, ET_ERROR_UNAVAILABLE);
  return FALSE;
}

/* FALSE also when an error has ended the transaction, as SQLite does on a full disk and MariaDB
 * on a deadlock. */
gboolean
et_db_is_in_transaction (EtDb *db)
{
  return db->driver->is_in_transaction (db);
}

/* Whether the last transaction was ended because another one was in its way, by a deadlock or a
 * lock that was not to be had: done once more from the start it will get through. */
gboolean
et_db_should_retry (EtDb *db)
{
  return db->must_retry;
}

/* Runs statements without parameters, separated by semicolons, such as a migration. */
gboolean
et_db_exec (EtDb *db, const char *sql, GError **error)
{
  db->n_effects++;
  return et_db_is_usable (db, error) && db->driver->exec (db, sql, error);
}

/* Wakes those who wait on the same database as soon as this transaction is committed, if the
 * database can. */
gboolean
et_db_notify (EtDb *db, GError **error)
{
  return db->driver->notify == NULL || db->driver->notify (db, error);
}

/* Waits outside a transaction for a commit that notified, as long as the database can tell of one.
 * @stop_fd: returns when it can be read. @ms: the longest time to wait, in milliseconds.
 * Returns: whether there may have been one. */
gboolean
et_db_wait (EtDb *db, int stop_fd, guint ms)
{
  struct pollfd stop = { stop_fd, POLLIN, 0 };

  if (db->driver->wait != NULL)
    return db->driver->wait (db, stop_fd, ms);
  poll (&stop, 1, (int) ms);
  return FALSE;
}

/* Copies the write-ahead log back into the database as far as readers allow; with @force it waits
 * for them, a second at most, and lets the log begin anew. For the writer, outside a transaction.
 * Sets ET_ERROR_UNAVAILABLE when a reader was in the way. */
gboolean
et_db_checkpoint (EtDb *db, gboolean force, GError **error)
{
  return db->driver->checkpoint == NULL || db->driver->checkpoint (db, force, error);
}

/* Returns: bytes in the write-ahead log since it last began anew, as this connection's commits
 * saw it; 0 where there is none. */
gsize
et_db_get_log_size (EtDb *db)
{
  return db->driver->get_log_size != NULL ? db->driver->get_log_size (db) : 0;
}

/* Gives a reader all the time it wants. It keeps the write-ahead log from beginning anew as long as
 * it reads: for the operator's tools, not for requests. */
void
et_db_allow_long_reads (EtDb *db)
{
  db->may_read_long = TRUE;
}

/* Writes a whole, consistent copy of the database into the new file @path (mode 0600), durable on
 * return. Sets ET_ERROR_CONFLICT when @path exists, ET_ERROR_INVALID for a database that has its
 * own tool for this. */
gboolean
et_db_backup (EtDb *db, const char *path, GError **error)
{
  if (db->driver->backup != NULL)
    return db->driver->backup (db, path, error);

  et_error_set_sentence (error, ET_ERROR_INVALID,
                         N_ ("This database is backed up with its own program"));
  return FALSE;
}

/* Reads the whole database to see whether its file is sound, which takes a second or two for a
 * million tickets: for a connection of its own, with all the time it wants. A database with a
 * server of its own is not looked at. Sets ET_ERROR_CORRUPT. */
gboolean
et_db_check (EtDb *db, GError **error)
{
  return db->driver->check == NULL || db->driver->check (db, error);
}

/* Ends a check that is under way with another error. From any thread, while @db is open. */
void
et_db_interrupt_check (EtDb *db)
{
  if (db->driver->interrupt != NULL)
    db->driver->interrupt (db);
}

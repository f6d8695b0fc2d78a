/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <mysqld_error.h>

#include "server/db/et-mariadb.h"

/* How long one read may last, as on SQLite; and what a writer's statement may. In seconds. */
#define MAX_READ_SECONDS 1
#define MAX_WRITE_SECONDS 3
#define CONNECT_SECONDS 3

/* How much later than the server we give up: it does not answer at all then. */
#define MARGIN_SECONDS 2

/* From here on changes of the schema are atomic. */
#define MIN_VERSION 100600

/* The name of the lock under which the schema is changed: names are the server's, not the
 * database's. */
#define SCHEMA_LOCK "CONCAT('etickets.', SHA1(DATABASE()))"

static guint
get_limit (EtMariadbDb *self)
{
  return self->parent.mode == ET_DB_READ_ONLY ? MAX_READ_SECONDS : MAX_WRITE_SECONDS;
}

/* Runs one statement without parameters; its rows are not looked at. */
gboolean
et_mariadb_run (EtMariadbDb *self, const char *sql, GError **error)
{
  if (self->conn == NULL)
    {
      et_mariadb_set_lost (error);
      return FALSE;
    }
  if (mysql_query (self->conn, sql) == 0)
    mysql_free_result (mysql_store_result (self->conn));
  if (mysql_errno (self->conn) == 0)
    return TRUE;
  et_mariadb_fail (self, mysql_errno (self->conn), mysql_error (self->conn), error);
  return FALSE;
}

static gboolean
set_limits (EtMariadbDb *self, GError **error)
{
  g_autofree char *limits = g_strdup_printf ("SET SESSION max_statement_time = %u, "
                                             "SESSION innodb_lock_wait_timeout = %u, "
                                             "SESSION idle_transaction_timeout = %u",
                                             self->is_patient ? 0 : get_limit (self),
                                             self->is_patient ? 3600 : 1, self->is_patient ? 0 : 5);

  return et_mariadb_run (self, limits, error);
}

/* A writer sees at each statement what others have committed; the queries of a reader's transaction
 * see one state. Strict, so that nothing is cut or changed on its way into a column; bytes are compared as bytes,
 * and SQL is that of the standard. */
static gboolean
configure (EtMariadbDb *self, GError **error)
{
  if (!mariadb_connection (self->conn) || mysql_get_server_version (self->conn) < MIN_VERSION)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("The database must be MariaDB 10.6 or newer"));
      return FALSE;
    }
  if (self->address.needs_tls && mysql_get_ssl_cipher (self->conn) == NULL)
    {
      et_error_set_sentence (error, ET_ERROR_UNAVAILABLE,
                             N_ ("The database does not offer an encrypted connection"));
      return FALSE;
    }
  return et_mariadb_run (self,
                         "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
                         "NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION,PIPES_AS_CONCAT,"
                         "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,ONLY_FULL_GROUP_BY', "
                         "collation_connection = utf8mb4_nopad_bin, autocommit = 1",
                         error) &&
         et_mariadb_run (self,
                         self->parent.mode == ET_DB_READ_ONLY
                             ? "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                             : "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE",
                         error) &&
         set_limits (self, error);
}

static void
set_options (EtMariadbDb *self)
{
  guint connect_seconds = CONNECT_SECONDS;
  guint answer_seconds = self->is_patient ? 0 : get_limit (self) + MARGIN_SECONDS;
  guint protocol = self->address.socket != NULL ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
  guint no_files = 0;
  my_bool yes = 1, no = 0;

  mysql_optionsv (self->conn, MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
  mysql_optionsv (self->conn, MYSQL_OPT_READ_TIMEOUT, &answer_seconds);
  mysql_optionsv (self->conn, MYSQL_OPT_WRITE_TIMEOUT, &answer_seconds);
  mysql_optionsv (self->conn, MYSQL_OPT_PROTOCOL, &protocol);
  mysql_optionsv (self->conn, MYSQL_OPT_LOCAL_INFILE, &no_files);
  mysql_optionsv (self->conn, MYSQL_OPT_RECONNECT, &no);
  mysql_optionsv (self->conn, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (self->address.ca_file != NULL)
    mysql_optionsv (self->conn, MYSQL_OPT_SSL_CA, self->address.ca_file);
  if (self->address.needs_tls)
    mysql_optionsv (self->conn, MYSQL_OPT_SSL_ENFORCE, &yes);
  if (self->address.verifies)
    mysql_optionsv (self->conn, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
}

/* Affected rows are those that were found, as the others count them, not those that differ. */
static gboolean
connect_server (EtMariadbDb *self)
{
  const EtMariadbAddress *address = &self->address;

  self->conn = mysql_init (NULL);
  self->generation++;
  self->is_dead = FALSE;
  set_options (self);
  return mysql_real_connect (self->conn, address->host, address->user, address->password,
                             address->database, address->port, address->socket,
                             CLIENT_FOUND_ROWS) != NULL;
}

/* Whether what failed with the connection can be done once more on another: nothing was begun, and
 * nothing written. */
gboolean
et_mariadb_can_repeat (EtMariadbDb *self)
{
  return self->conn == NULL && self->parent.mode == ET_DB_READ_ONLY && !self->parent.has_begun;
}

/* Connects again if the connection is lost. Not within a transaction: that is lost too. */
gboolean
et_mariadb_restore (EtMariadbDb *self, GError **error)
{
  if (self->conn != NULL)
    return TRUE;
  if (!self->parent.has_begun && !self->holds_lock)
    {
      if (connect_server (self))
        return configure (self, error);
      g_clear_pointer (&self->conn, mysql_close);
    }
  et_mariadb_set_lost (error);
  return FALSE;
}

/* Connects anew with or without limits of time: those of the client cannot be changed later. */
static gboolean
set_patient (EtMariadbDb *self, gboolean is_patient, GError **error)
{
  if (self->is_patient != is_patient)
    g_clear_pointer (&self->conn, mysql_close);
  self->is_patient = is_patient;
  return et_mariadb_restore (self, error);
}

/* Makes the connection ready for a statement: restored, and with the time that it may take. Sets
 * ET_ERROR_UNAVAILABLE when a reader's transaction has lasted too long, and ends it. */
gboolean
et_mariadb_prepare_session (EtMariadbDb *self, GError **error)
{
  int64_t now = g_get_monotonic_time ();

  if (self->parent.may_read_long && !self->parent.has_begun)
    return set_patient (self, TRUE, error);
  if (!et_mariadb_restore (self, error))
    return FALSE;
  if (self->parent.mode != ET_DB_READ_ONLY || self->is_patient)
    return TRUE;
  if (!self->parent.has_begun)
    self->deadline = now + MAX_READ_SECONDS * G_USEC_PER_SEC;
  if (now <= self->deadline)
    return TRUE;
  et_mariadb_run (self, "ROLLBACK", NULL);
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, N_ ("The database took too long to answer"));
  return FALSE;
}

/* To begin does nothing, so it can be sent a second time when it finds the connection dead. */
gboolean
et_mariadb_begin (EtDb *db, GError **error)
{
  EtMariadbDb *self = (EtMariadbDb *) db;

  if (!et_mariadb_prepare_session (self, error))
    return FALSE;
  if (!et_mariadb_run (self, "START TRANSACTION", NULL) &&
      !(et_mariadb_restore (self, error) && et_mariadb_run (self, "START TRANSACTION", error)))
    return FALSE;
  self->is_dead = FALSE;
  return TRUE;
}

gboolean
et_mariadb_is_in_transaction (EtDb *db)
{
  EtMariadbDb *self = (EtMariadbDb *) db;
  guint status = 0;

  if (self->conn != NULL)
    mariadb_get_infov (self->conn, MARIADB_CONNECTION_SERVER_STATUS, &status);
  return !self->is_dead && (status & SERVER_STATUS_IN_TRANS) != 0;
}

/* Runs statements separated by semicolons, one by one. */
gboolean
et_mariadb_exec (EtDb *db, const char *sql, GError **error)
{
  EtMariadbDb *self = (EtMariadbDb *) db;
  g_autoptr (GPtrArray) statements = et_db_sql_split (sql);

  if (!et_mariadb_prepare_session (self, error))
    return FALSE;
  for (guint i = 0; i < statements->len; i++)
    if (!et_mariadb_run (self, g_ptr_array_index (statements, i), error))
      return FALSE;
  return TRUE;
}

/* GET_LOCK tells of its failures in a row. */
static gboolean
take_lock (EtMariadbDb *self, GError **error)
{
  MYSQL_RES *rows = NULL;
  MYSQL_ROW row = NULL;
  gboolean is_taken;

  if (mysql_query (self->conn, "SELECT GET_LOCK(" SCHEMA_LOCK ", 31536000)") == 0)
    rows = mysql_store_result (self->conn);
  if (rows != NULL)
    row = mysql_fetch_row (rows);
  is_taken = row != NULL && g_strcmp0 (row[0], "1") == 0;
  mysql_free_result (rows);
  if (!is_taken)
    et_mariadb_fail (
        self, mysql_errno (self->conn) != 0 ? mysql_errno (self->conn) : ER_LOCK_WAIT_TIMEOUT,
        mysql_error (self->conn), error);
  return is_taken;
}

gboolean
et_mariadb_lock_schema (EtDb *db, GError **error)
{
  EtMariadbDb *self = (EtMariadbDb *) db;

  self->holds_lock = set_patient (self, TRUE, error) && take_lock (self, error);
  return self->holds_lock;
}

/* The lock goes with its connection. */
void
et_mariadb_unlock_schema (EtDb *db)
{
  EtMariadbDb *self = (EtMariadbDb *) db;

  self->holds_lock = FALSE;
  set_patient (self, FALSE, NULL);
}

guint
et_mariadb_get_generation (EtDb *db)
{
  return ((EtMariadbDb *) db)->generation;
}

void
et_mariadb_close (EtDb *db)
{
  EtMariadbDb *self = (EtMariadbDb *) db;

  g_clear_pointer (&self->conn, mysql_close);
  et_mariadb_address_clear (&self->address);
  g_free (self);
}

static void
set_not_opened (EtMariadbDb *self, GError **error)
{
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE,
                         N_ ("The database cannot be opened: {reason}"));
  et_error_add_text (error, "reason", mysql_error (self->conn));
}

EtDb *
et_mariadb_open (const char *url, EtDbMode mode, GError **error)
{
  static gsize is_library_ready = 0;
  g_auto (EtMariadbAddress) address = { 0 };
  EtMariadbDb *self;

  if (g_once_init_enter (&is_library_ready))
    g_once_init_leave (&is_library_ready, mysql_server_init (0, NULL, NULL) == 0 ? 1 : 2);
  if (!et_mariadb_address_read (&address, url, error))
    return NULL;

  self = g_new0 (EtMariadbDb, 1);
  self->parent.mode = mode;
  self->address = address;
  address = (EtMariadbAddress){ 0 };
  if (!connect_server (self))
    set_not_opened (self, error);
  else if (configure (self, error))
    return &self->parent;

  et_mariadb_close (&self->parent);
  return NULL;
}

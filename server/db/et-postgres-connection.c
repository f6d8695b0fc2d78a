/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>

#include "server/db/et-postgres.h"

/* How long one read may last, as on SQLite; and what a writer's statement and its wait for a lock
 * may. */
#define MAX_READ_MS 1000
#define MAX_WRITE_MS 3000
#define MAX_LOCK_MS 1000

/* How much later than the server we give up: it does not answer at all then. */
#define MARGIN_MS 2000

/* The advisory lock under which the schema is changed; "etickets" in ASCII. */
#define SCHEMA_LOCK "7310310962083788915"

#define NO_LIMITS \
  "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0"

static int
get_read_limit (EtPostgresDb *self)
{
  return self->parent.mode == ET_DB_READ_ONLY ? MAX_READ_MS : MAX_WRITE_MS;
}

/* Waits until the connection can be read, or written too. Returns FALSE when it took too long. */
static gboolean
wait_for_server (EtPostgresDb *self, gboolean for_writing, int64_t until)
{
  for (;;)
    {
      struct pollfd poll_fd = { PQsocket (self->conn), POLLIN | (for_writing ? POLLOUT : 0), 0 };
      int64_t rest = until < 0 ? -1 : MAX (0, until - g_get_monotonic_time ()) / 1000;
      int n = poll (&poll_fd, 1, (int) rest);

      if (n != -1 || errno != EINTR)
        return n > 0;
    }
}

static gboolean
flush (EtPostgresDb *self, int64_t until)
{
  int rest;

  while ((rest = PQflush (self->conn)) == 1)
    if (!wait_for_server (self, TRUE, until) || !PQconsumeInput (self->conn))
      return FALSE;
  return rest == 0;
}

static gboolean
wait_for_result (EtPostgresDb *self, int64_t until)
{
  while (PQisBusy (self->conn))
    if (!wait_for_server (self, FALSE, until) || !PQconsumeInput (self->conn))
      return FALSE;
  return TRUE;
}

/* Waits for the answer to what was just sent; libpq's own waiting knows no end when the server is
 * frozen. @is_sent: what PQsend…() gave.
 * Returns: (transfer full) (nullable): the last result, or the first that is an error; NULL when
 * the connection is lost. */
PGresult *
et_postgres_await (EtPostgresDb *self, int is_sent)
{
  g_autoptr (PGresult) last = NULL;
  int64_t until = -1;

  if (!self->is_patient)
    until = g_get_monotonic_time () + (get_read_limit (self) + MARGIN_MS) * G_TIME_SPAN_MILLISECOND;
  if (is_sent && flush (self, until))
    while (wait_for_result (self, until))
      {
        PGresult *result = PQgetResult (self->conn);

        if (result == NULL && PQstatus (self->conn) == CONNECTION_OK)
          return g_steal_pointer (&last);
        if (result == NULL)
          break;
        if (last != NULL && PQresultStatus (last) == PGRES_FATAL_ERROR)
          PQclear (result);
        else
          {
            g_clear_pointer (&last, PQclear);
            last = result;
          }
        if (PQstatus (self->conn) != CONNECTION_OK)
          break;
      }
  g_clear_pointer (&self->conn, PQfinish);
  return NULL;
}

static gboolean
run (EtPostgresDb *self, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (self->conn != NULL)
    result = et_postgres_await (self, PQsendQuery (self->conn, sql));
  return et_postgres_check (self, result, error);
}

static gboolean
set_limits (EtPostgresDb *self, GError **error)
{
  g_autofree char *limits = g_strdup_printf ("SET statement_timeout = %d; SET lock_timeout = %d; "
                                             "SET idle_in_transaction_session_timeout = 5000",
                                             get_read_limit (self), MAX_LOCK_MS);

  self->is_patient = FALSE;
  return run (self, limits, error);
}

/* A writer sees at each statement what others have committed; the queries of a reader's transaction
 * see one state. What is durable when an operator has not said otherwise stays so;
 * synchronous_commit=off would lose acknowledged orders. */
static gboolean
configure (EtPostgresDb *self, GError **error)
{
  gboolean reads = self->parent.mode == ET_DB_READ_ONLY;
  const char *encoding = PQparameterStatus (self->conn, "server_encoding");
  g_autofree char *settings = g_strdup_printf (
      "SET default_transaction_isolation = '%s'; "
      "SET default_transaction_read_only = %s; SET standard_conforming_strings = on; "
      "SET bytea_output = hex; SELECT set_config ('synchronous_commit', 'on', false) "
      "WHERE current_setting ('synchronous_commit') = 'off'",
      reads ? "repeatable read" : "read committed", reads ? "on" : "off");

  if (g_strcmp0 (encoding, "UTF8") != 0)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("The database must have the encoding UTF8"));
      return FALSE;
    }
  return set_limits (self, error) && run (self, settings, error);
}

static void
ignore_notice_cb (void *data, const PGresult *notice)
{
}

static gboolean
connect_server (EtPostgresDb *self)
{
  const char *const names[] = { "dbname",
                                "fallback_application_name",
                                "client_encoding",
                                "connect_timeout",
                                "tcp_user_timeout",
                                "keepalives_idle",
                                "keepalives_interval",
                                "keepalives_count",
                                NULL };
  const char *const values[] = { self->url, "etickets", "UTF8", "3", "5000", "30", "5", "3", NULL };

  self->conn = PQconnectdbParams (names, values, 1);
  self->generation++;
  if (PQstatus (self->conn) != CONNECTION_OK)
    return FALSE;
  PQsetNoticeReceiver (self->conn, ignore_notice_cb, NULL);
  return PQsetnonblocking (self->conn, 1) == 0;
}

/* Whether what failed with the connection can be done once more on another: nothing was begun, and
 * nothing written. */
gboolean
et_postgres_can_repeat (EtPostgresDb *self)
{
  return self->conn == NULL && self->parent.mode == ET_DB_READ_ONLY && !self->parent.has_begun;
}

/* Connects again if the connection is lost. Not within a transaction: that is lost too. */
gboolean
et_postgres_restore (EtPostgresDb *self, GError **error)
{
  if (self->conn != NULL)
    return TRUE;
  if (!self->parent.has_begun && !self->holds_lock)
    {
      if (connect_server (self))
        return configure (self, error);
      g_clear_pointer (&self->conn, PQfinish);
    }
  et_postgres_set_lost (error);
  return FALSE;
}

/* Makes the connection ready for a statement: restored, and with the time that it may take. Sets
 * ET_ERROR_UNAVAILABLE when a reader's transaction has lasted too long, and ends it. */
gboolean
et_postgres_prepare_session (EtPostgresDb *self, GError **error)
{
  int64_t now = g_get_monotonic_time ();

  if (!et_postgres_restore (self, error))
    return FALSE;
  if (self->parent.may_read_long)
    {
      self->is_patient = self->is_patient || run (self, NO_LIMITS, error);
      return self->is_patient;
    }
  if (self->parent.mode != ET_DB_READ_ONLY)
    return TRUE;
  if (!self->parent.has_begun)
    self->deadline = now + MAX_READ_MS * G_TIME_SPAN_MILLISECOND;
  if (now <= self->deadline)
    return TRUE;
  run (self, "ROLLBACK", NULL);
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, N_ ("The database took too long to answer"));
  return FALSE;
}

/* BEGIN does nothing, so it can be sent a second time when it finds the connection dead. */
gboolean
et_postgres_begin (EtDb *db, GError **error)
{
  EtPostgresDb *self = (EtPostgresDb *) db;

  if (!et_postgres_prepare_session (self, error))
    return FALSE;
  if (run (self, "BEGIN", NULL))
    return TRUE;
  return et_postgres_restore (self, error) && run (self, "BEGIN", error);
}

gboolean
et_postgres_is_in_transaction (EtDb *db)
{
  PGconn *conn = ((EtPostgresDb *) db)->conn;
  PGTransactionStatusType status = PQtransactionStatus (conn);

  return conn != NULL && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR);
}

/* Runs statements separated by semicolons; all or none of them, outside a transaction too. */
gboolean
et_postgres_exec (EtDb *db, const char *sql, GError **error)
{
  EtPostgresDb *self = (EtPostgresDb *) db;

  return et_postgres_prepare_session (self, error) && run (self, sql, error);
}

gboolean
et_postgres_lock_schema (EtDb *db, GError **error)
{
  EtPostgresDb *self = (EtPostgresDb *) db;

  if (!et_postgres_restore (self, error) || !run (self, NO_LIMITS, error))
    return FALSE;
  self->is_patient = TRUE;
  self->holds_lock = run (self, "SELECT pg_advisory_lock (" SCHEMA_LOCK ")", error);
  return self->holds_lock;
}

/* The lock of a connection that is lost is gone with it. */
void
et_postgres_unlock_schema (EtDb *db)
{
  EtPostgresDb *self = (EtPostgresDb *) db;

  self->holds_lock = FALSE;
  if (self->conn != NULL && run (self, "SELECT pg_advisory_unlock (" SCHEMA_LOCK ")", NULL))
    set_limits (self, NULL);
}

void
et_postgres_close (EtDb *db)
{
  EtPostgresDb *self = (EtPostgresDb *) db;

  g_clear_pointer (&self->conn, PQfinish);
  g_free (self->url);
  g_free (self);
}

static gboolean
check_url (const char *url, EtDbMode mode, GError **error)
{
  PQconninfoOption *options = PQconninfoParse (url, NULL); /* its own words may hold a password */
  gboolean is_good = options != NULL && mode != ET_DB_CLIENT;

  PQconninfoFree (options);
  if (!is_good)
    et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                           N_ ("The database URL must be "
                               "postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %xx for "
                               "special characters"));
  return is_good;
}

EtDb *
et_postgres_open (const char *url, EtDbMode mode, GError **error)
{
  EtPostgresDb *self;

  if (!check_url (url, mode, error))
    return NULL;

  self = g_new0 (EtPostgresDb, 1);
  self->parent.mode = mode;
  self->url = g_strdup (url);
  if (connect_server (self) && configure (self, error))
    return &self->parent;
  if (self->conn != NULL && (error == NULL || *error == NULL))
    {
      g_autofree char *reason = g_strstrip (g_strdup (PQerrorMessage (self->conn)));

      et_error_set_sentence (error, ET_ERROR_UNAVAILABLE,
                             N_ ("The database cannot be opened: {reason}"));
      et_error_add_text (error, "reason", reason);
    }
  et_postgres_close (&self->parent);
  return NULL;
}

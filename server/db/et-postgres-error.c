/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/db/et-postgres.h"

#define BUSY N_ ("The database is busy; try again later")
#define UNREACHABLE N_ ("The database cannot be reached")

typedef enum
{
  ET_FATE_STAYS, /* the transaction can go back to a savepoint */
  ET_FATE_RETRY, /* another transaction was in the way */
  ET_FATE_LOST /* with the connection */
} EtFate;

typedef struct
{
  const char *state; /* SQLSTATE or its beginning; the first row that fits is taken */
  EtErrorCode error;
  const char *sentence; /* a msgid; NULL for the one of the table in et-error.c */
  EtFate fate;
} EtPostgresErrorRow;

/* https://www.postgresql.org/docs/15/errcodes-appendix.html */
static const EtPostgresErrorRow rows[] = {
  { "23502", ET_ERROR_INTERNAL, NULL, ET_FATE_STAYS }, /* NOT NULL: a fault of our SQL */
  { "23", ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { "40", ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_RETRY }, /* serialization failure, deadlock */
  { "55P03", ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_RETRY }, /* lock_timeout */
  { "57014", ET_ERROR_UNAVAILABLE, N_ ("The database took too long to answer"), ET_FATE_STAYS },
  { "57", ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST }, /* it stops, or only just starts */
  { "25P03", ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST }, /* idle in a transaction */
  { "08", ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { "53100", ET_ERROR_UNAVAILABLE, N_ ("The disk is full"), ET_FATE_STAYS },
  { "53200", ET_ERROR_UNAVAILABLE, N_ ("There is not enough memory"), ET_FATE_STAYS },
  { "53", ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_STAYS },
  { "58", ET_ERROR_UNAVAILABLE, N_ ("The disk cannot be read or written"), ET_FATE_STAYS },
  { "XX001", ET_ERROR_CORRUPT, N_ ("The database file is damaged"), ET_FATE_STAYS },
  { "XX002", ET_ERROR_CORRUPT, N_ ("The database file is damaged"), ET_FATE_STAYS },
};

static const char *
get_state (const PGresult *result)
{
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);

  return state != NULL ? state : "08006"; /* libpq's own errors are of the connection */
}

/* A server that was turned into a standby is no fault of ours. */
static const EtPostgresErrorRow *
find_row (EtPostgresDb *self, const char *state)
{
  static const EtPostgresErrorRow standby = { "25006", ET_ERROR_UNAVAILABLE,
                                              N_ ("The database cannot be written"), ET_FATE_LOST };

  if (self->parent.mode == ET_DB_READ_WRITE && g_str_equal (state, standby.state))
    return &standby;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_has_prefix (state, rows[i].state))
      return &rows[i];
  return NULL;
}

/* A fault of the program. PostgreSQL's words hold values except where they are about the SQL
 * itself (class 42), which is the program's. */
static void
set_own_fault (const PGresult *result, const char *state, GError **error)
{
  const char *words = g_str_has_prefix (state, "42")
                          ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY)
                          : NULL;
  const char *table = PQresultErrorField (result, PG_DIAG_TABLE_NAME);
  const char *column = PQresultErrorField (result, PG_DIAG_COLUMN_NAME);

  g_set_error (error, ET_ERROR, ET_ERROR_INTERNAL, "PostgreSQL: error %s%s%s%s%s%s%s", state,
               words != NULL ? ": " : "", words != NULL ? words : "", table != NULL ? " in " : "",
               table != NULL ? table : "", column != NULL ? "." : "", column != NULL ? column : "");
}

static void
drop (EtPostgresDb *self)
{
  g_clear_pointer (&self->conn, PQfinish);
}

/* PostgreSQL only goes on in a transaction after an error when it can go back to a savepoint. The
 * others end here, so that nobody takes them for alive. */
static void
end_transaction (EtPostgresDb *self)
{
  g_autoptr (PGresult) result = et_postgres_await (self, PQsendQuery (self->conn, "ROLLBACK"));

  if (result != NULL && PQresultStatus (result) != PGRES_COMMAND_OK)
    drop (self);
}

static void
settle_transaction (EtPostgresDb *self, EtFate fate)
{
  self->parent.must_retry |= fate == ET_FATE_RETRY;
  if (self->conn != NULL && (fate == ET_FATE_LOST || PQstatus (self->conn) != CONNECTION_OK))
    drop (self);
  if (self->conn != NULL && PQtransactionStatus (self->conn) == PQTRANS_INERROR &&
      (fate == ET_FATE_RETRY || self->parent.marks == NULL || self->parent.marks->len == 0))
    end_transaction (self);
}

void
et_postgres_set_lost (GError **error)
{
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, UNREACHABLE);
}

/* Whether the server no longer knows a prepared statement as it is now: its tables were changed,
 * or something between us and the server dropped it. */
gboolean
et_postgres_is_stale (const PGresult *result)
{
  const char *state = result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;

  return g_strcmp0 (state, "0A000") == 0 || g_strcmp0 (state, "26000") == 0;
}

/* Ends a transaction that met such a statement, to be done again. Returns: FALSE. */
gboolean
et_postgres_refuse_stale (EtPostgresDb *self, GError **error)
{
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, BUSY);
  settle_transaction (self, ET_FATE_RETRY);
  return FALSE;
}

/* Sets the ET_ERROR that says what a result means to a caller, unless it is a success. Afterwards
 * the transaction either can go back to a savepoint or is ended. Anything not in the table is a
 * fault of the program.
 * @result: (nullable): NULL for a connection that was lost. */
gboolean
et_postgres_check (EtPostgresDb *self, const PGresult *result, GError **error)
{
  ExecStatusType status = PQresultStatus (result);
  const EtPostgresErrorRow *row;
  const char *state;

  if (result == NULL)
    {
      et_postgres_set_lost (error);
      return FALSE;
    }
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
    return TRUE;

  state = get_state (result);
  row = find_row (self, state);
  if (row == NULL)
    set_own_fault (result, state, error);
  else if (row->sentence == NULL)
    et_error_set (error, row->error);
  else
    et_error_set_sentence (error, row->error, row->sentence);
  settle_transaction (self, row != NULL ? row->fate : ET_FATE_STAYS);
  return FALSE;
}

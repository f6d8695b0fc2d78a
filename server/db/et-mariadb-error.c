/* SPDX-License-Identifier: MIT */
#include <errmsg.h>
#include <glib/gi18n-lib.h>
#include <mysqld_error.h>

#include "server/db/et-mariadb.h"

#define BUSY N_ ("The database is busy; try again later")
#define DAMAGED N_ ("The database file is damaged")
#define FULL N_ ("The disk is full")
#define SLOW N_ ("The database took too long to answer")
#define UNREACHABLE N_ ("The database cannot be reached")
#define UNWRITABLE N_ ("The database cannot be written")

/* Of the server's files; mysqld_error.h does not have them. */
#define ERROR_WRITING_FILE 3 /* EE_WRITE */
#define ERROR_DISK_FULL 20 /* EE_DISK_FULL */

typedef enum
{
  ET_FATE_STAYS, /* the transaction lives on */
  ET_FATE_ENDED, /* the server has rolled it back, another one was in the way */
  ET_FATE_TO_END, /* the same, but only the statement was rolled back */
  ET_FATE_LOST /* with the connection */
} EtFate;

typedef struct
{
  guint code;
  EtErrorCode error;
  const char *sentence; /* a msgid; NULL for the one of the table in et-error.c */
  EtFate fate;
} EtMariadbErrorRow;

/* https://mariadb.com/kb/en/mariadb-error-code-reference/ */
static const EtMariadbErrorRow rows[] = {
  { ER_DUP_ENTRY, ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { ER_DUP_ENTRY_WITH_KEY_NAME, ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { ER_NO_REFERENCED_ROW, ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { ER_NO_REFERENCED_ROW_2, ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { ER_ROW_IS_REFERENCED, ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { ER_ROW_IS_REFERENCED_2, ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { ER_CONSTRAINT_FAILED, ET_ERROR_CONFLICT, NULL, ET_FATE_STAYS },
  { ER_LOCK_DEADLOCK, ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_ENDED },
  { ER_LOCK_WAIT_TIMEOUT, ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_TO_END },
  { ER_CHECKREAD, ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_TO_END },
  { ER_CON_COUNT_ERROR, ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_LOST },
  { ER_TOO_MANY_USER_CONNECTIONS, ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_LOST },
  { ER_USER_LIMIT_REACHED, ET_ERROR_UNAVAILABLE, BUSY, ET_FATE_STAYS },
  { ER_STATEMENT_TIMEOUT, ET_ERROR_UNAVAILABLE, SLOW, ET_FATE_STAYS },
  { ER_QUERY_INTERRUPTED, ET_ERROR_UNAVAILABLE, SLOW, ET_FATE_STAYS },
  { ERROR_WRITING_FILE, ET_ERROR_UNAVAILABLE, FULL, ET_FATE_STAYS },
  { ERROR_DISK_FULL, ET_ERROR_UNAVAILABLE, FULL, ET_FATE_STAYS },
  { ER_DISK_FULL, ET_ERROR_UNAVAILABLE, FULL, ET_FATE_STAYS },
  { ER_RECORD_FILE_FULL, ET_ERROR_UNAVAILABLE, FULL, ET_FATE_STAYS },
  { ER_ERROR_ON_READ, ET_ERROR_UNAVAILABLE, N_ ("The disk cannot be read or written"),
    ET_FATE_STAYS },
  { ER_ERROR_ON_WRITE, ET_ERROR_UNAVAILABLE, N_ ("The disk cannot be read or written"),
    ET_FATE_STAYS },
  { ER_GET_ERRNO, ET_ERROR_UNAVAILABLE, N_ ("The disk cannot be read or written"), ET_FATE_STAYS },
  { ER_OUTOFMEMORY, ET_ERROR_UNAVAILABLE, N_ ("There is not enough memory"), ET_FATE_STAYS },
  { ER_OUT_OF_RESOURCES, ET_ERROR_UNAVAILABLE, N_ ("There is not enough memory"), ET_FATE_STAYS },
  { CR_OUT_OF_MEMORY, ET_ERROR_UNAVAILABLE, N_ ("There is not enough memory"), ET_FATE_LOST },
  { ER_OPTION_PREVENTS_STATEMENT, ET_ERROR_UNAVAILABLE, UNWRITABLE, ET_FATE_LOST },
  { ER_SERVER_SHUTDOWN, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { ER_NORMAL_SHUTDOWN, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { ER_CONNECTION_KILLED, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { ER_NET_READ_ERROR, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { ER_NET_READ_INTERRUPTED, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { ER_NET_ERROR_ON_WRITE, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { ER_NET_WRITE_INTERRUPTED, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_CONNECTION_ERROR, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_CONN_HOST_ERROR, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_SERVER_GONE_ERROR, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_SERVER_LOST, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_SERVER_LOST_EXTENDED, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_COMMANDS_OUT_OF_SYNC, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_MALFORMED_PACKET, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { CR_SSL_CONNECTION_ERROR, ET_ERROR_UNAVAILABLE, UNREACHABLE, ET_FATE_LOST },
  { ER_NET_PACKET_TOO_LARGE, ET_ERROR_INTERNAL, NULL, ET_FATE_LOST },
  { CR_NET_PACKET_TOO_LARGE, ET_ERROR_INTERNAL, NULL, ET_FATE_LOST },
  { ER_CRASHED_ON_USAGE, ET_ERROR_CORRUPT, DAMAGED, ET_FATE_STAYS },
  { ER_CRASHED_ON_REPAIR, ET_ERROR_CORRUPT, DAMAGED, ET_FATE_STAYS },
  { ER_NOT_KEYFILE, ET_ERROR_CORRUPT, DAMAGED, ET_FATE_STAYS },
  { ER_INDEX_CORRUPT, ET_ERROR_CORRUPT, DAMAGED, ET_FATE_STAYS },
};

static const EtMariadbErrorRow *
find_row (guint code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].code == code)
      return &rows[i];
  return NULL;
}

/* These are about the SQL itself, which is the program's; other words of MariaDB hold values. */
static gboolean
is_about_sql (guint code)
{
  return code == ER_PARSE_ERROR || code == ER_NO_SUCH_TABLE || code == ER_BAD_FIELD_ERROR ||
         code == ER_SP_DOES_NOT_EXIST || code == ER_BAD_NULL_ERROR ||
         code == ER_NO_DEFAULT_FOR_FIELD || code == ER_NOT_SUPPORTED_YET;
}

static void
set_own_fault (guint code, const char *words, GError **error)
{
  if (is_about_sql (code))
    g_set_error (error, ET_ERROR, ET_ERROR_INTERNAL, "MariaDB: %s", words);
  else
    g_set_error (error, ET_ERROR, ET_ERROR_INTERNAL, "MariaDB: error %u", code);
}

static void
settle_transaction (EtMariadbDb *self, EtFate fate)
{
  self->parent.must_retry |= fate == ET_FATE_ENDED || fate == ET_FATE_TO_END;
  self->is_dead |= fate == ET_FATE_ENDED;
  if (fate == ET_FATE_LOST)
    g_clear_pointer (&self->conn, mysql_close);
  if (fate != ET_FATE_TO_END || !et_mariadb_is_in_transaction (&self->parent))
    return;
  self->is_dead = TRUE;
  if (mysql_query (self->conn, "ROLLBACK") != 0)
    g_clear_pointer (&self->conn, mysql_close);
}

void
et_mariadb_set_lost (GError **error)
{
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE, UNREACHABLE);
}

/* Sets the ET_ERROR that says what an error means to a caller, and sees to what it did to the
 * transaction and the connection. Anything not in the table is a fault of the program.
 * @words: MariaDB's. */
void
et_mariadb_fail (EtMariadbDb *self, guint code, const char *words, GError **error)
{
  const EtMariadbErrorRow *row = find_row (code);

  if (row == NULL || row->error == ET_ERROR_INTERNAL)
    set_own_fault (code, words, error);
  else if (row->sentence == NULL)
    et_error_set (error, row->error);
  else
    et_error_set_sentence (error, row->error, row->sentence);
  settle_transaction (self, row != NULL ? row->fate : ET_FATE_STAYS);
}

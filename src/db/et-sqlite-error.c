/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "db/et-sqlite.h"

typedef struct
{
  int code; /* primary result code */
  EtErrorCode error;
  const char *sentence; /* a msgid; NULL for the one of the table in et-error.c */
} EtSqliteErrorRow;

static const EtSqliteErrorRow rows[] = {
  { SQLITE_CONSTRAINT, ET_ERROR_CONFLICT, NULL },
  { SQLITE_FULL, ET_ERROR_UNAVAILABLE, N_ ("The disk is full") },
  { SQLITE_IOERR, ET_ERROR_UNAVAILABLE, N_ ("The disk cannot be read or written") },
  { SQLITE_BUSY, ET_ERROR_UNAVAILABLE, N_ ("The database is busy; try again later") },
  { SQLITE_LOCKED, ET_ERROR_UNAVAILABLE, N_ ("The database is busy; try again later") },
  { SQLITE_PROTOCOL, ET_ERROR_UNAVAILABLE, N_ ("The database is busy; try again later") },
  { SQLITE_INTERRUPT, ET_ERROR_UNAVAILABLE, N_ ("The database took too long to answer") },
  { SQLITE_NOMEM, ET_ERROR_UNAVAILABLE, N_ ("There is not enough memory") },
  { SQLITE_CANTOPEN, ET_ERROR_UNAVAILABLE, N_ ("The database file cannot be opened") },
  { SQLITE_PERM, ET_ERROR_UNAVAILABLE, N_ ("The database file cannot be opened") },
  { SQLITE_READONLY, ET_ERROR_UNAVAILABLE, N_ ("The database file cannot be written") },
  { SQLITE_CORRUPT, ET_ERROR_CORRUPT, N_ ("The database file is damaged") },
  { SQLITE_NOTADB, ET_ERROR_CORRUPT, N_ ("The database file is damaged") },
};

/* Faults of our SQL rather than of the data or the machine. */
static gboolean
is_own_fault (EtSqliteDb *self, int code)
{
  return code == SQLITE_CONSTRAINT_NOTNULL || code == SQLITE_CONSTRAINT_DATATYPE ||
         (code == SQLITE_READONLY && self->parent.mode == ET_DB_READ_ONLY);
}

/* Sets the ET_ERROR that says what SQLite's extended result @code means to a caller. Anything not
 * in the table is a fault of the program, told in SQLite's words, which name columns but no
 * values. */
void
et_sqlite_set_error (EtSqliteDb *self, int code, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows) && !is_own_fault (self, code); i++)
    if (rows[i].code == (code & 0xff))
      {
        if (rows[i].sentence == NULL)
          et_error_set (error, rows[i].error);
        else
          et_error_set_sentence (error, rows[i].error, rows[i].sentence);
        return;
      }
  g_set_error (error, ET_ERROR, ET_ERROR_INTERNAL, "SQLite: %s", sqlite3_errmsg (self->handle));
}

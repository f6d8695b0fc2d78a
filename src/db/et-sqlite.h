/* SPDX-License-Identifier: MIT */
#pragma once

#include <sqlite3.h>

#include "db/et-db-internal.h"

G_BEGIN_DECLS

/* What the files of the SQLite driver share. */
typedef struct
{
  EtDb parent;
  sqlite3 *handle; /* owned */
  int lock_fd; /* owned; -1 for none */
  guint n_running; /* statements stepped and not yet reset */
  int64_t deadline; /* of a reader: monotonic microseconds at which its reading is cut off */
  guint log_pages; /* in the write-ahead log after the last commit */
  guint page_size; /* bytes; of a writer */
} EtSqliteDb;

#define ET_SQLITE_BUSY_MS 5000

EtDb *et_sqlite_open (const char *url, EtDbMode mode, GError **error);
void et_sqlite_close (EtDb *db);
gboolean et_sqlite_exec (EtDb *db, const char *sql, GError **error);
void et_sqlite_start_clock (EtSqliteDb *self);
void et_sqlite_make_private_file (const char *path);

gboolean et_sqlite_backup (EtDb *db, const char *path, GError **error);
gboolean et_sqlite_check (EtDb *db, GError **error);
void et_sqlite_interrupt (EtDb *db);
gboolean et_sqlite_checkpoint (EtDb *db, gboolean force, GError **error);
gsize et_sqlite_get_log_size (EtDb *db);
int et_sqlite_note_log (gpointer self, sqlite3 *handle, const char *name, int n_pages);

void et_sqlite_set_error (EtSqliteDb *self, int code, GError **error);

G_END_DECLS

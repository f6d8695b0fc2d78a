/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db-change.h"
#include "db/et-db-sql.h"
#include "db/et-db.h"

G_BEGIN_DECLS

void et_db_set_bad_sql (GError **error);

/* What a driver fills in and et-db.c calls; private to drivers. A driver's connection begins with
 * an EtDb and its statement with an EtDbStmt; it allocates and frees them, et-db.c looks after
 * these first members. Errors are of ET_ERROR: CONFLICT for a broken constraint, UNAVAILABLE for
 * a full disk, a busy or lost database, CORRUPT for damage, INTERNAL for wrong SQL; none of their
 * sentences holds a value.
 *
 * A lost connection is restored outside a transaction only, has_begun being FALSE: what follows in
 * a transaction that an error has ended must not be done outside of it. */
struct _EtDbDriver
{
  const char *name; /* as in NNNN-name.<driver>.sql */
  const char *const *schemes; /* of URLs, ended by NULL */
  EtDbPlaceholder placeholder;
  const char *find_table_sql; /* gives a row when the table :name exists */
  const char *migrations_sql; /* makes the tables of et-db-migrate.c unless they exist */
  const EtDbWord *schema_words; /* nullable; ended by { NULL }: how it spells a schema */
  const char *insert_end; /* nullable; what an INSERT ends with to give the key of its row */
  const char *hold_sql; /* nullable; gives 1 when the connection holds :number from now on */
  const char *is_held_sql; /* with hold_sql: above 0 when any connection holds :number */
  gboolean schema_commits; /* a change of the schema commits by itself, and cannot be undone */

  EtDb *(*open) (const char *url, EtDbMode mode, GError **error);
  void (*close) (EtDb *db);
  gboolean (*begin) (EtDb *db, GError **error); /* may first restore a lost connection */
  gboolean (*is_in_transaction) (EtDb *db); /* FALSE when an error has ended it */
  gboolean (*exec) (EtDb *db, const char *sql, GError **error);
  gboolean (*lock_schema) (EtDb *db, GError **error); /* nullable; waits for another process */
  void (*unlock_schema) (EtDb *db); /* nullable */
  guint (*get_generation) (EtDb *db); /* with hold_sql: another for each new connection, from 1 */
  gboolean (*notify) (EtDb *db, GError **error); /* nullable */
  gboolean (*wait) (EtDb *db, int stop_fd, guint ms); /* nullable */
  gboolean (*backup) (EtDb *db, const char *path, GError **error); /* nullable */
  gboolean (*checkpoint) (EtDb *db, gboolean force, GError **error); /* nullable */
  gsize (*get_log_size) (EtDb *db); /* nullable */
  gboolean (*check) (EtDb *db, GError **error); /* nullable */
  void (*interrupt) (EtDb *db); /* with check: ends it with an error, from any thread */

  /* prepare gets one statement. step sends stmt->values when stmt->is_running is FALSE. */
  EtDbStmt *(*prepare) (EtDb *db, const EtDbSql *sql, GError **error);
  void (*finalize) (EtDbStmt *stmt);
  gboolean (*step) (EtDbStmt *stmt, gboolean *ret_has_row, GError **error);
  void (*reset) (EtDbStmt *stmt);
  int64_t (*get_changes) (EtDbStmt *stmt);
  gboolean (*get_insert_id) (EtDbStmt *stmt, int64_t *ret_id, GError **error);

  int (*get_n_columns) (EtDbStmt *stmt);
  const char *(*get_name) (EtDbStmt *stmt, int column);
  gboolean (*is_null) (EtDbStmt *stmt, int column);
  int64_t (*get_int64) (EtDbStmt *stmt, int column);
  const char *(*get_text) (EtDbStmt *stmt, int column);
  const void *(*get_bytes) (EtDbStmt *stmt, int column, gsize *ret_length);
};

#define ET_DB_N_RECENT 256

struct _EtDb
{
  const EtDbDriver *driver; /* borrowed, static */
  EtDbMode mode;
  gboolean may_read_long; /* a reader is not cut off after its time */
  gboolean has_begun; /* between begin and commit or rollback, whatever became of it */
  gboolean must_retry; /* set by a driver: another transaction was in the way of this one */
  guint64 n_effects; /* rows written, statements that failed, and scripts run, so far */
  guint held_in; /* generation of the connection that holds a number; 0 for none */
  GHashTable *statements; /* owned; SQL as written to the first EtDbStmt of that SQL */
  EtDbStmt *recent[ET_DB_N_RECENT]; /* borrowed, nullable; of those, by where the SQL stands */
  GPtrArray *changes; /* owned, of EtChange; announced by the transaction */
  GArray *marks; /* owned, of guint: length of changes at each open savepoint */
};

typedef enum
{
  ET_DB_NULL,
  ET_DB_INT64,
  ET_DB_TEXT,
  ET_DB_BYTES
} EtDbType;

/* The value of one parameter. */
typedef struct
{
  gboolean is_bound;
  EtDbType type;
  int64_t number;
  char *data; /* owned; text and bytes, with a NUL behind them */
  gsize length; /* of data in use */
  gsize capacity; /* of data; kept for the next use */
} EtDbValue;

struct _EtDbStmt
{
  EtDb *db; /* borrowed */
  EtDbSql *sql; /* owned */
  EtDbValue *values; /* owned; one a name of sql */
  EtDbStmt *next; /* owned; the same SQL once more, for use while this one is in use */
  const char *text; /* borrowed; the SQL as written */
  const char *address; /* where it stood when it was last asked for; only to be compared */
  GError *misuse; /* owned, nullable; the first fault of a bind, told by the step */
  gboolean gives_id; /* it is an INSERT that gives the key of its row */
  gboolean is_used; /* handed out */
  gboolean is_running; /* stepped since the values were bound */

  /* Where the columns go in records of the type last read, for et-db-record.c */
  gsize record_type;
  const void **columns; /* owned, nullable; EtField of each column, or NULL */
};

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-error.h"

G_BEGIN_DECLS

/* One connection to a database, used by one thread at a time. */
typedef struct _EtDb EtDb;

/* A prepared statement, owned by its connection and kept there for the next use of the same SQL;
 * g_autoptr resets it. */
typedef struct _EtDbStmt EtDbStmt;

typedef struct _EtDbDriver EtDbDriver;

typedef enum
{
  ET_DB_READ_WRITE, /* the one writer: creates the database and alone checkpoints */
  ET_DB_READ_ONLY, /* a reader beside the writer, in the same process */
  ET_DB_CLIENT /* a file that several programs of one person may have open, SQLite only */
} EtDbMode;

void et_db_add_driver (const EtDbDriver *driver);
EtDb *et_db_open (const char *url, EtDbMode mode, GError **error);
void et_db_close (EtDb *db);
const char *et_db_get_driver_name (EtDb *db);

/* Transactions. Savepoints nest; each ends with release (keep) or rollback_to (undo). When a
 * statement has failed, what is to go on has to go back to a savepoint first: PostgreSQL does
 * nothing else any more. */
gboolean et_db_begin (EtDb *db, GError **error);
gboolean et_db_commit (EtDb *db, GError **error);
void et_db_rollback (EtDb *db);
gboolean et_db_savepoint (EtDb *db, GError **error);
gboolean et_db_release (EtDb *db, GError **error);
gboolean et_db_rollback_to (EtDb *db, GError **error);
guint et_db_get_depth (EtDb *db);
guint64 et_db_get_effects (EtDb *db);
gboolean et_db_is_in_transaction (EtDb *db);
gboolean et_db_should_retry (EtDb *db);
gboolean et_db_exec (EtDb *db, const char *sql, GError **error);

/* Word of a commit, from one connection to those that wait, in whatever process. */
gboolean et_db_notify (EtDb *db, GError **error);
gboolean et_db_wait (EtDb *db, int stop_fd, guint ms);

/* A number that a connection holds as long as it lives, for all to see. */
gboolean et_db_hold_number (EtDb *db, int64_t number, GError **error);
gboolean et_db_number_is_held (EtDb *db, int64_t number, gboolean *ret_is_held, GError **error);

/* Upkeep, on the writer's connection. */
gboolean et_db_checkpoint (EtDb *db, gboolean force, GError **error);
gsize et_db_get_log_size (EtDb *db);
void et_db_allow_long_reads (EtDb *db);
gboolean et_db_backup (EtDb *db, const char *path, GError **error);
gboolean et_db_check (EtDb *db, GError **error);
void et_db_interrupt_check (EtDb *db);

/* SQL with :name parameters. A parameter that is unknown, missing or bound twice is an error of
 * the step; the bind functions therefore return nothing. A name may stand in the SQL more than
 * once. After the last row a statement can be bound and stepped again. */
EtDbStmt *et_db_prepare (EtDb *db, const char *sql, GError **error);
EtDbStmt *et_db_prepare_insert (EtDb *db, const char *sql, GError **error);
void et_db_stmt_bind_int64 (EtDbStmt *stmt, const char *name, int64_t value);
void et_db_stmt_bind_nullable (EtDbStmt *stmt, const char *name, int64_t value);
void et_db_stmt_bind_text (EtDbStmt *stmt, const char *name, const char *value);
void et_db_stmt_bind_bytes (EtDbStmt *stmt, const char *name, const void *data, gsize length);
void et_db_stmt_bind_null (EtDbStmt *stmt, const char *name);

gboolean et_db_stmt_step (EtDbStmt *stmt, gboolean *ret_has_row, GError **error);
gboolean et_db_stmt_run (EtDbStmt *stmt, int64_t *ret_changes, GError **error);
gboolean et_db_stmt_run_insert (EtDbStmt *stmt, int64_t *ret_id, GError **error);
void et_db_stmt_reset (EtDbStmt *stmt);

/* Columns of the current row, from 0. Text and bytes live until the next step. */
int et_db_stmt_get_n_columns (EtDbStmt *stmt);
const char *et_db_stmt_get_name (EtDbStmt *stmt, int column);
gboolean et_db_stmt_is_null (EtDbStmt *stmt, int column);
int64_t et_db_stmt_get_int64 (EtDbStmt *stmt, int column);
int64_t et_db_stmt_get_nullable (EtDbStmt *stmt, int column);
const char *et_db_stmt_get_text (EtDbStmt *stmt, int column);
const void *et_db_stmt_get_bytes (EtDbStmt *stmt, int column, gsize *ret_length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtDb, et_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtDbStmt, et_db_stmt_reset)

G_END_DECLS

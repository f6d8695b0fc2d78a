/* SPDX-License-Identifier: MIT */
#pragma once

#include <libpq-fe.h>

#include "db/et-db-driver.h"

G_BEGIN_DECLS

/* What the files of the PostgreSQL driver share. */
typedef struct
{
  EtDb parent;
  char *url; /* owned */
  PGconn *conn; /* owned, nullable; NULL when it is lost */
  guint generation; /* of the connection; a new one knows no statement of those before */
  guint listening; /* generation of the connection that listens; 0 for none */
  guint n_names; /* of prepared statements */
  gboolean is_patient; /* the session has no limits of time */
  gboolean holds_lock; /* of the schema; a lost connection is not restored then */
  int64_t deadline; /* of a reader: monotonic microseconds at which its reading is cut off */
} EtPostgresDb;

extern const EtDbDriver et_postgres_driver;

EtDb *et_postgres_open (const char *url, EtDbMode mode, GError **error);
void et_postgres_close (EtDb *db);
gboolean et_postgres_restore (EtPostgresDb *self, GError **error);
gboolean et_postgres_prepare_session (EtPostgresDb *self, GError **error);
gboolean et_postgres_can_repeat (EtPostgresDb *self);
gboolean et_postgres_begin (EtDb *db, GError **error);
gboolean et_postgres_is_in_transaction (EtDb *db);
gboolean et_postgres_exec (EtDb *db, const char *sql, GError **error);
gboolean et_postgres_lock_schema (EtDb *db, GError **error);
void et_postgres_unlock_schema (EtDb *db);
gboolean et_postgres_notify (EtDb *db, GError **error);
gboolean et_postgres_wait (EtDb *db, int stop_fd, guint ms);

PGresult *et_postgres_await (EtPostgresDb *self, int is_sent);
gboolean et_postgres_check (EtPostgresDb *self, const PGresult *result, GError **error);
void et_postgres_set_lost (GError **error);
gboolean et_postgres_is_stale (const PGresult *result);
gboolean et_postgres_refuse_stale (EtPostgresDb *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

G_END_DECLS

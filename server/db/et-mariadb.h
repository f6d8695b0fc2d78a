/* SPDX-License-Identifier: MIT */
#pragma once

#include <mysql.h>

#include "db/et-db-driver.h"

G_BEGIN_DECLS

/* Where a URL leads. */
typedef struct
{
  char *host; /* owned, nullable */
  char *user; /* owned, nullable */
  char *password; /* owned, nullable */
  char *database; /* owned */
  char *socket; /* owned, nullable; the path of a unix socket */
  guint port;
  gboolean needs_tls;
  gboolean verifies; /* the server's certificate */
  char *ca_file; /* owned, nullable */
} EtMariadbAddress;

gboolean et_mariadb_address_read (EtMariadbAddress *ret_address, const char *url, GError **error);
void et_mariadb_address_clear (EtMariadbAddress *address);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtMariadbAddress, et_mariadb_address_clear)

/* What the files of the MariaDB driver share. */
typedef struct
{
  EtDb parent;
  EtMariadbAddress address;
  MYSQL *conn; /* owned, nullable; NULL when it is lost */
  guint generation; /* of the connection; a new one knows no statement of those before */
  gboolean is_dead; /* an error has ended the transaction; the server does not say so again */
  gboolean is_patient; /* the session has no limits of time */
  gboolean holds_lock; /* of the schema; a lost connection is not restored then */
  int64_t deadline; /* of a reader: monotonic microseconds at which its reading is cut off */
} EtMariadbDb;

#define ET_MARIADB_FIND_TABLE \
  "SELECT 1 FROM information_schema.tables " \
  "WHERE table_schema = DATABASE() AND table_name = :name"

#define ET_MARIADB_TABLE "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin"

#define ET_MARIADB_MIGRATIONS \
  "CREATE TABLE IF NOT EXISTS migration_steps (number BIGINT NOT NULL, step BIGINT NOT NULL, " \
  "PRIMARY KEY (number, step)) " ET_MARIADB_TABLE "; " \
  "CREATE TABLE IF NOT EXISTS migrations (number BIGINT NOT NULL PRIMARY KEY, " \
  "name VARCHAR(255) NOT NULL, checksum VARCHAR(64) NOT NULL, applied_at BIGINT NOT " \
  "NULL) " ET_MARIADB_TABLE

extern const EtDbDriver et_mariadb_driver;
extern const EtDbWord et_mariadb_words[]; /* of a schema */

char *
et_mariadb_write_sql (const char *text, gboolean *ret_passes_duplicates, gboolean *ret_is_upsert);

guint et_mariadb_get_generation (EtDb *db);
EtDb *et_mariadb_open (const char *url, EtDbMode mode, GError **error);
void et_mariadb_close (EtDb *db);
gboolean et_mariadb_restore (EtMariadbDb *self, GError **error);
gboolean et_mariadb_prepare_session (EtMariadbDb *self, GError **error);
gboolean et_mariadb_can_repeat (EtMariadbDb *self);
gboolean et_mariadb_begin (EtDb *db, GError **error);
gboolean et_mariadb_is_in_transaction (EtDb *db);
gboolean et_mariadb_run (EtMariadbDb *self, const char *sql, GError **error);
gboolean et_mariadb_exec (EtDb *db, const char *sql, GError **error);
gboolean et_mariadb_lock_schema (EtDb *db, GError **error);
void et_mariadb_unlock_schema (EtDb *db);

void et_mariadb_fail (EtMariadbDb *self, guint code, const char *words, GError **error);
void et_mariadb_set_lost (GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* One numbered change of the schema, in the words of a database; private to this library. */
typedef struct
{
  int64_t number;
  char *name; /* owned; NNNN-name */
  char *sql; /* owned; the file for every database */
  char *own_sql; /* owned, nullable; the file of this database */
  char *checksum; /* owned; SHA-256 of the files, hexadecimal */
  GPtrArray *statements; /* owned, of char; what is to be run */
  gboolean is_applied;
} EtMigration;

GPtrArray *et_migrations_load (EtDb *db, const char *folder, GError **error);
EtMigration *et_migrations_find (GPtrArray *migrations, int64_t number);
gboolean et_migration_fail (EtErrorCode code, const char *msgid, const char *name, GError **error);

G_END_DECLS

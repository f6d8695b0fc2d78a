/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* A folder for one test and the database in it, or one of the server that dbrun has started. */
typedef struct
{
  char *folder; /* owned */
  char *path; /* owned */
  char *url; /* owned */
} EtTestDatabase;

void et_test_database_set_up (EtTestDatabase *self, gconstpointer data);
void et_test_database_tear_down (EtTestDatabase *self, gconstpointer data);

#define et_test_add(path, test) \
  g_test_add (path, EtTestDatabase, NULL, et_test_database_set_up, test, et_test_database_tear_down)

/* These abort the test on an error. */
EtDb *et_test_open (const char *url, EtDbMode mode);
EtDb *et_test_open_empty (void);
EtDb *et_test_open_offers (void);
gboolean et_test_is_on (const char *scheme);
void et_test_exec (EtDb *db, const char *sql);
EtDbStmt *et_test_prepare (EtDb *db, const char *sql);
EtDbStmt *et_test_prepare_insert (EtDb *db, const char *sql);
int64_t et_test_ask_int64 (EtDb *db, const char *sql);
char *et_test_ask_text (EtDb *db, const char *sql);

G_END_DECLS

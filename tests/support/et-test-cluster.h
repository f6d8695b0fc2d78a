/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* The database server that dbrun has started for this test program; without dbrun tests run on
 * SQLite. All of it asserts. */
gboolean et_test_cluster_is_running (void);
char *et_test_cluster_new_database (void);
typedef void (*EtTestMigrate) (const char *url);
char *et_test_cluster_new_database_for (EtTestMigrate migrate);
void et_test_cluster_drop_database (const char *url);

void et_test_cluster_kill (void);
void et_test_cluster_start (void);
void et_test_cluster_signal (int number);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* What a write tells clients and other processes about; taken back with its savepoint. */
typedef struct
{
  char *kind; /* owned; "offer", "order", "ticket", "account", "cart", "session" … */
  int64_t record_id;
  int64_t account_id; /* whose change it is; 0 for everybody's */
  gboolean deleted;
} EtChange;

void et_db_announce (
    EtDb *db, const char *kind, int64_t record_id, int64_t account_id, gboolean deleted);
GPtrArray *et_db_get_changes (EtDb *db);

G_END_DECLS

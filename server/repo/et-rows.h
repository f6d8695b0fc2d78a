/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_rows_read_int64 (EtDbStmt *stmt, int64_t *ret_value, GError **error);
GArray *et_rows_read_ids (EtDbStmt *stmt, GError **error);

gboolean et_rows_run_by_id (EtDb *db, const char *sql, int64_t id, GError **error);

/* Ids of what the change feed names for one account within (since, until]: a condition for the
 * sentences of a sync, and the binding of its parameters. */
#define ET_ROWS_CHANGED(kind) \
  " IN (SELECT c.record_id FROM changes c WHERE c.kind = '" kind "' " \
  "AND c.account_id = :account AND c.seq > :since AND c.seq <= :until) "

typedef struct
{
  int64_t account_id; /* 0 for what is everybody's */
  int64_t since; /* a change's number, itself left out */
  int64_t until;
} EtChangeRange;

void et_rows_bind_range (EtDbStmt *stmt, const EtChangeRange *range);

G_END_DECLS

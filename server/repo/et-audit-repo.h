/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* Who did what to what. */
typedef struct
{
  int64_t created_at;
  int64_t actor_id; /* 0 for the operator and the server itself */
  const char *action;
  const char *subject;
  const char *detail;
} EtAuditRow;

gboolean et_audit_repo_insert (EtDb *db, const EtAuditRow *row, GError **error);

G_END_DECLS

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

/* The last thing done to something. */
typedef struct
{
  int64_t at;
  char *username; /* owned, nullable; of whoever did it */
  char *detail; /* owned */
} EtLastAct;

void et_last_act_clear (EtLastAct *act);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtLastAct, et_last_act_clear)

gboolean et_audit_repo_find_last (
    EtDb *db, const char *subject, EtLastAct *ret_act, gboolean *ret_found, GError **error);
gboolean et_audit_repo_insert (EtDb *db, const EtAuditRow *row, int64_t *ret_id, GError **error);

G_END_DECLS

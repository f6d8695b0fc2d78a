/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-role.h"
#include "server/repo/et-print-repo.h"

G_BEGIN_DECLS

/* A print that somebody tells of. */
typedef struct
{
  EtPrintKind kind;
  int64_t subject_id; /* of the ticket or the order */
  int64_t copy; /* that the paper says it is, from 1 */
} EtPrint;

gboolean
et_print_record (EtDb *db, int64_t actor_id, EtRole role, const EtPrint *print, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-json-writer.h"
#include "core/et-time.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

/* A client that was away for longer gets everything anew. */
#define ET_SYNC_KEPT (90 * ET_DAY)

#define ET_SYNC_MAX_LIMIT 1000
#define ET_SYNC_DEFAULT_LIMIT 500

/* What a client asks for. */
typedef struct
{
  int64_t account_id; /* 0 for a guest, who gets the catalogue */
  int64_t since; /* the last change it knows; 0 for none */
  int64_t limit; /* changes at most */

  /* Of a further part of a whole copy, as the part before said; else 0. */
  int64_t at;
  int64_t after;
} EtSyncQuery;

gboolean et_sync_write (EtDb *db,
                        const EtServices *services,
                        const EtSyncQuery *query,
                        EtJsonWriter *writer,
                        GError **error);
gboolean et_sync_sweep (EtDb *db, int64_t now, GError **error);

G_END_DECLS

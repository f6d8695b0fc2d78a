/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-json-writer.h"
#include "db/et-db.h"

G_BEGIN_DECLS

#define ET_STATS_MAX_DAYS 366

/* The last days in a time zone, today the last of them. */
typedef struct
{
  int64_t n_days;
  int64_t now;
  const char *time_zone; /* an IANA name */
} EtStatsQuery;

gboolean et_stats_write (EtDb *db, const EtStatsQuery *query, EtJsonWriter *writer, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-stats-api.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "server/service/et-stats.h"

static gboolean read_query (EtRequest *req, GError **error);
static gboolean show_stats (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "days", "time_zone", NULL };

/* clang-format off */
const EtRoute et_admin_stats_api_routes[] = {
  { "GET", "/api/{admin}/stats", ET_ROLE_ADMIN, ET_READ, read_query, show_stats,
    "Sales a day and by offer, admissions a quarter of an hour, for the last ?days=", .filters = filters },
  { NULL },
};
/* clang-format on */

#define DEFAULT_DAYS 30

static gboolean
read_query (EtRequest *req, GError **error)
{
  EtStatsQuery *query = et_request_new_parsed (req, EtStatsQuery, NULL);
  const char *time_zone = et_request_get_query (req, "time_zone");

  query->now = et_time_now ();
  query->time_zone = time_zone != NULL ? time_zone : "Europe/Paris";
  if (!et_time_zone_is_known (query->time_zone))
    {
      et_error_set_field (error, "time_zone",
                          N_ ("“{field}” must be a time zone such as Europe/Paris"));
      return FALSE;
    }
  return et_request_query_int64 (req, "days", 1, ET_STATS_MAX_DAYS, DEFAULT_DAYS, &query->n_days,
                                 error);
}

static gboolean
show_stats (EtRequest *req, EtDb *db, GError **error)
{
  if (!et_stats_write (db, et_request_get_parsed (req), et_request_begin_json (req), error))
    return FALSE;
  et_request_finish_json (req);
  return TRUE;
}

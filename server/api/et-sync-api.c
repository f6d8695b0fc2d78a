/* SPDX-License-Identifier: MIT */
#include "server/api/et-sync-api.h"

#include "server/api/et-query.h"
#include "server/service/et-sync.h"

static gboolean read_query (EtRequest *req, GError **error);
static gboolean list_changes (EtRequest *req, EtDb *db, GError **error);
static gboolean listen_live (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "since", "limit", "scope", "at", "after", NULL };
static const char *const no_filters[] = { NULL };

/* clang-format off */
const EtRoute et_sync_api_routes[] = {
  { "GET", "/api/sync", ET_ROLE_ANYONE, ET_READ, read_query, list_changes,
    "What changed since ?since=, for the caller's offline copy", .filters = filters },
  { "GET", "/api/sync/live", ET_ROLE_ANYONE, ET_INLINE, NULL, listen_live,
    "A WebSocket that says when there is something new", .filters = no_filters },
  { NULL },
};
/* clang-format on */

static gboolean
read_query (EtRequest *req, GError **error)
{
  static const char *const scopes[] = { "catalogue", NULL };
  EtSyncQuery *query = et_request_new_parsed (req, EtSyncQuery, NULL);
  const char *scope;

  if (!et_query_read_word (req, "scope", scopes, &scope, error))
    return FALSE;
  query->account_id = scope == NULL ? et_request_get_caller (req)->account_id : 0;
  return et_request_query_int64 (req, "since", 0, G_MAXINT64, 0, &query->since, error) &&
         et_request_query_int64 (req, "limit", 1, ET_SYNC_MAX_LIMIT, ET_SYNC_DEFAULT_LIMIT,
                                 &query->limit, error) &&
         et_request_query_int64 (req, "at", 0, G_MAXINT64, 0, &query->at, error) &&
         et_request_query_int64 (req, "after", 0, G_MAXINT64, 0, &query->after, error);
}

static gboolean
list_changes (EtRequest *req, EtDb *db, GError **error)
{
  if (!et_sync_write (db, et_request_get_app (req), et_request_get_parsed (req),
                      et_request_begin_json (req), error))
    return FALSE;
  et_request_finish_json (req);
  return TRUE;
}

/* Who listens is said in the first message, so that no token stands in an address. */
static gboolean
listen_live (EtRequest *req, EtDb *db, GError **error)
{
  return et_request_upgrade (req, error);
}

/* SPDX-License-Identifier: MIT */
#include "server/api/et-session-api.h"

#include "core/et-time.h"
#include "server/api/et-listing.h"
#include "server/api/et-visitor.h"
#include "server/repo/et-session-repo.h"
#include "server/service/et-session.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_sessions (EtRequest *req, EtDb *db, GError **error);
static gboolean end_session (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_session_api_routes[] = {
  { "GET", "/api/accounts/me/sessions", ET_ROLE_CUSTOMER, ET_READ, read_list, list_sessions,
    "Where one is signed in, the last used first", .filters = filters },
  { "DELETE", "/api/accounts/me/sessions/{id}", ET_ROLE_CUSTOMER, ET_WRITE, NULL, end_session,
    "End one of one's own sessions" },
  { NULL },
};
/* clang-format on */

static gboolean
read_list (EtRequest *req, GError **error)
{
  return et_listing_read_page (req, et_request_new_parsed (req, EtPage, NULL), error);
}

static gboolean
list_sessions (EtRequest *req, EtDb *db, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);
  const EtPage *page = et_request_get_parsed (req);
  EtSessionQuery query = { caller->account_id, caller->session_id, et_time_now () };
  g_autoptr (GPtrArray) sessions = et_session_repo_list_of_account (db, &query, page, error);
  int64_t count;

  if (sessions == NULL || !et_session_repo_count_of_account (db, &query, &count, error))
    return FALSE;
  et_listing_answer (req, page, count, sessions);
  return TRUE;
}

static gboolean
end_session (EtRequest *req, EtDb *db, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);
  int64_t session_id = et_request_get_id (req);

  if (!et_session_end_own (db, caller->account_id, session_id, error))
    return FALSE;
  if (caller->by_cookie && session_id == caller->session_id)
    et_visitor_clear_cookies (req);
  et_request_answer_ok (req);
  return TRUE;
}

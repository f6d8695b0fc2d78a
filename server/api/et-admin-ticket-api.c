/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-ticket-api.h"

#include "core/et-ticket.h"
#include "server/api/et-listing.h"
#include "server/api/et-query.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-order-code.h"
#include "server/service/et-ticket-revocation.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_tickets (EtRequest *req, EtDb *db, GError **error);
static gboolean read_revocation (EtRequest *req, GError **error);
static gboolean revoke_ticket (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_admin_ticket_api_routes[] = {
  { "GET", "/api/{admin}/tickets", ET_ROLE_ADMIN, ET_READ, read_list, list_tickets,
    "Everybody's tickets, narrowed by ?q= (short number, holder), ?state= and ?event=" },
  { "POST", "/api/{admin}/tickets/{id}/revoke", ET_ROLE_ADMIN, ET_WRITE, read_revocation,
    revoke_ticket, "Take a ticket out of use, with a reason" },
  { NULL },
};
/* clang-format on */

#define MAX_REASON 500

static const char *const filters[] = { "q", "state", "event", NULL };
static const char *const states[] = { "valid", "used", "revoked", NULL };

typedef struct
{
  EtPage page;
  EtTicketQuery query;
  char *order_code; /* owned, nullable */
} ListRequest;

static void
clear_list_request (ListRequest *parsed)
{
  g_free (parsed->order_code);
}

static gboolean
read_list (EtRequest *req, GError **error)
{
  ListRequest *parsed = et_request_new_parsed (req, ListRequest, clear_list_request);
  EtTicketQuery *query = &parsed->query;
  const char *text = et_request_get_query (req, "q");

  if (text != NULL && et_order_code_split (text, &parsed->order_code, &query->serial))
    query->order_code = parsed->order_code;
  else
    query->holder = text;
  return et_query_read_word (req, "state", states, &query->state, error) &&
         et_request_query_int64 (req, "event", 1, G_MAXINT64, 0, &query->event_id, error) &&
         et_listing_read_page (req, &parsed->page, error);
}

/* Keys are their owners' alone. */
static gboolean
list_tickets (EtRequest *req, EtDb *db, GError **error)
{
  const ListRequest *parsed = et_request_get_parsed (req);
  g_autoptr (GPtrArray) rows = et_ticket_repo_list (db, &parsed->query, &parsed->page, error);
  EtJsonWriter *writer;
  int64_t count;

  if (rows == NULL || !et_ticket_repo_count (db, &parsed->query, &count, error))
    return FALSE;

  writer = et_listing_begin (req, &parsed->page, count, filters);
  for (guint i = 0; i < rows->len; i++)
    et_record_write_json (((EtTicketRow *) rows->pdata[i])->ticket, NULL, writer);
  et_listing_finish (req, writer);
  return TRUE;
}

static gboolean
read_revocation (EtRequest *req, GError **error)
{
  static const char *const members[] = { "reason", NULL };
  const char **reason = et_request_new_body_sized (req, sizeof *reason, NULL);

  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_text (req, "reason", 1, MAX_REASON, reason, error);
}

static gboolean
revoke_ticket (EtRequest *req, EtDb *db, GError **error)
{
  const char **reason = et_request_get_parsed (req);

  if (!et_ticket_revoke (db, et_request_get_caller (req)->account_id, et_request_get_id (req),
                         *reason, error))
    return FALSE;
  et_request_answer_ok (req);
  return TRUE;
}

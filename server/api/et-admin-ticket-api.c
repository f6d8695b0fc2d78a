/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-ticket-api.h"

#include "server/api/et-listing.h"
#include "server/api/et-query.h"
#include "server/api/et-ticket-listing.h"
#include "server/service/et-ticket-revocation.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_tickets (EtRequest *req, EtDb *db, GError **error);
static gboolean read_revocation (EtRequest *req, GError **error);
static gboolean revoke_ticket (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "q", "state", "event", ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_admin_ticket_api_routes[] = {
  { "GET", "/api/{admin}/tickets", ET_ROLE_ADMIN, ET_READ, read_list, list_tickets,
    "Everybody's tickets, narrowed by ?q= (short number, holder), ?state= and ?event=", .filters = filters },
  { "POST", "/api/{admin}/tickets/{id}/revoke", ET_ROLE_ADMIN, ET_WRITE, read_revocation,
    revoke_ticket, "Take a ticket out of use, with a reason" },
  { NULL },
};
/* clang-format on */

#define MAX_REASON 500

static const char *const states[] = { "valid", "used", "revoked", NULL };

static gboolean
read_list (EtRequest *req, GError **error)
{
  EtTicketListing *listing = et_ticket_listing_new (req);

  et_ticket_listing_search (listing, et_request_get_query (req, "q"));
  return et_query_read_word (req, "state", states, &listing->query.state, error) &&
         et_request_query_int64 (req, "event", 1, G_MAXINT64, 0, &listing->query.event_id, error) &&
         et_listing_read_page (req, &listing->page, error);
}

static gboolean
list_tickets (EtRequest *req, EtDb *db, GError **error)
{
  return et_ticket_listing_answer (req, db, error);
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
  et_request_note_event (req,
                         "event=ticket_revoked ticket=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
                         et_request_get_id (req), et_request_get_caller (req)->account_id);
  et_request_answer_ok (req);
  return TRUE;
}

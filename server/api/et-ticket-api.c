/* SPDX-License-Identifier: MIT */
#include "server/api/et-ticket-api.h"

#include "server/api/et-attachment.h"
#include "server/api/et-listing.h"
#include "server/api/et-ticket-listing.h"
#include "server/service/et-document.h"
#include "server/service/et-ticket-issue.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_tickets (EtRequest *req, EtDb *db, GError **error);
static gboolean show_ticket (EtRequest *req, EtDb *db, GError **error);
static gboolean draw_qr (EtRequest *req, EtDb *db, GError **error);
static gboolean draw_ticket (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "q", ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_ticket_api_routes[] = {
  { "GET", "/api/tickets", ET_ROLE_CUSTOMER, ET_READ, read_list, list_tickets,
    "One's own tickets; staff find others by ?q= with a short number or a holder's name", .filters = filters },
  { "GET", "/api/tickets/{id}", ET_ROLE_CUSTOMER, ET_READ, NULL, show_ticket,
    "A ticket, for its owner and for staff" },
  { "GET", "/api/tickets/{id}/qr.png", ET_ROLE_CUSTOMER, ET_DRAW, NULL, draw_qr,
    "The code of a ticket" },
  { "GET", "/api/tickets/{id}/ticket.pdf", ET_ROLE_CUSTOMER, ET_DRAW, NULL, draw_ticket,
    "A ticket to be printed" },
  { NULL },
};
/* clang-format on */

static gboolean
read_list (EtRequest *req, GError **error)
{
  EtTicketListing *listing = et_ticket_listing_new (req);
  const EtCaller *caller = et_request_get_caller (req);
  const char *text = et_request_get_query (req, "q");

  if (caller->role < ET_ROLE_STAFF || text == NULL)
    listing->query.account_id = caller->account_id;
  else
    et_ticket_listing_search (listing, text);
  return et_listing_read_page (req, &listing->page, error);
}

static gboolean
list_tickets (EtRequest *req, EtDb *db, GError **error)
{
  return et_ticket_listing_answer (req, db, error);
}

/* Somebody else's ticket is nothing that exists, but for staff. @ret_is_owner: (optional). */
static EtTicket *
find_ticket (EtRequest *req, EtDb *db, gboolean *ret_is_owner, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);
  int64_t account_id;
  g_autoptr (EtTicket) ticket = et_ticket_issue_load (db, et_request_get_app (req),
                                                      et_request_get_id (req), &account_id, error);

  if (ticket == NULL)
    return NULL;
  if (account_id != caller->account_id && caller->role < ET_ROLE_STAFF)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  if (ret_is_owner != NULL)
    *ret_is_owner = account_id == caller->account_id;
  return g_steal_pointer (&ticket);
}

static gboolean
show_ticket (EtRequest *req, EtDb *db, GError **error)
{
  gboolean is_owner;
  g_autoptr (EtTicket) ticket = find_ticket (req, db, &is_owner, error);

  if (ticket == NULL)
    return FALSE;
  if (!is_owner)
    g_clear_pointer (&ticket->ticket_key, g_free);
  et_record_write_json_members (ticket, et_request_begin_json (req));
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
draw_qr (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtTicket) ticket = find_ticket (req, db, NULL, error);
  g_autoptr (GBytes) png = ticket != NULL ? et_document_draw_qr (ticket, error) : NULL;

  if (png == NULL)
    return FALSE;
  et_attachment_answer (req, png, "image/png", "ticket", ticket->short_number, "png");
  return TRUE;
}

static gboolean
draw_ticket (EtRequest *req, EtDb *db, GError **error)
{
  const char *language = et_request_get_language (req);
  g_autoptr (EtTicket) ticket = find_ticket (req, db, NULL, error);
  g_autoptr (GBytes) pdf = ticket != NULL ? et_document_draw_ticket (ticket, language, error)
                                          : NULL;

  if (pdf == NULL)
    return FALSE;
  et_attachment_answer (req, pdf, "application/pdf", "ticket", ticket->short_number, "pdf");
  return TRUE;
}

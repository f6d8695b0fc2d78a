/* SPDX-License-Identifier: MIT */
#include "server/api/et-ticket-listing.h"

#include "server/api/et-listing.h"
#include "server/service/et-order-code.h"
#include "server/service/et-ticket-issue.h"

static void
clear_listing (EtTicketListing *listing)
{
  g_free (listing->order_code);
}

/* What the reader of a request fills in. Returns: (transfer none): freed with @req. */
EtTicketListing *
et_ticket_listing_new (EtRequest *req)
{
  return et_request_new_parsed (req, EtTicketListing, clear_listing);
}

/* Narrows the list by what people know of a ticket: its short number or its order's code, else a
 * part of its holder's name. @text: (nullable): as long-lived as the request. */
void
et_ticket_listing_search (EtTicketListing *listing, const char *text)
{
  EtTicketQuery *query = &listing->query;

  if (text != NULL && et_order_code_split (text, &listing->order_code, &query->serial))
    query->order_code = listing->order_code;
  else
    query->holder = text;
}

/* Answers with the page. Only the caller's own tickets show their keys. */
gboolean
et_ticket_listing_answer (EtRequest *req, EtDb *db, GError **error)
{
  const EtTicketListing *listing = et_request_get_parsed (req);
  int64_t account_id = et_request_get_caller (req)->account_id;
  g_autoptr (GPtrArray) rows = et_ticket_repo_list (db, &listing->query, &listing->page, error);
  EtJsonWriter *writer;
  int64_t count;

  if (rows == NULL || !et_ticket_repo_count (db, &listing->query, &count, error))
    return FALSE;

  writer = et_listing_begin (req, &listing->page, count);
  for (guint i = 0; i < rows->len; i++)
    {
      EtTicketRow *row = rows->pdata[i];

      et_ticket_issue_complete (et_request_get_app (req), row);
      if (row->account_id != account_id)
        g_clear_pointer (&row->ticket->ticket_key, g_free);
      et_record_write_json (row->ticket, NULL, writer);
    }
  et_listing_finish (req, writer);
  return TRUE;
}

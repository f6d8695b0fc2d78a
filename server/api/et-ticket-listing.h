/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"
#include "server/repo/et-ticket-repo.h"

G_BEGIN_DECLS

/* A page of tickets that somebody asks for. */
typedef struct
{
  EtPage page;
  EtTicketQuery query;
  char *order_code; /* owned, nullable; what query.order_code points to */
} EtTicketListing;

EtTicketListing *et_ticket_listing_new (EtRequest *req);
void et_ticket_listing_search (EtTicketListing *listing, const char *text);
gboolean et_ticket_listing_answer (EtRequest *req, EtDb *db, GError **error);

G_END_DECLS

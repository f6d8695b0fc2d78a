/* SPDX-License-Identifier: MIT */
#include "client-ticket.h"

#include "client/et-call.h"
#include "client/et-copy.h"
#include "core/et-time.h"

/* Returns: (transfer full): a valid ticket of two hours, whose short number is K7PQ2 and its id. */
EtTicket *
client_ticket_new (int64_t id, const char *event_name, int64_t starts_at)
{
  EtTicket *ticket = et_ticket_new ();

  ticket->id = id;
  ticket->order_id = ticket->offer_id = 1;
  ticket->admits = 2;
  ticket->starts_at = starts_at;
  ticket->ends_at = starts_at + 2 * ET_HOUR;
  ticket->valid_from = starts_at - 12 * ET_HOUR;
  ticket->valid_until = ticket->ends_at + 6 * ET_HOUR;
  ticket->used_at = ticket->doors_at = ET_NULL_INT64;
  ticket->short_number = g_strdup_printf ("K7PQ2-%d", (int) id);
  et_record_set_text (&ticket->state, "valid");
  et_record_set_text (&ticket->holder, "Zoé");
  et_record_set_text (&ticket->offer_name, "Ticket Duo");
  et_record_set_text (&ticket->offer_type, "duo");
  et_record_set_text (&ticket->event_name, event_name);
  et_record_set_text (&ticket->sport, "swimming");
  et_record_set_text (&ticket->venue, "Paris La Défense Arena");
  et_record_set_text (&ticket->time_zone, "Europe/Paris");
  return ticket;
}

static gpointer
put (EtDb *db, gpointer ticket, GError **error)
{
  et_store_announce ("ticket");
  return et_copy_put (db, "tickets", ticket, error) ? ET_DONE : NULL;
}

/* Keeps a ticket in the copy. */
void
client_ticket_put (EtStore *store, EtTicket *ticket)
{
  g_autoptr (GError) error = NULL;

  et_store_run (store, put, ticket, NULL, &error);
  g_assert_no_error (error);
}

void
client_ticket_add (EtStore *store, int64_t id, const char *event_name, int64_t starts_at)
{
  g_autoptr (EtTicket) ticket = client_ticket_new (id, event_name, starts_at);

  client_ticket_put (store, ticket);
}

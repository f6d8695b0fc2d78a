/* SPDX-License-Identifier: MIT */
#include "core/et-ticket.h"

#include <glib/gi18n-lib.h>

#include "core/et-translation.h"

static const EtField fields[] = {
  ET_FIELD (EtTicket, id, INT64, REQUIRED),
  ET_FIELD (EtTicket, order_id, INT64, REQUIRED),
  ET_FIELD (EtTicket, offer_id, INT64, REQUIRED),
  ET_FIELD (EtTicket, short_number, TEXT, REQUIRED),
  ET_FIELD (EtTicket, ticket_key, TEXT, NULLABLE),
  ET_FIELD (EtTicket, state, TEXT, REQUIRED),
  ET_FIELD (EtTicket, refunded, BOOL, OPTIONAL),
  ET_FIELD (EtTicket, prints, INT64, OPTIONAL),
  ET_FIELD (EtTicket, holder, TEXT, REQUIRED),
  ET_FIELD (EtTicket, offer_name, TEXT, REQUIRED),
  ET_FIELD (EtTicket, offer_type, TEXT, REQUIRED),
  ET_FIELD (EtTicket, admits, INT64, REQUIRED),
  ET_FIELD (EtTicket, price_cents, INT64, REQUIRED_MONEY),
  ET_FIELD (EtTicket, currency, TEXT, OPTIONAL),
  ET_FIELD (EtTicket, valid_from, TIME, REQUIRED),
  ET_FIELD (EtTicket, valid_until, TIME, REQUIRED),
  ET_FIELD (EtTicket, created_at, TIME, OPTIONAL),
  ET_FIELD (EtTicket, used_at, TIME, NULLABLE),
  ET_FIELD (EtTicket, used_gate, TEXT, NULLABLE),
  ET_FIELD (EtTicket, event_name, TEXT, REQUIRED),
  ET_FIELD (EtTicket, sport, TEXT, REQUIRED),
  ET_FIELD (EtTicket, venue, TEXT, REQUIRED),
  ET_FIELD (EtTicket, starts_at, TIME, REQUIRED),
  ET_FIELD (EtTicket, ends_at, TIME, REQUIRED),
  ET_FIELD (EtTicket, doors_at, TIME, NULLABLE),
  ET_FIELD (EtTicket, time_zone, TEXT, REQUIRED),
  ET_FIELD (EtTicket, organiser, TEXT, NULLABLE),
  { NULL },
};

ET_DEFINE_RECORD (EtTicket, et_ticket, fields)

static const char *
get_name (const char *state)
{
  if (g_strcmp0 (state, "valid") == 0)
    return N_ ("Valid");
  if (g_strcmp0 (state, "used") == 0)
    return N_ ("Used");
  if (g_strcmp0 (state, "revoked") == 0)
    return N_ ("Revoked");
  if (g_strcmp0 (state, "genuine") == 0)
    return N_ ("Genuine");
  return state;
}

/* Returns: (transfer none): the word for how a ticket stands, in @language: that it was refunded
 * says more than its state. */
const char *
et_ticket_get_state_text (EtTicket *ticket, const char *language)
{
  return ticket->refunded ? et_translate_in (language, "ticket", NC_ ("ticket", "Refunded"))
                          : et_translate (language, get_name (ticket->state));
}

/* Returns: whether it lets nobody in any more, though it would look valid on paper: it was revoked,
 * or its money was given back. */
gboolean
et_ticket_is_void (EtTicket *ticket)
{
  return ticket->refunded || g_strcmp0 (ticket->state, "revoked") == 0;
}

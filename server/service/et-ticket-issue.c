/* SPDX-License-Identifier: MIT */
#include "server/service/et-ticket-issue.h"

#include <sodium.h>
#include <string.h>

#include "core/et-fold.h"
#include "core/et-time.h"
#include "db/et-db-change.h"

#define OPENS_BEFORE (12 * ET_HOUR)
#define CLOSES_AFTER (6 * ET_HOUR)
#define MAX_SECRET 128

/* Milliseconds UTC, whole seconds as a ticket key has them. */
int64_t
et_ticket_valid_from (int64_t event_starts_at)
{
  int64_t from = MAX (event_starts_at - OPENS_BEFORE, 0);

  return from - from % ET_SECOND;
}

int64_t
et_ticket_valid_until (int64_t event_ends_at)
{
  return event_ends_at + CLOSES_AFTER;
}

static int64_t
minutes_between (int64_t from, int64_t until)
{
  return MAX (until - from + ET_MINUTE - 1, 0) / ET_MINUTE;
}

static void
fill_in_nonce (EtTicketClaims *claims,
               const EtPendingOrder *order,
               const EtBuyer *buyer,
               int64_t serial)
{
  guint8 secret[MAX_SECRET];
  gsize length;
  const guint8 *account_secret = g_bytes_get_data (buyer->secret, &length);

  g_assert (length + ET_PURCHASE_KEY_SIZE <= sizeof secret);

  memcpy (secret, account_secret, length);
  memcpy (secret + length, order->purchase_key, ET_PURCHASE_KEY_SIZE);
  et_ticket_nonce_derive (secret, length + ET_PURCHASE_KEY_SIZE, serial, claims->nonce);
  sodium_memzero (secret, sizeof secret);
}

static void
fill_in_claims (EtTicketClaims *claims, EtSigningKeys *keys, const EtSaleLine *line)
{
  claims->key_id = et_signing_keys_get_newest (keys);
  claims->offer_id = line->offer_id;
  claims->admits = (guint8) line->admits;
  claims->valid_from_ms = et_ticket_valid_from (line->starts_at);
  claims->valid_minutes = minutes_between (claims->valid_from_ms,
                                           et_ticket_valid_until (line->stock.ends_at));
}

/* Makes the tickets of an order that is paid: one a place, numbered through all lines. The row
 * keeps what the key will say; nothing is signed here.
 * @lines: of EtSaleLine. Returns: (transfer full): the tickets' ids, an array of int64_t. */
GArray *
et_ticket_issue_sell (EtDb *db,
                      EtSigningKeys *keys,
                      const EtPendingOrder *order,
                      const EtBuyer *buyer,
                      GArray *lines,
                      int64_t now,
                      GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autofree char *holder_key = et_fold (buyer->name);
  EtNewTicket ticket = {
    .order_id = order->order_id,
    .account_id = order->account_id,
    .created_at = now,
    .holder = buyer->name,
    .holder_key = holder_key,
  };

  for (guint i = 0; i < lines->len; i++)
    {
      const EtSaleLine *line = &g_array_index (lines, EtSaleLine, i);

      ticket.price_cents = line->price_cents;
      fill_in_claims (&ticket.claims, keys, line);
      for (int64_t n = 0; n < line->quantity; n++)
        {
          int64_t id;

          ticket.serial++;
          fill_in_nonce (&ticket.claims, order, buyer, ticket.serial);
          if (!et_ticket_repo_insert (db, &ticket, &id, error))
            return NULL;
          g_array_append_val (ids, id);
          et_db_announce (db, "ticket", id, order->account_id, FALSE);
        }
    }
  return g_steal_pointer (&ids);
}

/* Adds what no row keeps: the organiser, and for its owner's eyes the key, the same bytes each
 * time. It stays NULL when the signing key is no longer in the key file. */
void
et_ticket_issue_complete (const EtServices *services, EtTicketRow *row)
{
  et_record_set_text (&row->ticket->organiser, services->config->seller_name);
  g_free (row->ticket->ticket_key);
  row->ticket->ticket_key = et_signing_keys_issue (services->signing_keys, &row->claims);
}

/* Returns: (transfer full): the ticket with its key; NULL with ET_ERROR_NOT_FOUND. */
EtTicket *
et_ticket_issue_load (EtDb *db,
                      const EtServices *services,
                      int64_t ticket_id,
                      int64_t *ret_account_id,
                      GError **error)
{
  g_autoptr (EtTicketRow) row = et_ticket_repo_find (db, ticket_id, error);

  if (row == NULL)
    return NULL;

  et_ticket_issue_complete (services, row);
  *ret_account_id = row->account_id;
  return g_steal_pointer (&row->ticket);
}

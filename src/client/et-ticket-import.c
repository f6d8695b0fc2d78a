/* SPDX-License-Identifier: MIT */
#include "client/et-ticket-import.h"

#include <glib/gi18n-lib.h>

#include "client/et-copy.h"
#include "client/et-public-keys.h"
#include "core/et-blocking.h"
#include "core/et-offer.h"
#include "core/et-ticket-key.h"
#include "core/et-time.h"

typedef struct
{
  const char *text; /* borrowed; the key as the code holds it */
  const EtTicketClaims *claims; /* borrowed */
} Import;

/* Returns: (transfer full): what the signature proves, with what the catalogue says about it. */
static EtTicket *
make_ticket (Import *import, EtOffer *offer)
{
  EtTicket *ticket = et_ticket_new ();

  ticket->id = import->claims->ticket_id;
  ticket->offer_id = offer->id;
  ticket->admits = import->claims->admits;
  ticket->price_cents = offer->price_cents;
  ticket->valid_from = import->claims->valid_from_ms;
  ticket->valid_until = ticket->valid_from + import->claims->valid_minutes * ET_MINUTE;
  ticket->created_at = et_time_now ();
  ticket->used_at = ET_NULL_INT64;
  ticket->starts_at = offer->starts_at;
  ticket->ends_at = offer->ends_at;
  ticket->doors_at = offer->doors_at;
  ticket->short_number = g_strdup_printf ("T%" G_GINT64_FORMAT, ticket->id);
  et_record_set_text (&ticket->ticket_key, import->text);
  et_record_set_text (&ticket->state, "genuine");
  et_record_set_text (&ticket->holder, "");
  et_record_set_text (&ticket->offer_name, offer->name);
  et_record_set_text (&ticket->offer_type, offer->offer_type);
  et_record_set_text (&ticket->currency, offer->currency);
  et_record_set_text (&ticket->event_name, offer->event_name);
  et_record_set_text (&ticket->sport, offer->sport);
  et_record_set_text (&ticket->venue, offer->venue);
  et_record_set_text (&ticket->time_zone, offer->time_zone);
  return ticket;
}

/* What the server sends of one's own ticket is better than what the code says. */
static gpointer
keep (EtDb *db, gpointer data, GError **error)
{
  Import *import = data;
  g_autoptr (EtOffer) offer = NULL;
  g_autoptr (EtTicket)
      ticket = et_copy_find (db, et_ticket_get_type (), "SELECT * FROM tickets WHERE id = :id",
                             import->claims->ticket_id, NULL);

  if (ticket != NULL)
    return g_steal_pointer (&ticket);
  offer = et_copy_find (db, et_offer_get_type (), "SELECT * FROM offers WHERE id = :id",
                        import->claims->offer_id, NULL);
  if (offer == NULL)
    {
      et_error_set_sentence (
          error, ET_ERROR_NOT_FOUND,
          N_ ("The ticket is genuine, but its offer is not in the copy. Update it first."));
      return NULL;
    }
  ticket = make_ticket (import, offer);
  if (!et_copy_put (db, "tickets", ticket, error))
    return NULL;
  et_store_announce ("ticket");
  return g_steal_pointer (&ticket);
}

/* The server may sign with a key that is newer than the copy. */
static gboolean
prove (EtContext *context,
       const EtTicketKey *key,
       gboolean *ret_is_genuine,
       GCancellable *cancellable,
       GError **error)
{
  EtStore *store = et_context_get_store (context);
  g_autoptr (GError) unknown = NULL;

  if (et_public_keys_prove (store, key, ret_is_genuine, &unknown))
    return TRUE;
  if (!g_error_matches (unknown, ET_ERROR, ET_ERROR_OFFLINE))
    {
      g_propagate_error (error, g_steal_pointer (&unknown));
      return FALSE;
    }
  return et_public_keys_fetch (store, et_context_get_remote (context), cancellable, error) &&
         et_public_keys_prove (store, key, ret_is_genuine, error);
}

/* The first of the codes that is a ticket's key. */
static const char *
find_key (const char *const *codes, EtTicketKey *ret_key)
{
  for (; *codes != NULL; codes++)
    if (et_ticket_key_parse (*codes, ret_key, NULL))
      return *codes;
  return NULL;
}

/* Puts the ticket of one of @codes into the wallet, when its signature is good. Sets
 * ET_ERROR_TICKET_UNKNOWN when none is a ticket of this server, ET_ERROR_NOT_FOUND when its offer
 * is not known, and the remote's errors when a new signing key cannot be asked for. Blocks.
 * Returns: (transfer full): the ticket; one that was there already stays as it was. */
EtTicket *
et_ticket_import (EtContext *context,
                  const char *const *codes,
                  GCancellable *cancellable,
                  GError **error)
{
  EtTicketKey key;
  const char *text = find_key (codes, &key);
  Import import = { text, &key.claims };
  gboolean is_genuine = FALSE;

  ET_BLOCKS ();
  if (text == NULL)
    {
      et_error_set_sentence (error, ET_ERROR_TICKET_UNKNOWN,
                             N_ ("There is no ticket in this file"));
      return NULL;
    }
  if (!prove (context, &key, &is_genuine, cancellable, error))
    return NULL;
  if (!is_genuine)
    {
      et_error_set_sentence (error, ET_ERROR_TICKET_UNKNOWN,
                             N_ ("The ticket is not genuine: this server did not sign it"));
      return NULL;
    }
  return et_store_run (et_context_get_store (context), keep, &import, g_object_unref, error);
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* A ticket as its owner keeps, shows and prints it. */
typedef struct _EtTicket
{
  EtRecord parent_instance;

  int64_t id;
  int64_t order_id;
  int64_t offer_id;
  char *short_number; /* owned; order code and serial, such as K7PQ2-3 */
  char *ticket_key; /* owned; NULL for whoever is not its owner */
  char *state; /* owned; "valid", "used" or "revoked"; "genuine" when imported */
  gboolean refunded; /* its money was given back; one that was used stays so */
  int64_t prints; /* how often it was printed, as the server was told */
  char *holder; /* owned */
  char *offer_name; /* owned */
  char *offer_type; /* owned */
  int64_t admits;
  int64_t price_cents;
  char *currency; /* owned */
  int64_t valid_from;
  int64_t valid_until;
  int64_t created_at;
  int64_t used_at; /* ET_NULL_INT64 until it is admitted */
  char *used_gate; /* owned, nullable */

  char *event_name; /* owned */
  char *sport; /* owned */
  char *venue; /* owned */
  int64_t starts_at;
  int64_t ends_at;
  int64_t doors_at; /* ET_NULL_INT64 when unknown */
  char *time_zone; /* owned */
  char *organiser; /* owned, nullable: who answers for the event */
} EtTicket;

ET_DECLARE_RECORD (EtTicket, et_ticket, TICKET)

gboolean et_ticket_is_void (EtTicket *ticket);
const char *et_ticket_get_state_text (EtTicket *ticket, const char *language);

G_END_DECLS

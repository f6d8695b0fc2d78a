/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* A kind of ticket for one event. Its event's members stand beside its own, so that a card, a
 * search and the offline copy need nothing else. */
typedef struct _EtOffer
{
  EtRecord parent_instance;

  int64_t id;
  int64_t event_id;
  char *name; /* owned */
  char *offer_type; /* owned; "solo", "duo" or "familiale" */
  int64_t admits; /* people a ticket lets in */
  char *description; /* owned */
  int64_t price_cents;
  char *currency; /* owned */
  gboolean is_active;
  char *availability; /* owned; "available", "few" or "sold_out" */
  int64_t sale_starts; /* ET_NULL_INT64: it has begun */
  int64_t sale_ends; /* ET_NULL_INT64: with the event */
  int64_t max_per_order; /* tickets; ET_NULL_INT64 for as many as an order may have */
  int64_t max_per_account; /* tickets; ET_NULL_INT64 for any number */
  int64_t version;

  char *event_name; /* owned */
  char *sport; /* owned */
  char *venue; /* owned */
  int64_t starts_at;
  int64_t ends_at;
  int64_t doors_at; /* ET_NULL_INT64 when unknown */
  char *time_zone; /* owned */

  /* Administrators' answers only; ET_NULL_INT64 elsewhere. */
  int64_t quota; /* tickets; ET_NULL_INT64 for unlimited */
  int64_t sold; /* tickets */
} EtOffer;

ET_DECLARE_RECORD (EtOffer, et_offer, OFFER)

typedef enum
{
  ET_SALE_COMING,
  ET_SALE_ON,
  ET_SALE_OVER
} EtSalePhase;

EtSalePhase et_offer_get_sale_phase (EtOffer *offer, int64_t now);

/* The types of offers, ended by NULL: words of the API. */
extern const char *const et_offer_type_words[];
const char *et_offer_type_get_name (const char *word);
int64_t et_offer_type_get_admits (const char *word);

G_END_DECLS

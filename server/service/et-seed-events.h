/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An event of the demonstration catalogue with its three offers, in the order of
 * et_offer_type_words. */
typedef struct
{
  const char *title; /* of the offers, after "Ticket Solo - " */
  const char *name; /* of the event */
  const char *sport;
  const char *venue;
  const char *description;
  guint8 month, day; /* 0 for an event that is on now */
  guint8 hour, minute; /* in Paris */
  gint16 minutes; /* how long it takes */
  int64_t capacity; /* people */
  int64_t price_cents[3];
  int64_t quota[3]; /* tickets */
} EtSeedEvent;

extern const EtSeedEvent et_seed_events[];
extern const gsize et_seed_n_events;

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#include "core/et-offer.h"

#include <glib/gi18n-lib.h>

static const EtField fields[] = {
  ET_FIELD (EtOffer, id, INT64, REQUIRED),
  ET_FIELD (EtOffer, event_id, INT64, REQUIRED),
  ET_FIELD (EtOffer, name, TEXT, REQUIRED),
  ET_FIELD (EtOffer, offer_type, TEXT, REQUIRED),
  ET_FIELD (EtOffer, admits, INT64, REQUIRED),
  ET_FIELD (EtOffer, description, TEXT, OPTIONAL),
  ET_FIELD (EtOffer, price_cents, INT64, REQUIRED_MONEY),
  ET_FIELD (EtOffer, currency, TEXT, OPTIONAL),
  ET_FIELD (EtOffer, is_active, BOOL, REQUIRED),
  ET_FIELD (EtOffer, availability, TEXT, OPTIONAL),
  ET_FIELD (EtOffer, sale_starts, TIME, NULLABLE),
  ET_FIELD (EtOffer, sale_ends, TIME, NULLABLE),
  ET_FIELD (EtOffer, max_per_order, INT64, NULLABLE),
  ET_FIELD (EtOffer, max_per_account, INT64, NULLABLE),
  ET_FIELD (EtOffer, version, INT64, OPTIONAL),
  ET_FIELD (EtOffer, event_name, TEXT, OPTIONAL),
  ET_FIELD (EtOffer, sport, TEXT, OPTIONAL),
  ET_FIELD (EtOffer, venue, TEXT, OPTIONAL),
  ET_FIELD (EtOffer, starts_at, TIME, OPTIONAL),
  ET_FIELD (EtOffer, ends_at, TIME, OPTIONAL),
  ET_FIELD (EtOffer, doors_at, TIME, NULLABLE),
  ET_FIELD (EtOffer, time_zone, TEXT, OPTIONAL),
  ET_FIELD (EtOffer, quota, INT64, NULLABLE),
  ET_FIELD (EtOffer, sold, INT64, NULLABLE),
  { NULL },
};

ET_DEFINE_RECORD (EtOffer, et_offer, fields)

const char *const et_offer_type_words[] = { "solo", "duo", "familiale", NULL };

/* Returns: the English name of a type, a msgid. */
const char *
et_offer_type_get_name (const char *word)
{
  static const char *const names[] = { N_ ("Solo"), N_ ("Duo"), N_ ("Family") };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (word, et_offer_type_words[i]) == 0)
      return names[i];
  return word;
}

/* Returns: how many people an offer of this type admits unless it says otherwise, 0 for a type
 * that does not exist. */
int64_t
et_offer_type_get_admits (const char *word)
{
  static const int64_t admits[] = { 1, 2, 4 };

  for (gsize i = 0; i < G_N_ELEMENTS (admits); i++)
    if (g_strcmp0 (word, et_offer_type_words[i]) == 0)
      return admits[i];
  return 0;
}

/* Whether an offer is on sale at a moment, as far as its dates say. */
EtSalePhase
et_offer_get_sale_phase (EtOffer *offer, int64_t now)
{
  if (offer->sale_starts != ET_NULL_INT64 && now < offer->sale_starts)
    return ET_SALE_COMING;
  if (offer->sale_ends != ET_NULL_INT64 && now >= offer->sale_ends)
    return ET_SALE_OVER;
  return ET_SALE_ON;
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"
#include "core/et-offer.h"

G_BEGIN_DECLS

/* Each falls back on the number of the offer. */
typedef enum
{
  ET_OFFER_ORDER_PRICE, /* as the original sorts them */
  ET_OFFER_ORDER_DATE,
  ET_OFFER_ORDER_NAME, /* of the event, then of the offer; accents and case ignored */
  ET_OFFER_ORDER_N,
} EtOfferOrder;

typedef struct
{
  const char *text; /* nullable; accents and case ignored; matches name, event, venue, sport */
  const char *offer_type; /* nullable */
  const char *sport; /* nullable */
  int64_t from; /* ET_NULL_INT64, or events that start at or after */
  int64_t until; /* ET_NULL_INT64, or events that start before */
  int64_t event_id; /* 0 for those of any event */
  gboolean is_in_cart; /* only those of which the cart has a line */
  guint limit; /* offers at most; 0 for all */
  int64_t max_price_cents; /* 0 for any price */
  EtOfferOrder order;
} EtOfferFilter;

/* Offers of the offline copy. The result is a GListStore of EtOffer. */
void et_catalogue_store_list_async (EtStore *store,
                                    const EtOfferFilter *filter,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
GListModel *et_catalogue_store_list_finish (EtStore *store, GAsyncResult *result, GError **error);
GListModel *et_catalogue_store_list (EtStore *store,
                                     const EtOfferFilter *filter,
                                     GError **error); /* blocking */

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-offer.h"
#include "db/et-db.h"
#include "server/repo/et-page.h"
#include "server/repo/et-rows.h"
#include "server/repo/et-stock.h"

G_BEGIN_DECLS

/* Which offers a list holds; NULL and "" of a text leave it open. */
typedef struct
{
  const char *text; /* nullable; in the offer or its event, any spelling */
  const char *offer_type; /* nullable */
  const char *sport; /* nullable */
  int is_active; /* 0, 1, or -1 for both */
} EtOfferQuery;

GPtrArray *et_offer_repo_list_on_sale (EtDb *db, int64_t now, GError **error);
GPtrArray *
et_offer_repo_list_changed (EtDb *db, const EtChangeRange *range, int64_t now, GError **error);
GPtrArray *
et_offer_repo_list (EtDb *db, const EtOfferQuery *query, const EtPage *page, GError **error);
gboolean
et_offer_repo_count (EtDb *db, const EtOfferQuery *query, int64_t *ret_count, GError **error);
EtOffer *et_offer_repo_find (EtDb *db, int64_t offer_id, GError **error);
gboolean et_offer_repo_read_stock (
    EtDb *db, int64_t offer_id, EtStock *ret_stock, char **ret_name, GError **error);
GArray *et_offer_repo_list_ids_of_event (EtDb *db, int64_t event_id, GError **error);
GArray *et_offer_repo_list_ids_ended (EtDb *db, int64_t after, int64_t until, GError **error);

gboolean et_offer_repo_insert (EtDb *db, EtOffer *offer, int64_t *ret_id, GError **error);
gboolean et_offer_repo_update (EtDb *db, EtOffer *offer, gboolean *ret_found, GError **error);
gboolean et_offer_repo_deactivate (EtDb *db, int64_t offer_id, GError **error);
gboolean et_offer_repo_delete (EtDb *db, int64_t offer_id, GError **error);

gboolean et_offer_repo_sell_held (EtDb *db, int64_t offer_id, int64_t quantity, GError **error);
gboolean
et_offer_repo_give_back_held (EtDb *db, int64_t offer_id, int64_t quantity, GError **error);
gboolean
et_offer_repo_give_back_sold (EtDb *db, int64_t offer_id, int64_t quantity, GError **error);

G_END_DECLS

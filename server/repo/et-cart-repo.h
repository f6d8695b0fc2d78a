/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-cart.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* Orders in state 'cart'. */
gboolean
et_cart_repo_find_of_account (EtDb *db, int64_t account_id, int64_t *ret_order_id, GError **error);
gboolean
et_cart_repo_find_of_guest (EtDb *db, int64_t session_id, int64_t *ret_order_id, GError **error);
gboolean et_cart_repo_insert (EtDb *db,
                              int64_t account_id,
                              int64_t session_id,
                              int64_t now,
                              int64_t held_until,
                              int64_t *ret_order_id,
                              GError **error);
gboolean
et_cart_repo_give_to_account (EtDb *db, int64_t order_id, int64_t account_id, GError **error);
gboolean et_cart_repo_delete (EtDb *db, int64_t order_id, GError **error);
gboolean et_cart_repo_delete_abandoned (EtDb *db, int64_t limit, GError **error);

GPtrArray *et_cart_repo_list_lines (EtDb *db, int64_t order_id, GError **error);
gboolean et_cart_repo_read_quantities (EtDb *db,
                                       int64_t order_id,
                                       int64_t offer_id,
                                       int64_t *ret_of_offer,
                                       int64_t *ret_of_others,
                                       GError **error);
gboolean et_cart_repo_set_line (EtDb *db,
                                int64_t order_id,
                                int64_t offer_id,
                                int64_t quantity,
                                gboolean is_new,
                                GError **error);
gboolean et_cart_repo_delete_line (EtDb *db, int64_t order_id, int64_t offer_id, GError **error);
gboolean et_cart_repo_delete_lines (EtDb *db, int64_t order_id, GError **error);
gboolean et_cart_repo_delete_lines_of_offer (EtDb *db, int64_t offer_id, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-cart.h"
#include "db/et-db.h"
#include "server/service/et-config.h"

G_BEGIN_DECLS

/* Whose cart: an account's, or with account_id 0 that of a guest's session; with both 0 nobody's,
 * who has an empty one. */
typedef struct
{
  int64_t account_id;
  int64_t session_id;
} EtCartOwner;

/* A line somebody wants in a cart. */
typedef struct
{
  int64_t offer_id;
  int64_t quantity;
} EtCartWish;

EtCart *et_cart_load (EtDb *db, const EtCartOwner *owner, int64_t *ret_order_id, GError **error);
gboolean et_cart_add (EtDb *db,
                      const EtConfig *config,
                      const EtCartOwner *owner,
                      const EtCartWish *wish,
                      int64_t *ret_order_id,
                      GError **error);
gboolean et_cart_set (EtDb *db,
                      const EtConfig *config,
                      const EtCartOwner *owner,
                      const EtCartWish *wish,
                      GError **error);
gboolean et_cart_clear (EtDb *db, const EtCartOwner *owner, GError **error);
gboolean et_cart_hold (EtDb *db, const EtConfig *config, int64_t account_id, GError **error);
gboolean et_cart_adopt (EtDb *db,
                        const EtConfig *config,
                        int64_t account_id,
                        int64_t guest_session_id,
                        const EtCartWish *wishes,
                        gsize n_wishes,
                        GError **error);

/* For the checkout. */
gboolean
et_cart_check_limits (const EtConfig *config, int64_t quantity, int64_t others, GError **error);
gboolean et_cart_merge (
    EtDb *db, const EtConfig *config, int64_t from_order_id, int64_t to_order_id, GError **error);

G_END_DECLS

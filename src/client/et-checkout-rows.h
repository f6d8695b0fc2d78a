/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* A checkout that was begun and whose outcome is not known. */
typedef struct _EtCheckout
{
  EtRecord parent_instance;

  char *request_key; /* owned; its Idempotency-Key */
  int64_t order_id; /* of the order that the cart becomes; 0 when the server had no cart */
  int64_t total_cents; /* what the person agreed to */
  int64_t created_at;
} EtCheckout;

ET_DECLARE_RECORD (EtCheckout, et_checkout, CHECKOUT)

/* From jobs of the store. */
EtCheckout *et_checkout_rows_propose (EtDb *db, GError **error);
gboolean et_checkout_rows_put (EtDb *db, EtCheckout *checkout, GError **error);
EtCheckout *et_checkout_rows_find (EtDb *db, GError **error);
gboolean et_checkout_rows_end (EtDb *db, GError **error);
EtOrder *et_checkout_rows_find_paid (EtDb *db, int64_t order_id, GError **error);
gboolean et_checkout_rows_settle (EtDb *db, GError **error);

G_END_DECLS

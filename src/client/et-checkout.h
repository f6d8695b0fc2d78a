/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-session.h"

G_BEGIN_DECLS

/* What was bought. */
typedef struct
{
  int64_t order_id;
  GArray *tickets; /* owned; of int64_t */
} EtPurchase;

EtPurchase *et_checkout_run (EtSession *session,
                             const char *card,
                             int64_t attempt,
                             GCancellable *cancellable,
                             GError **error);
void et_purchase_free (EtPurchase *purchase);

G_END_DECLS

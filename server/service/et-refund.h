/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-invoice.h"
#include "server/db/et-writer.h"
#include "server/repo/et-sale-repo.h"
#include "server/service/et-payment.h"

G_BEGIN_DECLS

/* Who refunds what of an order, and why. */
typedef struct
{
  int64_t actor_id;
  int64_t order_id;
  GArray *ticket_ids; /* nullable, of int64_t: NULL for all that are not refunded yet */
  const char *reason;
  gboolean is_forced; /* tickets that were used, too */
  const char *end_state; /* of an order that is refunded whole: "refunded" or "cancelled" */
} EtRefund;

EtInvoice *et_refund_carry_out (EtDb *db, const EtRefund *refund, GError **error);
EtInvoice *et_refund_load_note (EtDb *db, int64_t order_id, int64_t nth, GError **error);
gboolean et_refund_return_money (EtDb *reader,
                                 EtWriter *writer,
                                 EtPaymentProvider *provider,
                                 GError **error);

G_END_DECLS

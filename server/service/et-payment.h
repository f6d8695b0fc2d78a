/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-error.h"

G_BEGIN_DECLS

/* A payment provider: the first is simulated, a real one is one more file. Calls block and are
 * made on the PAY pool. @order_id is the provider's idempotency key: the same payment asked twice
 * is made once. */
typedef struct _EtPaymentProvider EtPaymentProvider;

typedef enum
{
  ET_PAYMENT_PAID,
  ET_PAYMENT_DECLINED,
  ET_PAYMENT_UNKNOWN /* the provider never heard of it, or does not answer */
} EtPaymentState;

struct _EtPaymentProvider
{
  /* ET_ERROR_PAYMENT_DECLINED, ET_ERROR_PAYMENT_TIMEOUT or ET_ERROR_UNAVAILABLE on failure. */
  gboolean (*charge) (EtPaymentProvider *self,
                      int64_t order_id,
                      int64_t cents,
                      const char *card_number, /* nullable */
                      GError **error);
  EtPaymentState (*ask) (EtPaymentProvider *self, int64_t order_id);
  void (*free) (EtPaymentProvider *self);
};

EtPaymentProvider *et_simulated_payment_new (int64_t timeout_ms);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-error.h"

G_BEGIN_DECLS

/* A payment provider: the first is simulated, a real one is one more file. Calls block, are made
 * from several threads, never from the writer's. @order_id and @attempt together are the
 * provider's idempotency key: the same payment asked twice is made once, a declined one stays
 * declined, and another card is another attempt. */
typedef struct _EtPaymentProvider EtPaymentProvider;

typedef enum
{
  ET_PAYMENT_PAID,
  ET_PAYMENT_NOT_PAID, /* and never will be */
  ET_PAYMENT_UNKNOWN /* the provider does not answer: ask again */
} EtPaymentState;

struct _EtPaymentProvider
{
  /* ET_ERROR_PAYMENT_DECLINED, ET_ERROR_PAYMENT_TIMEOUT or ET_ERROR_UNAVAILABLE on failure; after
   * the last two only cancel says what became of the payment. */
  gboolean (*charge) (EtPaymentProvider *self,
                      int64_t order_id,
                      int64_t attempt,
                      int64_t cents,
                      const char *card_number, /* nullable */
                      GError **error);
  /* Unless the payment was made, sees to it that it never will be. */
  EtPaymentState (*cancel) (EtPaymentProvider *self, int64_t order_id, int64_t attempt);
  /* Gives back a part of a payment that was made, once for each @refund_id. ET_ERROR_UNAVAILABLE
   * when it must be asked for again. */
  gboolean (*refund) (EtPaymentProvider *self,
                      int64_t order_id,
                      int64_t attempt,
                      int64_t refund_id,
                      int64_t cents,
                      GError **error);
  void (*free) (EtPaymentProvider *self);
};

gboolean et_payment_charge (EtPaymentProvider *provider,
                            int64_t order_id,
                            int64_t attempt,
                            int64_t cents,
                            const char *card_number,
                            GError **error);
EtPaymentState et_payment_cancel (EtPaymentProvider *provider, int64_t order_id, int64_t attempt);
gboolean et_payment_refund (EtPaymentProvider *provider,
                            int64_t order_id,
                            int64_t attempt,
                            int64_t refund_id,
                            int64_t cents,
                            GError **error);
void et_payment_provider_free (EtPaymentProvider *provider);
char *et_card_number_normalise (const char *text);

/* No money moves: see et_simulated_payment_new(). */
EtPaymentProvider *et_simulated_payment_new (int64_t timeout_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtPaymentProvider, et_payment_provider_free)

G_END_DECLS

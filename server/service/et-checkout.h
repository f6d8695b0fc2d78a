/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

/* A checkout on its way: begin takes the places, pay asks the provider, finish makes the tickets
 * or gives everything back. Begin and finish run on the writer, pay does not. */
typedef struct
{
  EtPendingOrder order;
  GArray *lines; /* owned, nullable: of EtSaleLine, as begin froze them */
  const char *request_key; /* borrowed, nullable: by which the buyer comes again; for begin */
  int64_t process; /* of the services that ask for the money */
  EtPaymentState payment;
  GError *refusal; /* owned, nullable: why it was not paid */
  gboolean is_given_up; /* nobody waits for it: what was not paid expires */
  gboolean was_ended_before; /* finish found that somebody else had ended the order */
} EtCheckout;

void et_checkout_clear (EtCheckout *checkout);

gboolean et_checkout_begin (EtCheckout *checkout,
                            EtDb *db,
                            const EtConfig *config,
                            int64_t account_id,
                            int64_t expected_total_cents,
                            GError **error);
void et_checkout_pay (EtCheckout *checkout, EtPaymentProvider *provider, const char *card_number);
gboolean et_checkout_finish (EtCheckout *checkout,
                             EtDb *db,
                             const EtServices *services,
                             GArray **ret_ticket_ids,
                             GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtCheckout, et_checkout_clear)

G_END_DECLS

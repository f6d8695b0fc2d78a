/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"
#include "server/service/et-payment.h"

G_BEGIN_DECLS

/* Checkouts whose payment has ended, or was never begun, but whose end could not be written, such as
 * on a disk that is full: they are ended as soon as that works again. Safe from any thread. */
typedef struct _EtUnfinished EtUnfinished;

typedef struct
{
  EtPendingOrder order;
  EtPaymentState payment; /* paid, or not paid */
} EtUnfinishedCheckout;

EtUnfinished *et_unfinished_new (void);
void et_unfinished_free (EtUnfinished *unfinished);

void et_unfinished_add (EtUnfinished *unfinished, const EtUnfinishedCheckout *checkout);
gboolean et_unfinished_take (EtUnfinished *unfinished, EtUnfinishedCheckout *ret_checkout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtUnfinished, et_unfinished_free)

G_END_DECLS

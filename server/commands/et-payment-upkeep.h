/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/db/et-writer.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

/* The part of the upkeep that asks the payment provider, which may take its time: settles checkouts
 * that were cut off and gives money back, on a thread of its own. */
typedef struct _EtPaymentUpkeep EtPaymentUpkeep;

EtPaymentUpkeep *
et_payment_upkeep_new (const EtServices *services, EtWriter *writer, GError **error);
void et_payment_upkeep_free (EtPaymentUpkeep *upkeep);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtPaymentUpkeep, et_payment_upkeep_free)

G_END_DECLS

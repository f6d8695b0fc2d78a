/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-sale-repo.h"

G_BEGIN_DECLS

/* Why tickets of an offer cannot be had, in words. What decides is et_guard_take_places(), and
 * et_guard_hold_line() for an account's maximum; who asks for nothing but an answer looks here. */
gboolean et_sale_rules_check (const EtStock *stock,
                              int64_t offer_id,
                              const char *name,
                              int64_t quantity,
                              int64_t now,
                              GError **error);
void et_sale_rules_refuse_sold_out (GError **error,
                                    int64_t offer_id,
                                    const char *name,
                                    int64_t available);
gboolean et_sale_rules_refuse_over_account (EtDb *db,
                                            const EtPendingOrder *order,
                                            const EtSaleLine *line,
                                            GError **error);

G_END_DECLS

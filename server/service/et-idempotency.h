/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-time.h"
#include "server/repo/et-idempotency-repo.h"
#include "server/repo/et-sale-repo.h"

G_BEGIN_DECLS

#define ET_IDEMPOTENCY_KEPT (72 * ET_HOUR)

gboolean et_idempotency_key_init (EtIdempotencyKey *key,
                                  const char *text,
                                  int64_t account_id,
                                  int64_t session_id,
                                  GError **error);
void et_idempotency_key_digest (EtIdempotencyKey *key,
                                const char *method,
                                const char *path,
                                GBytes *body);

gboolean et_idempotency_look_back (EtDb *db,
                                   const EtIdempotencyKey *key,
                                   EtStoredAnswer *ret_answer,
                                   GError **error);
gboolean et_idempotency_recall (EtDb *db,
                                const EtIdempotencyKey *key,
                                EtStoredAnswer *ret_answer,
                                GError **error);
gboolean et_idempotency_remember (EtDb *db,
                                  const EtIdempotencyKey *key,
                                  const EtStoredAnswer *answer,
                                  GError **error);
gboolean et_idempotency_remember_order (EtDb *db,
                                        const EtPendingOrder *order,
                                        const EtStoredAnswer *answer,
                                        GError **error);
gboolean et_idempotency_sweep (EtDb *db, GError **error);

G_END_DECLS

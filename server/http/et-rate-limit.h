/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "server/http/et-client-address.h"
#include "server/share/et-share.h"

G_BEGIN_DECLS

/* Counts the requests of each client and refuses what goes over its limit in any minute. Safe from
 * any thread. */
typedef struct _EtRateLimit EtRateLimit;

EtRateLimit *et_rate_limit_new (guint per_minute, guint max_clients);
void et_rate_limit_share (EtRateLimit *limit, EtShare *share, const char *name);
void et_rate_limit_free (EtRateLimit *limit);
gboolean et_rate_limit_take (EtRateLimit *limit,
                             const EtAddressKey *client,
                             int64_t now_ms,
                             guint *ret_retry_after);
void et_rate_key_from_account (EtAddressKey *key, int64_t account_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtRateLimit, et_rate_limit_free)

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"
#include "server/share/et-redis-address.h"

G_BEGIN_DECLS

/* A connection to Redis, used by one thread. Each call that waits does so for a quarter of a second
 * at most; after an error nothing can be done with it but to close it. */
typedef struct _EtRedis EtRedis;

gboolean et_redis_is_built_in (void);
EtRedis *et_redis_open (const EtRedisAddress *address, const char *process, GError **error);
void et_redis_close (EtRedis *redis);

gboolean et_redis_show_life (
    EtRedis *redis, int64_t now_s, guint *ret_n_processes, gboolean *ret_was_known, GError **error);
void
et_redis_tell (EtRedis *redis, const char *key, const guint8 *value, gsize size, guint lifetime_s);
GPtrArray *et_redis_hear (EtRedis *redis, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtRedis, et_redis_close)

G_END_DECLS

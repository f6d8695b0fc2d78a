/* SPDX-License-Identifier: MIT */
#include "server/share/et-redis.h"

/* A program that was built without Redis: et_share_new() refuses, so that nothing else is called. */

gboolean
et_redis_is_built_in (void)
{
  return FALSE;
}

EtRedis *
et_redis_open (const EtRedisAddress *address, const char *process, GError **error)
{
  et_error_set (error, ET_ERROR_UNAVAILABLE);
  return NULL;
}

void
et_redis_close (EtRedis *redis)
{
}

gboolean
et_redis_show_life (
    EtRedis *redis, int64_t now_s, guint *ret_n_processes, gboolean *ret_was_known, GError **error)
{
  et_error_set (error, ET_ERROR_UNAVAILABLE);
  return FALSE;
}

void
et_redis_tell (EtRedis *redis, const char *key, const guint8 *value, gsize size, guint lifetime_s)
{
}

GPtrArray *
et_redis_hear (EtRedis *redis, GError **error)
{
  et_error_set (error, ET_ERROR_UNAVAILABLE);
  return NULL;
}

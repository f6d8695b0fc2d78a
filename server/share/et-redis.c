/* SPDX-License-Identifier: MIT */
#include "server/share/et-redis.h"

#include <hiredis/hiredis.h>
#include <string.h>

#define PROCESSES "etickets:processes"
#define MAX_VALUES "64" /* of processes that are remembered at a key */

/* Both set what makes a key end in the same breath: a process may die at any time. A key that has
 * seen many processes begins anew; those that live tell their values again. */
#define TELL \
  "if redis.call('HLEN', KEYS[1]) > " MAX_VALUES " then redis.call('DEL', KEYS[1]) end " \
  "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) " \
  "redis.call('EXPIRE', KEYS[1], ARGV[3]) " \
  "return redis.call('HGETALL', KEYS[1])"
#define SHOW_LIFE \
  "local known = redis.call('ZSCORE', KEYS[1], ARGV[1]) " \
  "redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) " \
  "redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2] - 60) " \
  "redis.call('EXPIRE', KEYS[1], 120) " \
  "return { known and 1 or 0, redis.call('ZCARD', KEYS[1]) }"

struct _EtRedis
{
  redisContext *context; /* owned */
  char *process; /* owned: our name among the others */
};

typedef redisReply Reply;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, freeReplyObject)

gboolean
et_redis_is_built_in (void)
{
  return TRUE;
}

/* @sentence: (nullable): for the log. */
static void
set_error (GError **error, const char *sentence)
{
  g_set_error_literal (error, ET_ERROR, ET_ERROR_UNAVAILABLE,
                       sentence != NULL ? sentence : "no answer");
}

/* Takes an answer that must be of @type. */
static gboolean
check_reply (EtRedis *redis, const Reply *reply, int type, GError **error)
{
  if (reply != NULL && reply->type == type)
    return TRUE;
  if (reply == NULL)
    set_error (error, redis->context->errstr);
  else
    set_error (error, reply->type == REDIS_REPLY_ERROR ? reply->str : "an unexpected answer");
  return FALSE;
}

static gboolean
authenticate (EtRedis *redis, const EtRedisAddress *address, GError **error)
{
  g_autoptr (Reply) reply = NULL;

  if (address->password == NULL)
    return TRUE;
  if (address->user != NULL && *address->user != '\0')
    reply = redisCommand (redis->context, "AUTH %s %s", address->user, address->password);
  else
    reply = redisCommand (redis->context, "AUTH %s", address->password);
  return check_reply (redis, reply, REDIS_REPLY_STATUS, error);
}

static gboolean
select_database (EtRedis *redis, int64_t database, GError **error)
{
  g_autoptr (Reply) reply = NULL;

  if (database == 0)
    return TRUE;
  reply = redisCommand (redis->context, "SELECT %lld", (long long) database);
  return check_reply (redis, reply, REDIS_REPLY_STATUS, error);
}

static redisContext *
connect_to (const EtRedisAddress *address)
{
  const struct timeval patience = { .tv_usec = 250 * 1000 };
  redisContext *context = address->socket != NULL
                              ? redisConnectUnixWithTimeout (address->socket, patience)
                              : redisConnectWithTimeout (address->host, address->port, patience);

  if (context != NULL && context->err == 0)
    redisSetTimeout (context, patience);
  return context;
}

/* @process: what the values of this process are told by. */
EtRedis *
et_redis_open (const EtRedisAddress *address, const char *process, GError **error)
{
  g_autoptr (EtRedis) redis = g_new0 (EtRedis, 1);

  redis->process = g_strdup (process);
  redis->context = connect_to (address);
  if (redis->context == NULL || redis->context->err != 0)
    {
      set_error (error, redis->context != NULL ? redis->context->errstr : NULL);
      return NULL;
    }
  if (!authenticate (redis, address, error) || !select_database (redis, address->database, error))
    return NULL;
  return g_steal_pointer (&redis);
}

void
et_redis_close (EtRedis *redis)
{
  g_clear_pointer (&redis->context, redisFree);
  g_free (redis->process);
  g_free (redis);
}

/* Says that this process lives. @ret_n_processes: that do. @ret_was_known: FALSE when Redis has
 * forgotten all there was. */
gboolean
et_redis_show_life (
    EtRedis *redis, int64_t now_s, guint *ret_n_processes, gboolean *ret_was_known, GError **error)
{
  g_autoptr (Reply) reply = redisCommand (redis->context, "EVAL %s 1 " PROCESSES " %s %lld",
                                          SHOW_LIFE, redis->process, (long long) now_s);

  if (!check_reply (redis, reply, REDIS_REPLY_ARRAY, error))
    return FALSE;
  if (reply->elements != 2)
    {
      set_error (error, "an unexpected answer");
      return FALSE;
    }
  *ret_was_known = reply->element[0]->integer != 0;
  *ret_n_processes = (guint) CLAMP (reply->element[1]->integer, 1, G_MAXUINT16);
  return TRUE;
}

/* Writes down what this process has to say of a key; et_redis_hear() sends it, once for each that
 * was told. */
void
et_redis_tell (EtRedis *redis, const char *key, const guint8 *value, gsize size, guint lifetime_s)
{
  redisAppendCommand (redis->context, "EVAL %s 1 %s %s %b %u", TELL, key, redis->process, value,
                      size, lifetime_s);
}

static GPtrArray *
take_values (EtRedis *redis, const Reply *reply)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (gsize i = 0; i + 1 < reply->elements; i += 2)
    {
      const Reply *name = reply->element[i], *value = reply->element[i + 1];

      if (name->type == REDIS_REPLY_STRING && value->type == REDIS_REPLY_STRING &&
          !g_str_equal (name->str, redis->process))
        g_ptr_array_add (values, g_bytes_new (value->str, value->len));
    }
  return values;
}

/* Returns: (transfer full): the GBytes that other processes have told of the next key. */
GPtrArray *
et_redis_hear (EtRedis *redis, GError **error)
{
  g_autoptr (Reply) reply = NULL;

  if (redisGetReply (redis->context, (void **) &reply) != REDIS_OK)
    g_clear_pointer (&reply, freeReplyObject);
  return check_reply (redis, reply, REDIS_REPLY_ARRAY, error) ? take_values (redis, reply) : NULL;
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A Redis of the test's own at a socket in a temporary folder. All of it asserts. */
typedef struct _EtTestRedis EtTestRedis;

EtTestRedis *et_test_redis_new (void);
void et_test_redis_free (EtTestRedis *redis);
const char *et_test_redis_get_url (EtTestRedis *redis);

void et_test_redis_kill (EtTestRedis *redis);
void et_test_redis_start (EtTestRedis *redis);
void et_test_redis_signal (EtTestRedis *redis, int number);
char *et_test_redis_command (EtTestRedis *redis, const char *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTestRedis, et_test_redis_free)

G_END_DECLS

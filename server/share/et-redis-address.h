/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a Redis listens and how one signs in there. */
typedef struct
{
  char *host; /* owned, nullable: a socket */
  int port;
  char *socket; /* owned, nullable */
  char *user; /* owned, nullable */
  char *password; /* owned, nullable */
  int64_t database;
} EtRedisAddress;

gboolean et_redis_address_read (EtRedisAddress *ret_address, const char *url);
void et_redis_address_clear (EtRedisAddress *address);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtRedisAddress, et_redis_address_clear)

G_END_DECLS

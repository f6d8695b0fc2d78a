/* SPDX-License-Identifier: MIT */
#include "server/share/et-redis-address.h"

static void
test_redis_addresses (void)
{
  g_auto (EtRedisAddress) plain = { 0 };
  g_auto (EtRedisAddress) whole = { 0 };
  g_auto (EtRedisAddress) socket = { 0 };

  g_assert_true (et_redis_address_read (&plain, "redis://localhost"));
  g_assert_cmpstr (plain.host, ==, "localhost");
  g_assert_cmpint (plain.port, ==, 6379);
  g_assert_cmpint (plain.database, ==, 0);
  g_assert_null (plain.password);
  g_assert_true (et_redis_address_read (&whole, "redis://me:p%40ss%2F@[::1]:6380/3"));
  g_assert_cmpstr (whole.host, ==, "::1");
  g_assert_cmpint (whole.port, ==, 6380);
  g_assert_cmpint (whole.database, ==, 3);
  g_assert_cmpstr (whole.user, ==, "me");
  g_assert_cmpstr (whole.password, ==, "p@ss/");
  g_assert_true (et_redis_address_read (&socket, "unix://:secret@/run/redis.sock?db=2"));
  g_assert_cmpstr (socket.socket, ==, "/run/redis.sock");
  g_assert_cmpint (socket.database, ==, 2);
  g_assert_cmpstr (socket.password, ==, "secret");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redis-address", test_redis_addresses);
  return g_test_run ();
}

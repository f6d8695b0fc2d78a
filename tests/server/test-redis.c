/* SPDX-License-Identifier: MIT */
#include <signal.h>

#include "tests/support/et-test-redis.h"
#include "tests/support/et-test-server.h"

#define LIMIT 40
#define SLACK (LIMIT / 4)
#define N_ASKED (6 * LIMIT)

/* Bought in each state of Redis. */
#define N_BOUGHT 15

/* What no answer may take longer than, however Redis is (on a busy machine). */
#define MAX_WAIT_S 2

static EtTestServer *
start_server (EtTestRedis *redis, const char *per_minute)
{
  EtTestServer *server = et_test_server_new_stopped (NULL, NULL);

  if (redis != NULL)
    et_test_server_set (server, "REDIS_URL", et_test_redis_get_url (redis));
  et_test_server_set (server, "ETICKETS_REQUESTS_PER_MINUTE", per_minute);
  et_test_server_start (server);
  return server;
}

static void
wait_for_processes (EtTestRedis *redis, const char *count)
{
  for (int i = 0; i < 1000; i++)
    {
      g_autofree char *answer = et_test_redis_command (redis, "ZCARD etickets:processes");

      if (g_strcmp0 (answer, count) == 0)
        return;
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

static guint
ask (EtTestServer *one, EtTestServer *other)
{
  guint n = 0;

  for (guint i = 0; i < N_ASKED; i++)
    {
      g_autoptr (EtTestAnswer)
          answer = et_test_server_call (i % 2 == 0 ? one : other, "GET", "/health/", NULL, NULL);

      g_assert_true (answer->status == 200 || answer->status == 429);
      n += answer->status == 200;
      g_usleep (2000);
    }
  g_test_message ("%u of %u were let through", n, LIMIT);
  return n;
}

static void
test_two_servers_share (void)
{
  g_autoptr (EtTestRedis) redis = et_test_redis_new ();
  g_autoptr (EtTestServer) one = start_server (redis, G_STRINGIFY (LIMIT));
  g_autoptr (EtTestServer) other = start_server (redis, G_STRINGIFY (LIMIT));
  guint n;

  wait_for_processes (redis, ":2");
  n = ask (one, other);
  g_assert_cmpuint (n, >=, LIMIT);
  g_assert_cmpuint (n, <=, LIMIT + SLACK);
  et_test_server_stop (one); /* and nothing hangs then */
}

/* The negative control. */
static void
test_two_servers_alone (void)
{
  g_autoptr (EtTestServer) one = start_server (NULL, G_STRINGIFY (LIMIT));
  g_autoptr (EtTestServer) other = start_server (NULL, G_STRINGIFY (LIMIT));

  g_assert_cmpuint (ask (one, other), ==, 2 * LIMIT);
}

/* A Redis that is not there keeps no server from starting, nor from having limits. */
static void
test_started_without_redis (void)
{
  g_autoptr (EtTestRedis) redis = et_test_redis_new ();
  g_autoptr (EtTestServer) one = NULL;
  g_autoptr (EtTestServer) other = NULL;

  et_test_redis_kill (redis);
  one = start_server (redis, G_STRINGIFY (LIMIT));
  other = start_server (redis, G_STRINGIFY (LIMIT));
  g_assert_cmpuint (ask (one, other), ==, 2 * LIMIT);
}

/* None of it fails. @longest: raised to the microseconds that the slowest request takes. */
static void
buy_often (EtTestServer *server, const char *token, int64_t offer_id, int64_t *longest)
{
  g_autofree char *line = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT "}", offer_id);

  for (guint i = 0; i < 2 * N_BOUGHT; i++)
    {
      gboolean is_checkout = i % 2 == 1;
      int64_t began = g_get_monotonic_time ();

      et_test_server_expect (server, "POST", is_checkout ? "/api/cart/checkout/" : "/api/cart/add/",
                             token, is_checkout ? NULL : line, 200, NULL);
      *longest = MAX (*longest, g_get_monotonic_time () - began);
    }
}

static void
test_no_checkout_fails (void)
{
  g_autoptr (EtTestRedis) redis = et_test_redis_new ();
  g_autoptr (EtTestServer) server = start_server (redis, "1000000");
  g_autofree char *token = et_test_server_sign_up (server, "buyer");
  g_autofree char *flushed = NULL;
  int64_t offer_id = et_test_server_make_offer (server);
  int64_t sound = 0, worst = 0;

  wait_for_processes (redis, ":1");
  buy_often (server, token, offer_id, &sound);
  flushed = et_test_redis_command (redis, "FLUSHALL");
  buy_often (server, token, offer_id, &worst);
  et_test_redis_signal (redis, SIGSTOP);
  buy_often (server, token, offer_id, &worst);
  et_test_redis_kill (redis);
  buy_often (server, token, offer_id, &worst);
  g_test_message ("The slowest request took %" G_GINT64_FORMAT " us, of %" G_GINT64_FORMAT
                  " us while Redis was well",
                  worst, sound);
  g_assert_cmpint (worst, <, MAX_WAIT_S * G_USEC_PER_SEC);
  g_assert_cmpint (et_test_server_count (server, "SELECT COUNT(*) FROM tickets"), ==, 4 * N_BOUGHT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redis/shared", test_two_servers_share);
  g_test_add_func ("/redis/alone", test_two_servers_alone);
  g_test_add_func ("/redis/started-without", test_started_without_redis);
  g_test_add_func ("/redis/checkout", test_no_checkout_fails);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "test-http-server.h"
#include "tests/support/et-test-live.h"

/* WebSockets: what a client is told, when, and how much it may say. */

#define CUSTOMER 1
#define OTHER 2
#define PONG 0x8a

static EtTestOffice *office;

static guint
port (void)
{
  return et_test_office_get_port (office);
}

static void
announce (int64_t version, int64_t account_id)
{
  EtHttpServer *server = et_test_office_get_server (office);

  et_http_server_announce (server, version, account_id);
  et_http_server_flush (server);
}

static void
acknowledge (EtTestLive *live, int64_t version)
{
  g_autofree char *text = g_strdup_printf ("{\"version\":%" G_GINT64_FORMAT "}", version);

  et_test_live_say (live, text);
}

static void
test_a_hint (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new (port (), "customer");
  int64_t first = et_test_live_read_version (live);

  acknowledge (live, first);
  announce (first + 1, CUSTOMER);
  g_assert_cmpint (et_test_live_read_version (live), ==, first + 1);
  acknowledge (live, first + 1);
  announce (first + 2, 0);
  g_assert_cmpint (et_test_live_read_version (live), ==, first + 2);
}

static void
test_one_hint_at_a_time (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new (port (), "customer");
  int64_t first = et_test_live_read_version (live);

  for (int64_t i = 1; i <= 5; i++)
    announce (first + i, CUSTOMER);
  g_assert_true (et_test_live_is_silent (live, 200));
  acknowledge (live, first);
  g_assert_cmpint (et_test_live_read_version (live), ==, first + 5);
  g_assert_true (et_test_live_is_silent (live, 100));
}

/* However fast the client answers; what came last is told by and by. */
static void
test_hints_have_their_interval (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new (port (), "customer");
  int64_t first = et_test_live_read_version (live), last = first + 50, version = first;
  int64_t began = g_get_monotonic_time ();
  int n_hints = 0;

  acknowledge (live, first);
  for (int64_t i = 1; first + i <= last; i++)
    {
      announce (first + i, CUSTOMER);
      g_usleep (10000);
    }
  while (version < last)
    {
      version = et_test_live_read_version (live);
      acknowledge (live, version);
      n_hints++;
    }
  g_assert_cmpint (n_hints, <=, (g_get_monotonic_time () - began) / (G_USEC_PER_SEC / 4) + 1);
}

/* Nobody has a say in how many hints there are to acknowledge. */
static void
test_many_hints (void)
{
  EtHttpConfig config;
  g_autoptr (EtTestOffice) eager = NULL;
  g_autoptr (EtTestLive) live = NULL;
  int64_t version;

  et_test_office_config (&config);
  config.hint_interval_ms = 0;
  eager = et_test_office_new (&config);
  live = et_test_live_new (et_test_office_get_port (eager), "customer");
  version = et_test_live_read_version (live);
  for (int i = 0; i < 200; i++)
    {
      acknowledge (live, version++);
      et_http_server_announce (et_test_office_get_server (eager), version, CUSTOMER);
      et_http_server_flush (et_test_office_get_server (eager));
      g_assert_cmpint (et_test_live_read_version (live), ==, version);
    }
}

/* An acknowledgement that nobody waits for is a message as any other. */
static void
test_too_many_acknowledgements (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new (port (), "customer");
  int64_t version = et_test_live_read_version (live);

  for (int i = 0; i < 101; i++) /* one of them is due, and the token counts */
    acknowledge (live, version);
  g_assert_cmpuint (et_test_live_read_close (live), ==, 1008);
}

static void
test_what_concerns_others (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new (port (), "customer");
  g_autoptr (EtTestLive) guest = et_test_live_new (port (), NULL);
  int64_t first = et_test_live_read_version (live);

  acknowledge (live, first);
  acknowledge (guest, et_test_live_read_version (guest));
  announce (first + 1, OTHER);
  g_assert_true (et_test_live_is_silent (live, 200));
  announce (first + 2, CUSTOMER);
  g_assert_cmpint (et_test_live_read_version (live), ==, first + 2);
  g_assert_true (et_test_live_is_silent (guest, 100));
}

static void
test_too_many_messages (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new (port (), "customer");

  et_test_live_read_version (live);
  for (int i = 0; i < 100; i++)
    et_test_live_send (live, PONG, "", 0);
  g_assert_cmpuint (et_test_live_read_close (live), ==, 1008);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  office = et_test_office_new (NULL);
  g_test_add_func ("/http/live-hints/hint", test_a_hint);
  g_test_add_func ("/http/live-hints/one-hint", test_one_hint_at_a_time);
  g_test_add_func ("/http/live-hints/interval", test_hints_have_their_interval);
  g_test_add_func ("/http/live-hints/many-hints", test_many_hints);
  g_test_add_func ("/http/live-hints/undue", test_too_many_acknowledgements);
  g_test_add_func ("/http/live-hints/others", test_what_concerns_others);
  g_test_add_func ("/http/live-hints/too-many", test_too_many_messages);
  status = g_test_run ();
  et_test_office_free (office);
  return status;
}

/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-live.h"
#include "tests/support/et-test-server.h"

/* What clients at a WebSocket of the real program hear. */

static EtTestServer *server;

static EtTestLive *
open_live (const char *token)
{
  EtTestLive *live = et_test_live_new (et_test_server_get_port (server), token);
  g_autofree char *text = g_strdup_printf ("{\"version\":%" G_GINT64_FORMAT "}",
                                           et_test_live_read_version (live));

  et_test_live_say (live, text);
  return live;
}

static int64_t
get_next (const char *token)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, "GET", "/api/sync/?since=1", token, NULL);

  return json_object_get_int_member (et_test_answer_get_json (answer), "next");
}

static void
test_a_change_of_ones_own (void)
{
  g_autofree char *ada = et_test_server_sign_up (server, "ada");
  g_autofree char *bob = et_test_server_sign_up (server, "bob");
  g_autoptr (EtTestLive) live = open_live (ada);
  g_autoptr (EtTestLive) other = open_live (bob);
  int64_t version;

  et_test_server_expect (server, "PATCH", "/api/accounts/me/", ada, "{\"display_name\":\"Ada\"}",
                         200, NULL);
  version = et_test_live_read_version (live);
  g_assert_cmpint (get_next (ada), >=, version);
  g_assert_true (et_test_live_is_silent (other, 700)); /* longer than the feed is asked for */
}

static void
test_a_change_for_everybody (void)
{
  g_autofree char *root = et_test_server_make (server, "admin", "root");
  g_autoptr (EtTestLive) guest = open_live (NULL);

  et_test_server_expect (server, "POST", "/api/admin/events/", root,
                         "{\"name\":\"Judo\",\"sport\":\"judo\",\"venue\":\"Arena\","
                         "\"starts_at\":\"2031-07-27T10:00:00Z\",\"ends_at\":"
                         "\"2031-07-27T12:00:00Z\"}",
                         201, NULL);
  et_test_server_expect (server, "POST", "/api/admin/offers/", root,
                         "{\"event_id\":1,\"name\":\"Solo\",\"offer_type\":\"solo\","
                         "\"price_cents\":100,\"quota\":null}",
                         201, NULL);
  g_assert_cmpint (et_test_live_read_version (guest), >, 0);
}

static void
test_signing_out (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "leaver");
  g_autoptr (EtTestLive) live = open_live (token);
  int64_t began = g_get_monotonic_time ();

  et_test_server_expect (server, "POST", "/api/accounts/logout/", token, NULL, 200, NULL);
  g_assert_cmpuint (et_test_live_read_close (live), ==, 4401);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
}

static void
test_the_server_stops (void)
{
  g_autoptr (EtTestLive) live = open_live (NULL);

  et_test_server_stop (server);
  g_assert_cmpuint (et_test_live_read_close (live), ==, 1001);
  et_test_server_start (server);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_test_add_func ("/live/own", test_a_change_of_ones_own);
  g_test_add_func ("/live/everybody", test_a_change_for_everybody);
  g_test_add_func ("/live/sign-out", test_signing_out);
  g_test_add_func ("/live/stop", test_the_server_stops);
  status = g_test_run ();
  et_test_server_free (server);
  return status;
}

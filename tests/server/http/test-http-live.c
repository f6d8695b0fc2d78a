/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-http-server.h"
#include "tests/support/et-test-live.h"

/* WebSockets: who may open one, and when it ends. */

#define CUSTOMER 1
#define OTHER 2
#define PING 0x89
#define PONG 0x8a

static EtTestOffice *office;

static guint
port (void)
{
  return et_test_office_get_port (office);
}

static void
assert_asked (const char *fields, int status, const char *code)
{
  g_autoptr (EtTestSocket) socket = et_test_socket_new (port ());
  g_autoptr (EtTestAnswer) answer = et_test_live_ask (socket, fields);

  g_test_message ("%s", fields);
  if (code != NULL)
    et_test_answer_assert (answer, status, code);
  else
    g_assert_cmpint (answer->status, ==, status);
}

static void
test_the_handshake (void)
{
  g_autoptr (EtTestSocket) socket = et_test_socket_new (port ());
  g_autoptr (EtTestAnswer) answer = et_test_live_ask (socket, NULL);
  g_autofree char *accept = et_test_answer_get_field (answer, "Sec-WebSocket-Accept");

  g_assert_cmpint (answer->status, ==, 101);
  g_assert_cmpstr (accept, ==, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); /* RFC 6455, section 1.3 */
}

static void
test_what_is_no_handshake (void)
{
  static const char *const heads[] = {
    "GET /api/sync/live/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /api/sync/live/ HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n",
    "GET /api/sync/live/ HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "GET /api/sync/live/ HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n\r\n",
    "GET /api/sync/live/ HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: close\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "GET /api/sync/live/ HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "GET /api/sync/live/ HTTP/1.0\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_http_send (port (), heads[i], -1);

      g_test_message ("%s", heads[i]);
      et_test_answer_assert (answer, 400, "bad_request");
    }
}

static void
test_origins (void)
{
  assert_asked ("Origin: http://localhost\r\n", 101, NULL);
  assert_asked ("Origin: https://trusted.example\r\n", 101, NULL);
  assert_asked ("Origin: https://evil.example\r\n", 403, "forbidden");
  assert_asked ("Origin: null\r\n", 403, "forbidden");
}

static void
test_tokens (void)
{
  const struct
  {
    const char *token;
    guint code;
  } cases[] = { { "nobody", 4401 }, { "db-nobody", 4401 }, { "db-broken", 1013 } };
  g_autoptr (EtTestLive) known = et_test_live_new (port (), "db-customer");

  et_test_live_read_version (known);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EtTestLive) live = et_test_live_new (port (), cases[i].token);

      g_test_message ("%s", cases[i].token);
      g_assert_cmpuint (et_test_live_read_close (live), ==, cases[i].code);
    }
}

static void
test_the_end_of_a_session (void)
{
  g_autoptr (EtTestLive) one = et_test_live_new (port (), "customer");
  g_autoptr (EtTestLive) other = et_test_live_new (port (), "staff");
  EtHttpServer *server = et_test_office_get_server (office);

  et_test_live_read_version (one);
  et_test_live_read_version (other);
  et_http_server_end_session (server, 70 + CUSTOMER, 0);
  et_http_server_flush (server);
  g_assert_cmpuint (et_test_live_read_close (one), ==, 4401);
  g_assert_true (et_test_live_is_silent (other, 100));
  et_http_server_end_session (server, 0, OTHER);
  et_http_server_flush (server);
  g_assert_cmpuint (et_test_live_read_close (other), ==, 4401);
}

static void
test_a_message_in_pieces (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new_silent (port ());

  et_test_live_send (live, 0x01, "{\"token\":", 9);
  et_test_live_send (live, PING, "?", 1); /* may stand between them */
  et_test_live_send (live, 0x80, "\"customer\"}", 11);
  g_assert_cmphex (et_test_live_read (live, (char[126]){ 0 }), ==, PONG);
  et_test_live_read_version (live);
}

static void
test_bytes_one_by_one (void)
{
  static const char frame[] = "\x81\x82\0\0\0\0{}";
  g_autoptr (EtTestLive) live = et_test_live_new_silent (port ());

  for (gsize i = 0; i < sizeof frame - 1; i++)
    {
      et_test_live_send_raw (live, frame + i, 1);
      g_usleep (2000);
    }
  et_test_live_read_version (live);
}

/* Each is ended with the code that says why. */
static void
test_what_breaks_the_rules (void)
{
  const struct
  {
    const char *bytes;
    gsize length;
    guint code;
  } cases[] = {
    { "\x81\x02{}", 4, 1002 }, /* not masked */
    { "\xc1\x82\0\0\0\0{}", 8, 1002 }, /* an extension */
    { "\x82\x82\0\0\0\0{}", 8, 1002 }, /* binary */
    { "\x80\x82\0\0\0\0{}", 8, 1002 }, /* goes on, but nothing began */
    { "\x09\x80\0\0\0\0", 6, 1002 }, /* a ping in pieces */
    { "\x81\xfe\0\x02\0\0\0\0{}", 10, 1002 }, /* a length written too long */
    { "\x81\xff\0\0\0\0\0\x10\0\0\0\0\0\0", 14, 1009 },
    { "\x81\xfe\x10\x01\0\0\0\0", 8, 1009 }, /* 4,097 bytes */
    { "\x81\x82\0\0\0\0[]", 8, 1008 }, /* no object */
    { "\x81\x8b\0\0\0\0{\"token\":1}", 17, 1008 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EtTestLive) live = et_test_live_new_silent (port ());

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      et_test_live_send_raw (live, cases[i].bytes, cases[i].length);
      g_assert_cmpuint (et_test_live_read_close (live), ==, cases[i].code);
    }
}

static void
test_a_message_grows_too_long (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new_silent (port ());
  char text[3000];

  memset (text, ' ', sizeof text);
  et_test_live_send (live, 0x01, text, sizeof text);
  et_test_live_send (live, 0x00, text, sizeof text);
  g_assert_cmpuint (et_test_live_read_close (live), ==, 1009);
}

static void
test_a_farewell (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new (port (), "customer");

  et_test_live_read_version (live);
  et_test_live_send (live, 0x88, "\x03\xe8", 2);
  g_assert_cmpuint (et_test_live_read_close (live), ==, 1000);
  g_assert_cmphex (et_test_live_read (live, (char[126]){ 0 }), ==, 0);
}

static EtTestOffice *
open_quick_office (void)
{
  EtHttpConfig config;

  et_test_office_config (&config);
  config.header_deadline_ms = 200;
  config.idle_deadline_ms = 800;
  config.max_live_per_address = 2;
  return et_test_office_new (&config);
}

static void
test_who_never_says (void)
{
  g_autoptr (EtTestOffice) quick = open_quick_office ();
  g_autoptr (EtTestLive) live = et_test_live_new_silent (et_test_office_get_port (quick));

  g_assert_cmpuint (et_test_live_read_close (live), ==, 1008);
}

static void
test_signs_of_life (void)
{
  g_autoptr (EtTestOffice) quick = open_quick_office ();
  g_autoptr (EtTestLive) live = et_test_live_new (et_test_office_get_port (quick), "customer");
  char text[126];

  et_test_live_read_version (live);
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmphex (et_test_live_read (live, text), ==, PING);
      et_test_live_send (live, PONG, "", 0);
    }
  g_assert_cmphex (et_test_live_read (live, text), ==, PING);
  g_assert_cmphex (et_test_live_read (live, text), ==, 0); /* without an answer */
}

/* Of one address only so many; the place of one that ends is free again. */
static void
test_the_limit_of_an_address (void)
{
  g_autoptr (EtTestOffice) quick = open_quick_office ();
  guint quick_port = et_test_office_get_port (quick);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (quick_port);
  EtTestLive *first = et_test_live_new (quick_port, NULL);
  g_autoptr (EtTestLive) second = et_test_live_new (quick_port, NULL);
  g_autoptr (EtTestAnswer) refused = et_test_live_ask (socket, NULL);
  int status = 429;

  et_test_answer_assert (refused, 429, "rate_limited");
  et_test_live_free (first);
  for (int i = 0; i < 100 && status == 429; i++)
    {
      g_autoptr (EtTestSocket) again = et_test_socket_new (quick_port);
      g_autoptr (EtTestAnswer) answer = et_test_live_ask (again, NULL);

      status = answer->status;
      g_usleep (10000);
    }
  g_assert_cmpint (status, ==, 101);
}

static void
test_the_server_stops (void)
{
  EtTestOffice *short_lived = et_test_office_new (NULL);
  g_autoptr (EtTestLive) live = et_test_live_new (et_test_office_get_port (short_lived), NULL);
  guint n_before, code;

  et_test_live_read_version (live);
  n_before = et_test_count_descriptors ();
  et_test_office_free (short_lived);
  code = et_test_live_read_close (live);
  g_assert_cmpuint (code, ==, 1001);
  g_assert_cmpuint (et_test_count_descriptors (), <, n_before);
}

int
main (int argc, char **argv)
{
  static const char *const trusted[] = { "https://trusted.example", NULL };
  static const char *const hosts[] = { "*", NULL };
  EtHttpConfig config;
  int status;

  g_test_init (&argc, &argv, NULL);
  et_test_office_config (&config);
  config.trusted_origins = trusted;
  config.allowed_hosts = hosts;
  office = et_test_office_new (&config);
  g_test_add_func ("/http/live/handshake", test_the_handshake);
  g_test_add_func ("/http/live/no-handshake", test_what_is_no_handshake);
  g_test_add_func ("/http/live/origins", test_origins);
  g_test_add_func ("/http/live/tokens", test_tokens);
  g_test_add_func ("/http/live/session-end", test_the_end_of_a_session);
  g_test_add_func ("/http/live/pieces", test_a_message_in_pieces);
  g_test_add_func ("/http/live/slow", test_bytes_one_by_one);
  g_test_add_func ("/http/live/rules", test_what_breaks_the_rules);
  g_test_add_func ("/http/live/too-long", test_a_message_grows_too_long);
  g_test_add_func ("/http/live/farewell", test_a_farewell);
  g_test_add_func ("/http/live/silent", test_who_never_says);
  g_test_add_func ("/http/live/ping", test_signs_of_life);
  g_test_add_func ("/http/live/limit", test_the_limit_of_an_address);
  g_test_add_func ("/http/live/stop", test_the_server_stops);
  status = g_test_run ();
  et_test_office_free (office);
  return status;
}

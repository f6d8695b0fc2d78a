/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-live.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define PATIENCE_MS 20000
#define TEXT 0x81
#define CLOSE 0x88
#define PING 0x89

struct _EtTestLive
{
  EtTestSocket *socket; /* owned */
};

/* Asks for a WebSocket. @fields: further lines of the head.
 * Returns: (transfer full): the answer, 101 when there is one. */
EtTestAnswer *
et_test_live_ask (EtTestSocket *socket, const char *fields)
{
  g_autofree char *head = g_strdup_printf (
      "GET /api/sync/live/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
      "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
      fields != NULL ? fields : "");

  et_test_socket_send (socket, head, -1);
  return et_test_socket_read_answer (socket, FALSE);
}

/* A client that has not said who it is. */
EtTestLive *
et_test_live_new_silent (guint port)
{
  EtTestLive *live = g_new0 (EtTestLive, 1);
  g_autoptr (EtTestAnswer) answer = NULL;

  live->socket = et_test_socket_new (port);
  answer = et_test_live_ask (live->socket, NULL);
  g_assert_cmpint (answer->status, ==, 101);
  return live;
}

/* @token: (nullable): NULL for a guest. */
EtTestLive *
et_test_live_new (guint port, const char *token)
{
  EtTestLive *live = et_test_live_new_silent (port);
  g_autofree char *text = token != NULL ? g_strdup_printf ("{\"token\":\"%s\"}", token)
                                        : g_strdup ("{}");

  et_test_live_say (live, text);
  return live;
}

void
et_test_live_free (EtTestLive *live)
{
  et_test_socket_free (live->socket);
  g_free (live);
}

/* @first_byte: opcode and flags of RFC 6455, section 5.2. */
void
et_test_live_send (EtTestLive *live, guint8 first_byte, const char *payload, gsize length)
{
  static const guint8 mask[] = { 0x5a, 0x17, 0xff, 0x01 };
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint8 long_head[] = { first_byte, 0x80 | 126, (guint8) (length >> 8), (guint8) length };
  guint8 short_head[] = { first_byte, (guint8) (0x80 | length) };

  g_byte_array_append (frame, length > 125 ? long_head : short_head, length > 125 ? 4 : 2);
  g_byte_array_append (frame, mask, sizeof mask);
  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) payload[i] ^ mask[i % 4];

      g_byte_array_append (frame, &byte, 1);
    }
  et_test_live_send_raw (live, (const char *) frame->data, frame->len);
}

void
et_test_live_send_raw (EtTestLive *live, const char *bytes, gsize length)
{
  et_test_socket_send (live->socket, bytes, (gssize) length);
}

void
et_test_live_say (EtTestLive *live, const char *text)
{
  et_test_live_send (live, TEXT, text, strlen (text));
}

/* Returns: FALSE at the end of the stream. */
static gboolean
read_bytes (EtTestLive *live, void *buffer, gsize length)
{
  int fd = et_test_socket_get_fd (live->socket);
  struct pollfd poll_fd = { fd, POLLIN, 0 };

  if (length == 0)
    return TRUE;
  g_assert_cmpint (poll (&poll_fd, 1, PATIENCE_MS), ==, 1);
  return recv (fd, buffer, length, MSG_WAITALL) == (gssize) length;
}

/* Waits for a frame. @ret_payload: room for 126 bytes, ended by a NUL.
 * Returns: its first byte, or 0 at the end of the stream. */
guint8
et_test_live_read (EtTestLive *live, char *ret_payload)
{
  guint8 head[2];

  if (!read_bytes (live, head, sizeof head))
    return 0;
  g_assert_cmpuint (head[1], <=, 125);
  g_assert_true (read_bytes (live, ret_payload, head[1]));
  ret_payload[head[1]] = '\0';
  return head[0];
}

/* Waits for {"version":N}. */
int64_t
et_test_live_read_version (EtTestLive *live)
{
  char text[126];

  g_assert_cmphex (et_test_live_read (live, text), ==, TEXT);
  g_assert_true (g_str_has_prefix (text, "{\"version\":") && g_str_has_suffix (text, "}"));
  return g_ascii_strtoll (text + strlen ("{\"version\":"), NULL, 10);
}

/* Waits for the server's farewell and then for the end, but for pings.
 * Returns: the code of RFC 6455, section 7.4. */
guint
et_test_live_read_close (EtTestLive *live)
{
  guint8 text[126], first_byte;

  while ((first_byte = et_test_live_read (live, (char *) text)) == PING)
    continue;
  g_assert_cmphex (first_byte, ==, CLOSE);
  return (guint) text[0] << 8 | text[1];
}

/* Whether nothing comes for a while. */
gboolean
et_test_live_is_silent (EtTestLive *live, guint ms)
{
  struct pollfd poll_fd = { et_test_socket_get_fd (live->socket), POLLIN, 0 };

  return poll (&poll_fd, 1, (int) ms) == 0;
}

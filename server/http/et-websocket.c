/* SPDX-License-Identifier: MIT */
#include "server/http/et-websocket.h"

#include <string.h>

#define KEY_BYTES 16
#define HEAD_BYTES 2
#define MASK_BYTES 4
#define IS_LAST 0x80
#define IS_MASKED 0x80
#define RESERVED 0x70
#define CONTROL 0x8
#define MAX_SHORT 125
#define LENGTH_OF_16_BITS 126

/* What Sec-WebSocket-Accept answers to Sec-WebSocket-Key: RFC 6455, section 4.2.2.
 * Returns: (transfer full) (nullable): NULL when @key is not 16 bytes in base64. */
char *
et_websocket_make_accept (const char *key)
{
  static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  g_autoptr (GChecksum) checksum = NULL;
  g_autofree guchar *bytes = NULL;
  guint8 digest[20];
  gsize length, size = sizeof digest;

  if (strlen (key) != 24)
    return NULL;
  bytes = g_base64_decode (key, &length);
  if (length != KEY_BYTES)
    return NULL;

  checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_checksum_update (checksum, (const guchar *) key, 24);
  g_checksum_update (checksum, (const guchar *) guid, sizeof guid - 1);
  g_checksum_get_digest (checksum, digest, &size);
  return g_base64_encode (digest, size);
}

static gboolean
is_known (EtWebsocketOpcode opcode)
{
  return opcode == ET_WEBSOCKET_CONTINUATION || opcode == ET_WEBSOCKET_TEXT ||
         opcode == ET_WEBSOCKET_CLOSE || opcode == ET_WEBSOCKET_PING || opcode == ET_WEBSOCKET_PONG;
}

/* No extension, always masked; what controls is short and whole (sections 5.2 and 5.5). */
static gboolean
check_head (const guint8 *bytes)
{
  guint8 opcode = bytes[0] & 0xf;
  guint8 length = bytes[1] & 0x7f;

  if ((bytes[0] & RESERVED) != 0 || (bytes[1] & IS_MASKED) == 0 || !is_known (opcode))
    return FALSE;
  return (opcode & CONTROL) == 0 || ((bytes[0] & IS_LAST) != 0 && length <= MAX_SHORT);
}

/* Reads the frame of a client that @bytes begin with, and takes its mask off.
 * @ret_taken: how many bytes it is. @ret_code: why a frame is refused. */
EtWebsocketRead
et_websocket_read (
    guint8 *bytes, gsize length, EtWebsocketFrame *ret_frame, gsize *ret_taken, guint *ret_code)
{
  gsize head = HEAD_BYTES, size;
  const guint8 *mask;

  if (length < HEAD_BYTES)
    return ET_WEBSOCKET_INCOMPLETE;
  *ret_code = ET_WEBSOCKET_BROKEN;
  if (!check_head (bytes))
    return ET_WEBSOCKET_REFUSED;

  size = bytes[1] & 0x7f;
  if (size == LENGTH_OF_16_BITS)
    {
      head += 2;
      if (length < head)
        return ET_WEBSOCKET_INCOMPLETE;
      size = (gsize) bytes[2] << 8 | bytes[3];
      if (size <= MAX_SHORT)
        return ET_WEBSOCKET_REFUSED; /* not the shortest form */
    }
  *ret_code = ET_WEBSOCKET_TOO_LARGE;
  if ((bytes[1] & 0x7f) > LENGTH_OF_16_BITS || size > ET_WEBSOCKET_MAX_MESSAGE)
    return ET_WEBSOCKET_REFUSED;
  if (length < head + MASK_BYTES + size)
    return ET_WEBSOCKET_INCOMPLETE;

  mask = bytes + head;
  *ret_frame = (EtWebsocketFrame){ bytes[0] & 0xf, (bytes[0] & IS_LAST) != 0,
                                   bytes + head + MASK_BYTES, size };
  for (gsize i = 0; i < size; i++)
    ret_frame->payload[i] ^= mask[i % MASK_BYTES];
  *ret_taken = head + MASK_BYTES + size;
  return ET_WEBSOCKET_FRAME;
}

/* Writes a whole message of the server, 125 bytes at most, as one frame.
 * @buffer: (out): room for ET_WEBSOCKET_MAX_SERVER_FRAME bytes. Returns: its length. */
gsize
et_websocket_write (guint8 *buffer, EtWebsocketOpcode opcode, const void *payload, gsize length)
{
  g_return_val_if_fail (length <= MAX_SHORT, 0);

  buffer[0] = (guint8) (IS_LAST | opcode);
  buffer[1] = (guint8) length;
  if (length > 0)
    memcpy (buffer + HEAD_BYTES, payload, length);
  return HEAD_BYTES + length;
}

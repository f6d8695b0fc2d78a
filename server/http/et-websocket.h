/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The longest message a client may send, in all its frames together. */
#define ET_WEBSOCKET_MAX_MESSAGE 4096
#define ET_WEBSOCKET_MAX_CLIENT_FRAME (ET_WEBSOCKET_MAX_MESSAGE + 8)
#define ET_WEBSOCKET_MAX_SERVER_FRAME 127

/* RFC 6455, section 11.8. */
typedef enum
{
  ET_WEBSOCKET_CONTINUATION = 0x0,
  ET_WEBSOCKET_TEXT = 0x1,
  ET_WEBSOCKET_CLOSE = 0x8,
  ET_WEBSOCKET_PING = 0x9,
  ET_WEBSOCKET_PONG = 0xa
} EtWebsocketOpcode;

/* RFC 6455, section 7.4. */
#define ET_WEBSOCKET_GOING_AWAY 1001
#define ET_WEBSOCKET_BROKEN 1002
#define ET_WEBSOCKET_POLICY 1008
#define ET_WEBSOCKET_TOO_LARGE 1009
#define ET_WEBSOCKET_TRY_LATER 1013
#define ET_WEBSOCKET_UNAUTHENTICATED 4401 /* ours: the session is unknown or over */

typedef struct
{
  EtWebsocketOpcode opcode;
  gboolean is_last; /* of its message */
  guint8 *payload; /* borrowed, unmasked in place */
  gsize length;
} EtWebsocketFrame;

typedef enum
{
  ET_WEBSOCKET_INCOMPLETE,
  ET_WEBSOCKET_FRAME,
  ET_WEBSOCKET_REFUSED
} EtWebsocketRead;

char *et_websocket_make_accept (const char *key);
EtWebsocketRead et_websocket_read (
    guint8 *bytes, gsize length, EtWebsocketFrame *ret_frame, gsize *ret_taken, guint *ret_code);
gsize
et_websocket_write (guint8 *buffer, EtWebsocketOpcode opcode, const void *payload, gsize length);

G_END_DECLS

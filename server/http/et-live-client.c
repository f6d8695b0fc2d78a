/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/socket.h>

#include "core/et-json-scan.h"
#include "server/http/et-live-private.h"

#define CLOSING_MS 2000
#define MAX_MESSAGES 100 /* of a client in a minute, pings included, due answers not */
#define MINUTE_US (60 * G_USEC_PER_SEC)

static void
set_deadline (EtLive *live, guint ms)
{
  live->deadline_us = g_get_monotonic_time () + (int64_t) ms * 1000;
}

/* Half of the time that a silent connection has: then it is asked for a sign of life. */
static guint
get_idle_ms (EtLive *live)
{
  return et_live_room_get_server (live->room)->deadlines.idle_ms / 2;
}

/* What does not fit into the socket is for a client that reads nothing at all, since it never gets
 * more than a hint and some pings ahead of its answers. The end shows at the next look. */
static void
send_bytes (EtLive *live, const void *bytes, gsize length)
{
  if (send (live->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT) != (gssize) length)
    shutdown (live->fd, SHUT_RDWR);
}

static void
send_frame (EtLive *live, EtWebsocketOpcode opcode, const void *payload, gsize length)
{
  guint8 frame[ET_WEBSOCKET_MAX_SERVER_FRAME];

  send_bytes (live, frame, et_websocket_write (frame, opcode, payload, length));
}

/* At most one hint is under way: the next one waits for the answer to it, and for a while, and then
 * says only the last of what happened meanwhile. */
static void
send_hint (EtLive *live)
{
  int64_t interval_ms = et_live_room_get_server (live->room)->config.hint_interval_ms, now_us;
  char text[48];

  if (live->state != ET_LIVE_OPEN || !live->is_acknowledged || live->hinted >= live->latest)
    return;
  now_us = g_get_monotonic_time ();
  if (now_us - live->hinted_us < interval_ms * 1000)
    return; /* the next sweep asks again */
  live->hinted_us = now_us;
  live->hinted = live->latest;
  live->is_acknowledged = FALSE;
  g_snprintf (text, sizeof text, "{\"version\":%" G_GINT64_FORMAT "}", live->hinted);
  send_frame (live, ET_WEBSOCKET_TEXT, text, strlen (text));
}

/* {"token":"…"}, or no token for a guest. */
static void
take_token (EtLive *live, JsonObject *message)
{
  JsonNode *node = json_object_get_member (message, "token");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    et_live_identified (live, &(EtCaller){ 0 });
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    et_live_room_ask (live->room, live, json_node_get_string (node));
  else
    et_live_end (live, ET_WEBSOCKET_POLICY);
}

/* {"version":N}: the client knows that there is N. */
static void
take_acknowledgement (EtLive *live, JsonObject *message)
{
  JsonNode *node = json_object_get_member (message, "version");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    {
      et_live_end (live, ET_WEBSOCKET_POLICY);
      return;
    }
  if (live->is_acknowledged || json_node_get_int (node) != live->hinted)
    return;
  live->is_acknowledged = TRUE;
  live->n_messages--; /* how many there are is up to the server */
  send_hint (live);
}

static void
take_message (EtLive *live, const guint8 *text, gsize length)
{
  g_autoptr (JsonObject)
      message = et_json_parse_object ((const char *) text, length, &et_json_request_limits, NULL);

  if (message == NULL || live->state == ET_LIVE_ASKING)
    et_live_end (live, ET_WEBSOCKET_POLICY);
  else if (live->state == ET_LIVE_SILENT)
    take_token (live, message);
  else
    take_acknowledgement (live, message);
}

/* A message may come in pieces; together they are no longer than one could be. */
static void
take_piece (EtLive *live, const EtWebsocketFrame *frame)
{
  gboolean goes_on = frame->opcode == ET_WEBSOCKET_CONTINUATION;
  g_autoptr (GByteArray) whole = NULL;

  if (goes_on != (live->message != NULL))
    {
      et_live_end (live, ET_WEBSOCKET_BROKEN);
      return;
    }
  if (!goes_on && frame->is_last)
    {
      take_message (live, frame->payload, frame->length);
      return;
    }

  if (live->message == NULL)
    live->message = g_byte_array_new ();
  if (live->message->len + frame->length > ET_WEBSOCKET_MAX_MESSAGE)
    {
      et_live_end (live, ET_WEBSOCKET_TOO_LARGE);
      return;
    }
  g_byte_array_append (live->message, frame->payload, (guint) frame->length);
  if (!frame->is_last)
    return;
  whole = g_steal_pointer (&live->message);
  take_message (live, whole->data, whole->len);
}

static void
count_message (EtLive *live)
{
  int64_t now_us = g_get_monotonic_time ();

  if (now_us - live->minute_us >= MINUTE_US)
    {
      live->minute_us = now_us;
      live->n_messages = 0;
    }
  live->n_messages++;
}

static void
take_frame (EtLive *live, const EtWebsocketFrame *frame)
{
  if (frame->opcode == ET_WEBSOCKET_CLOSE)
    {
      if (live->state != ET_LIVE_CLOSING)
        send_frame (live, ET_WEBSOCKET_CLOSE, frame->payload, MIN (frame->length, 2));
      shutdown (live->fd, SHUT_RDWR);
      live->state = ET_LIVE_CLOSING;
      return;
    }
  if (live->state == ET_LIVE_CLOSING)
    return;

  count_message (live);
  live->is_pinged = FALSE;
  if (live->state == ET_LIVE_OPEN)
    set_deadline (live, get_idle_ms (live));
  if (frame->opcode == ET_WEBSOCKET_PING)
    send_frame (live, ET_WEBSOCKET_PONG, frame->payload, frame->length);
  else if (frame->opcode != ET_WEBSOCKET_PONG)
    take_piece (live, frame);
  if (live->n_messages > MAX_MESSAGES)
    et_live_end (live, ET_WEBSOCKET_POLICY);
}

/* Keeps @rest, a part of a frame, or nothing. */
static void
keep_rest (EtLive *live, const guint8 *rest, gsize length)
{
  GByteArray *kept = NULL;

  if (length > 0 && live->state != ET_LIVE_CLOSING)
    {
      kept = g_byte_array_sized_new ((guint) length);
      g_byte_array_append (kept, rest, (guint) length);
    }
  g_clear_pointer (&live->received, g_byte_array_unref);
  live->received = kept;
}

/* Takes what the client sent. */
void
et_live_take (EtLive *live, const guint8 *bytes, gsize length)
{
  GByteArray *all = live->received != NULL ? g_steal_pointer (&live->received)
                                           : g_byte_array_new ();
  gsize at = 0;

  g_byte_array_append (all, bytes, (guint) length);
  for (;;)
    {
      EtWebsocketFrame frame;
      gsize taken;
      guint code;
      EtWebsocketRead found = et_websocket_read (all->data + at, all->len - at, &frame, &taken,
                                                 &code);

      if (found == ET_WEBSOCKET_REFUSED)
        {
          et_live_end (live, code);
          at = all->len;
        }
      if (found != ET_WEBSOCKET_FRAME)
        break;
      take_frame (live, &frame);
      at += taken;
    }
  keep_rest (live, all->data + at, all->len - at);
  g_byte_array_unref (all);
}

/* Answers the request that opened it. @accept: for Sec-WebSocket-Accept. */
void
et_live_greet (EtLive *live, const char *accept)
{
  EtHttpServer *server = et_live_room_get_server (live->room);
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\n"
                                           "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                           "Sec-WebSocket-Accept: %s\r\n%s\r\n",
                                           accept, server->common_fields);

  set_deadline (live, server->deadlines.header_ms);
  send_bytes (live, head, strlen (head));
}

/* Lets the client in and says what there is; that also tells it that it is heard. */
void
et_live_identified (EtLive *live, const EtCaller *caller)
{
  live->state = ET_LIVE_OPEN;
  live->account_id = caller->account_id;
  live->session_id = caller->session_id;
  live->latest = et_http_server_get_version (et_live_room_get_server (live->room));
  live->hinted = -1;
  live->is_acknowledged = TRUE;
  et_live_room_enter (live);
  set_deadline (live, get_idle_ms (live));
  send_hint (live);
}

/* Tells of a change, if the client listens already. */
void
et_live_hint (EtLive *live, int64_t version)
{
  live->latest = MAX (live->latest, version);
  send_hint (live);
}

/* Says why it is over (a code of RFC 6455), and gives the client a while to hear it. */
void
et_live_end (EtLive *live, guint code)
{
  guint8 payload[2] = { (guint8) (code >> 8), (guint8) code };

  if (live->state == ET_LIVE_CLOSING)
    return;
  live->state = ET_LIVE_CLOSING;
  g_clear_pointer (&live->message, g_byte_array_unref);
  set_deadline (live, CLOSING_MS);
  send_frame (live, ET_WEBSOCKET_CLOSE, payload, sizeof payload);
  shutdown (live->fd, SHUT_WR);
}

/* Tells what had to wait, asks a silent client for a sign of life, and ends what was asked in vain
 * or never said who it is. */
void
et_live_sweep (EtLive *live, int64_t now_us)
{
  send_hint (live);
  if (now_us < live->deadline_us)
    return;
  if (live->state == ET_LIVE_OPEN && !live->is_pinged)
    {
      live->is_pinged = TRUE;
      set_deadline (live, get_idle_ms (live));
      send_frame (live, ET_WEBSOCKET_PING, NULL, 0);
    }
  else if (live->state == ET_LIVE_SILENT || live->state == ET_LIVE_ASKING)
    et_live_end (live, ET_WEBSOCKET_POLICY);
  else
    shutdown (live->fd, SHUT_RDWR);
}

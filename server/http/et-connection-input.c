/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "server/http/et-connection-private.h"

#define LINGER_MS 2000
#define LINGER_MAX_BYTES (1024 * 1024)
#define KEPT_BUFFER_BYTES 4096

/* The side that libsoup reads from. */
typedef struct
{
  GInputStream parent_instance;
  EtConnection *connection; /* owned */
} EtConnectionInput;

typedef struct
{
  GInputStreamClass parent_class;
} EtConnectionInputClass;

static GType et_connection_input_get_type (void);
static void input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_TYPE_WITH_CODE (EtConnectionInput,
                         et_connection_input,
                         G_TYPE_INPUT_STREAM,
                         G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, input_pollable_init))

static void
set_feed (EtConnection *self, const char *feed, gsize length)
{
  self->feed = feed;
  self->feed_length = length;
}

/* libsoup 3.2.3 never lets go of a connection that its client closes between two requests (fixed in
 * 3.3.0). A NUL before the end of file makes it take the way of a broken request, which cleans up;
 * the 400 that it then writes goes nowhere. */
void
et_connection_end_input (EtConnection *self)
{
  if (self->phase == ET_PHASE_ENDED)
    return;
  self->phase = ET_PHASE_ENDED;
  self->deadline_us = 0;
  set_feed (self, "\0", 1);
}

static void
drop_received (EtConnection *self, gsize length)
{
  g_byte_array_remove_range (self->received, 0, length);
  self->scanned = 0;
  if (self->received->len == 0 && length > KEPT_BUFFER_BYTES)
    {
      g_byte_array_unref (self->received);
      self->received = g_byte_array_new ();
    }
}

/* Returns TRUE when more bytes came. */
static gboolean
receive (EtConnection *self)
{
  static __thread guint8 chunk[16 * 1024];
  gssize n = recv (self->fd, chunk, sizeof chunk, MSG_DONTWAIT);

  if (n <= 0)
    {
      if (n == 0 || (errno != EAGAIN && errno != EINTR))
        et_connection_end_input (self);
      return FALSE;
    }

  if (self->phase != ET_PHASE_LINGERING)
    g_byte_array_append (self->received, chunk, (guint) n);
  else if ((self->lingered += (gsize) n) > LINGER_MAX_BYTES)
    {
      et_connection_end_input (self);
      return FALSE;
    }
  return TRUE;
}

static void
send_now (EtConnection *self, const char *bytes, gsize length)
{
  if (send (self->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT) != (gssize) length)
    g_debug ("An answer of %" G_GSIZE_FORMAT " bytes did not fit into the socket", length);
}

/* Sends the whole answer to what is refused, as far as the socket takes it. */
void
et_connection_send_refusal (EtConnection *self, EtErrorCode code)
{
  g_autoptr (GBytes) answer = self->funcs->refuse (self->owner, self, self->head, code);

  send_now (self, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_clear_pointer (&self->head, et_head_free);
}

/* Answers at once, without reading on. To close with unread bytes would make the kernel send a
 * reset, which can overtake the answer, so what comes for a while is read and thrown away. */
static void
refuse (EtConnection *self, EtErrorCode code)
{
  et_connection_send_refusal (self, code);
  shutdown (self->fd, SHUT_WR);
  g_byte_array_set_size (self->received, 0);
  self->phase = ET_PHASE_LINGERING;
  et_connection_set_deadline (self, LINGER_MS);
}

/* An empty line before a request is to be ignored (RFC 9112, section 2.2). Returns FALSE when
 * nothing else has come, but for the half of one. */
static gboolean
skip_empty_lines (EtConnection *self)
{
  gsize skip = 0;

  while (skip + 2 <= self->received->len && memcmp (self->received->data + skip, "\r\n", 2) == 0)
    skip += 2;
  if (skip > 0)
    g_byte_array_remove_range (self->received, 0, (guint) skip);
  return self->received->len > 1 || (self->received->len == 1 && self->received->data[0] != '\r');
}

/* Returns TRUE when a head is complete and fit. */
static gboolean
take_head (EtConnection *self)
{
  gsize end = 0;
  EtFraming framing;

  if (self->scanned == 0 && !skip_empty_lines (self))
    return FALSE;
  if (self->phase == ET_PHASE_IDLE)
    {
      self->phase = ET_PHASE_HEAD;
      et_connection_set_deadline (self, self->deadlines->header_ms);
    }

  framing = et_framing_find_end ((const char *) self->received->data, self->received->len,
                                 &self->scanned, &end);
  if (framing == ET_FRAMING_INCOMPLETE)
    return FALSE;
  if (framing == ET_FRAMING_COMPLETE)
    self->head = et_head_new ((const char *) self->received->data, end);
  if (self->head == NULL || self->head->body_length > ET_BODY_MAX_BYTES)
    {
      refuse (self, self->head == NULL ? ET_ERROR_BAD_REQUEST : ET_ERROR_TOO_LARGE);
      return FALSE;
    }
  drop_received (self, end);
  return TRUE;
}

/* libsoup sees whether the body of the answer is to be written and which version of HTTP is
 * spoken, and nothing else of what the client sent: its reader is never at the client's mercy. */
static void
feed_plain_request (EtConnection *self)
{
  static const char *const plain[2][2] = {
    { "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\n\r\n" },
    { "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/1.0\r\nHost: a\r\n\r\n" },
  };
  gboolean is_head = g_str_equal (self->head->method, "HEAD");
  const char *feed = plain[is_head ? 1 : 0][self->head->is_http_1_0 ? 1 : 0];

  set_feed (self, feed, strlen (feed));
}

/* Returns TRUE when a whole request has come. */
static gboolean
take_request (EtConnection *self)
{
  static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
  gsize length;

  if (self->phase < ET_PHASE_BODY)
    {
      if (!take_head (self))
        return FALSE;
      self->phase = ET_PHASE_BODY;
      et_connection_set_deadline (self, self->deadlines->body_ms);
      if (self->head->expects_continue && self->received->len < self->head->body_length)
        send_now (self, go_on, sizeof go_on - 1);
    }

  length = self->head->body_length;
  if (self->received->len < length)
    return FALSE;
  if (length > 0)
    {
      self->body = g_bytes_new (self->received->data, length);
      drop_received (self, length);
    }
  self->has_leftover = self->received->len > 0;
  self->phase = ET_PHASE_WORKING;
  self->deadline_us = 0;
  self->arrived_us = g_get_monotonic_time ();
  feed_plain_request (self);
  return TRUE;
}

/* Returns TRUE when there is something to show to libsoup. */
static gboolean
await_request (EtConnection *self)
{
  self->has_leftover = FALSE;
  while (self->phase < ET_PHASE_WORKING || self->phase == ET_PHASE_LINGERING)
    {
      if (self->phase != ET_PHASE_LINGERING && take_request (self))
        return TRUE;
      if (!receive (self))
        break;
    }
  return self->feed_length > 0;
}

/* libsoup turns to the next request: the answer to the one before has left. */
static void
await_input (EtConnection *self)
{
  if (self->phase != ET_PHASE_ANSWERING)
    return;
  self->phase = ET_PHASE_IDLE;
  et_connection_set_deadline (self, self->deadlines->idle_ms);
}

static gboolean
input_is_readable (GPollableInputStream *stream)
{
  EtConnection *self = ((EtConnectionInput *) stream)->connection;
  GPollFD poll = { self->fd, G_IO_IN, 0 };

  return et_connection_has_input (self) || g_poll (&poll, 1, 0) != 0;
}

static GSource *
input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  EtConnection *self = ((EtConnectionInput *) stream)->connection;

  await_input (self);
  return et_connection_source_new (self, stream, G_IO_IN);
}

/* Shows libsoup a plain request once one has come; 0 is the end. */
static gssize
input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize size, GError **error)
{
  EtConnection *self = ((EtConnectionInput *) stream)->connection;
  gsize length;

  await_input (self);
  if (self->feed_length == 0 && !await_request (self))
    return self->phase == ET_PHASE_ENDED ? 0 : et_connection_would_block (error);

  length = MIN (size, self->feed_length);
  memcpy (buffer, self->feed, length);
  set_feed (self, self->feed + length, self->feed_length - length);
  return (gssize) length;
}

static void
input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = input_is_readable;
  iface->create_source = input_create_source;
  iface->read_nonblocking = input_read_nonblocking;
}

static void
et_connection_input_finalize (GObject *object)
{
  g_clear_object (&((EtConnectionInput *) object)->connection);
  G_OBJECT_CLASS (et_connection_input_parent_class)->finalize (object);
}

static void
et_connection_input_class_init (EtConnectionInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_connection_input_finalize;
}

static void
et_connection_input_init (EtConnectionInput *self)
{
}

/* Whether libsoup can read, or try to, without waiting for the client. */
gboolean
et_connection_has_input (EtConnection *self)
{
  return self->feed_length > 0 || self->has_leftover || self->phase == ET_PHASE_ENDED;
}

/* Makes the side that libsoup reads from; without blocking only.
 * Returns: (transfer full): a GPollableInputStream. */
GInputStream *
et_connection_input_new (EtConnection *connection)
{
  EtConnectionInput *self = g_object_new (et_connection_input_get_type (), NULL);

  self->connection = g_object_ref (connection);
  return G_INPUT_STREAM (self);
}

/* Takes the request that libsoup was just shown a plain one for.
 *
 * @ret_body: (transfer full) (nullable): NULL when it is empty.
 * @ret_arrived_us: when its last byte came, on the monotonic clock.
 *
 * Returns: (transfer full) (nullable): the head; NULL when there is none. */
EtHead *
et_connection_steal_request (EtConnection *self, GBytes **ret_body, int64_t *ret_arrived_us)
{
  *ret_body = g_steal_pointer (&self->body);
  *ret_arrived_us = self->arrived_us;
  return g_steal_pointer (&self->head);
}

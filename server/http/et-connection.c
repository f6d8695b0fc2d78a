/* SPDX-License-Identifier: MIT */
#include "server/http/et-connection.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "server/http/et-connection-stream.h"

#define LINGER_MS 2000
#define LINGER_MAX_BYTES (1024 * 1024)
#define KEPT_BUFFER_BYTES 4096
#define PROGRESS_BYTES (64 * 1024)

typedef enum
{
  PHASE_IDLE, /* nothing of a request has come */
  PHASE_HEAD, /* a part of its head has */
  PHASE_BODY, /* its head has */
  PHASE_WORKING, /* it is with its handler */
  PHASE_ANSWERING, /* libsoup writes the answer */
  PHASE_LINGERING, /* refused: what still comes is thrown away, so that the refusal arrives */
  PHASE_ENDED /* the client left, or was too slow */
} Phase;

struct _EtConnection
{
  GIOStream parent_instance;

  int fd; /* -1 once closed */
  EtPeer peer;
  const EtDeadlines *deadlines; /* borrowed */
  const EtConnectionFuncs *funcs; /* borrowed */
  gpointer owner; /* borrowed */
  GList link; /* in the owner's list */
  GInputStream *input; /* owned until closed */
  GOutputStream *output; /* owned until closed */

  Phase phase;
  int64_t deadline_us; /* 0: none */

  /* In */
  GByteArray *received; /* owned; what the client sent and no request has taken yet */
  gsize scanned; /* of it, in the search for a head's end */
  gboolean has_leftover;
  EtHead *head; /* owned, nullable */
  GBytes *body; /* owned, nullable */
  const char *feed; /* what libsoup is shown instead */
  gsize feed_length;
  int64_t arrived_us;
  gsize lingered;

  /* Out */
  GString *fields; /* owned, nullable: our part of the answer's head */
  GString *held; /* owned: head that waits for its body */
  gsize sent; /* of it */
  gsize progress; /* bytes since the deadline was set */
  gboolean head_taken;
  gboolean has_body;
};

G_DEFINE_FINAL_TYPE (EtConnection, et_connection, G_TYPE_IO_STREAM)

static void
set_deadline (EtConnection *self, guint ms)
{
  self->deadline_us = ms > 0 ? g_get_monotonic_time () + (int64_t) ms * 1000 : 0;
}

static void
set_feed (EtConnection *self, const char *feed, gsize length)
{
  self->feed = feed;
  self->feed_length = length;
}

static gssize
fail_would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "would block");
  return -1;
}

/* libsoup 3.2.3 never lets go of a connection that its client closes between two requests (fixed in
 * 3.3.0). A NUL before the end of file makes it take the way of a broken request, which cleans up;
 * the 400 that it then writes goes nowhere. */
static void
end_input (EtConnection *self)
{
  if (self->phase == PHASE_ENDED)
    return;
  self->phase = PHASE_ENDED;
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
        end_input (self);
      return FALSE;
    }

  if (self->phase != PHASE_LINGERING)
    g_byte_array_append (self->received, chunk, (guint) n);
  else if ((self->lingered += (gsize) n) > LINGER_MAX_BYTES)
    {
      end_input (self);
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

static void
send_refusal (EtConnection *self, EtErrorCode code)
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
  send_refusal (self, code);
  shutdown (self->fd, SHUT_WR);
  g_byte_array_set_size (self->received, 0);
  self->phase = PHASE_LINGERING;
  set_deadline (self, LINGER_MS);
}

/* An empty line before a request is to be ignored (RFC 9112, section 2.2). */
static void
skip_empty_lines (EtConnection *self)
{
  gsize skip = 0;

  while (skip + 2 <= self->received->len && memcmp (self->received->data + skip, "\r\n", 2) == 0)
    skip += 2;
  if (skip > 0)
    g_byte_array_remove_range (self->received, 0, (guint) skip);
}

/* Returns TRUE when a head is complete and fit. */
static gboolean
take_head (EtConnection *self)
{
  gsize end = 0;
  EtFraming framing;

  if (self->scanned == 0)
    skip_empty_lines (self);
  if (self->received->len == 0)
    return FALSE;
  if (self->phase == PHASE_IDLE)
    {
      self->phase = PHASE_HEAD;
      set_deadline (self, self->deadlines->header_ms);
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

  if (self->phase < PHASE_BODY)
    {
      if (!take_head (self))
        return FALSE;
      self->phase = PHASE_BODY;
      set_deadline (self, self->deadlines->body_ms);
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
  self->phase = PHASE_WORKING;
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
  while (self->phase < PHASE_WORKING || self->phase == PHASE_LINGERING)
    {
      if (self->phase != PHASE_LINGERING && take_request (self))
        return TRUE;
      if (!receive (self))
        break;
    }
  return self->feed_length > 0;
}

/* libsoup's head, and our fields before its blank line. */
static void
take_answer_head (EtConnection *self, const char *bytes, gsize length)
{
  g_string_truncate (self->held, 0);
  g_string_append_len (self->held, bytes, (gssize) length - 2);
  g_string_append_len (self->held, self->fields->str, (gssize) self->fields->len);
  g_string_append (self->held, "\r\n");
  self->sent = 0;
  self->head_taken = TRUE;
}

static void
note_progress (EtConnection *self, gsize sent)
{
  self->progress += sent;
  if (self->progress >= PROGRESS_BYTES)
    {
      self->progress = 0;
      set_deadline (self, self->deadlines->write_ms);
    }
}

/* Sends what is held and then @bytes in one go. Returns how many of @bytes left, or -1 with
 * G_IO_ERROR_WOULD_BLOCK while not even all that was held did. */
static gssize
send_joined (EtConnection *self, const char *bytes, gsize length, GError **error)
{
  gsize held = self->held->len - self->sent;
  struct iovec parts[2] = { { self->held->str + self->sent, held }, { (char *) bytes, length } };
  struct msghdr message = { .msg_iov = held > 0 ? parts : parts + 1,
                            .msg_iovlen = held > 0 ? 2 : 1 };
  gssize n = sendmsg (self->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);

  if (n < 0)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      return -1;
    }

  note_progress (self, (gsize) n);
  self->sent += MIN ((gsize) n, held);
  if ((gsize) n < held || ((gsize) n == held && length > 0))
    return fail_would_block (error);
  return n - (gssize) held;
}

static GInputStream *
et_connection_get_input_stream (GIOStream *stream)
{
  return ((EtConnection *) stream)->input;
}

static GOutputStream *
et_connection_get_output_stream (GIOStream *stream)
{
  return ((EtConnection *) stream)->output;
}

static gboolean
et_connection_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  EtConnection *self = ET_CONNECTION (stream);

  if (self->fd < 0)
    return TRUE;

  close (self->fd);
  self->fd = -1;
  self->phase = PHASE_ENDED;
  self->deadline_us = 0;
  self->funcs->closed (self->owner, self);
  g_clear_object (&self->input); /* each keeps a reference to the whole */
  g_clear_object (&self->output);
  return TRUE;
}

static void
et_connection_finalize (GObject *object)
{
  EtConnection *self = ET_CONNECTION (object);

  g_byte_array_unref (self->received);
  g_clear_pointer (&self->head, et_head_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_string_free (self->held, TRUE);
  if (self->fields != NULL)
    g_string_free (self->fields, TRUE);
  G_OBJECT_CLASS (et_connection_parent_class)->finalize (object);
}

static void
et_connection_class_init (EtConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  object_class->finalize = et_connection_finalize;
  stream_class->get_input_stream = et_connection_get_input_stream;
  stream_class->get_output_stream = et_connection_get_output_stream;
  stream_class->close_fn = et_connection_close;
}

static void
et_connection_init (EtConnection *self)
{
  self->fd = -1;
  self->received = g_byte_array_new ();
  self->held = g_string_new (NULL);
  self->link.data = self;
}

/* Takes over @fd, a connected socket that does not block. The rest is borrowed; @owner hears of the
 * end by funcs->closed. Returns: (transfer full). */
EtConnection *
et_connection_new (int fd,
                   const EtPeer *peer,
                   const EtDeadlines *deadlines,
                   const EtConnectionFuncs *funcs,
                   gpointer owner)
{
  EtConnection *self = g_object_new (ET_TYPE_CONNECTION, NULL);

  self->fd = fd;
  self->peer = *peer;
  self->deadlines = deadlines;
  self->funcs = funcs;
  self->owner = owner;
  self->input = et_connection_input_new (self);
  self->output = et_connection_output_new (self);
  set_deadline (self, deadlines->header_ms);
  return self;
}

const EtPeer *
et_connection_get_peer (EtConnection *self)
{
  return &self->peer;
}

/* Returns: the place in the owner's list, whose data is @self. */
GList *
et_connection_get_link (EtConnection *self)
{
  return &self->link;
}

int
et_connection_get_fd (EtConnection *self)
{
  return self->fd;
}

/* Whether libsoup can read, or try to, without waiting for the client. */
gboolean
et_connection_has_input (EtConnection *self)
{
  return self->feed_length > 0 || self->has_leftover || self->phase == PHASE_ENDED;
}

/* libsoup turns to the next request: the answer to the one before has left. */
void
et_connection_await_input (EtConnection *self)
{
  if (self->phase != PHASE_ANSWERING)
    return;
  self->phase = PHASE_IDLE;
  set_deadline (self, self->deadlines->idle_ms);
}

/* Shows libsoup a plain request once one has come; 0 is the end. */
gssize
et_connection_read (EtConnection *self, char *buffer, gsize size, GError **error)
{
  gsize length;

  et_connection_await_input (self);
  if (self->feed_length == 0 && !await_request (self))
    return self->phase == PHASE_ENDED ? 0 : fail_would_block (error);

  length = MIN (size, self->feed_length);
  memcpy (buffer, self->feed, length);
  set_feed (self, self->feed + length, self->feed_length - length);
  return (gssize) length;
}

/* Takes what libsoup writes. A head waits for its body; what is meant for a client that left, or
 * that was refused, goes nowhere. */
gssize
et_connection_write (EtConnection *self, const char *bytes, gsize length, GError **error)
{
  if (self->phase != PHASE_ANSWERING)
    return (gssize) length;
  if (self->head_taken && self->has_body)
    return send_joined (self, bytes, length, error);

  if (!self->head_taken)
    take_answer_head (self, bytes, length);
  if (!self->has_body && send_joined (self, NULL, 0, error) < 0)
    return -1;
  return (gssize) length;
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

/* To be called before libsoup writes the answer. @fields: (transfer full): lines of the head that
 * are added to libsoup's own. @has_body: whether a body will follow the head. */
void
et_connection_begin_answer (EtConnection *self, GString *fields, gboolean has_body)
{
  if (self->fields != NULL)
    g_string_free (self->fields, TRUE);
  self->fields = fields;
  self->has_body = has_body;
  self->head_taken = FALSE;
  self->progress = 0;
  if (self->phase != PHASE_WORKING)
    return;
  self->phase = PHASE_ANSWERING;
  set_deadline (self, self->deadlines->write_ms);
}

/* Ends what takes too long: an idle connection without a word, a request with a 408. */
void
et_connection_check_deadline (EtConnection *self, int64_t now_us)
{
  if (self->deadline_us == 0 || now_us < self->deadline_us)
    return;

  self->deadline_us = 0;
  if (self->phase == PHASE_HEAD || self->phase == PHASE_BODY)
    send_refusal (self, ET_ERROR_REQUEST_TIMEOUT);
  et_connection_shut_down (self);
}

/* Whether nothing of a request has come since the last answer left. */
gboolean
et_connection_is_idle (EtConnection *self)
{
  return self->phase == PHASE_IDLE;
}

/* Ends the connection for both sides; libsoup sees the end of the stream and closes it. */
void
et_connection_shut_down (EtConnection *self)
{
  if (self->fd >= 0)
    shutdown (self->fd, SHUT_RDWR);
}

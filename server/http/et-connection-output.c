/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "server/http/et-connection-private.h"

#define PROGRESS_BYTES (64 * 1024)

/* The side that libsoup writes to. */
typedef struct
{
  GOutputStream parent_instance;
  EtConnection *connection; /* owned */
} EtConnectionOutput;

typedef struct
{
  GOutputStreamClass parent_class;
} EtConnectionOutputClass;

static GType et_connection_output_get_type (void);
static void output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_TYPE_WITH_CODE (EtConnectionOutput,
                         et_connection_output,
                         G_TYPE_OUTPUT_STREAM,
                         G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                output_pollable_init))

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
      et_connection_set_deadline (self, self->deadlines->write_ms);
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
    return et_connection_would_block (error);
  return n - (gssize) held;
}

static gboolean
output_is_writable (GPollableOutputStream *stream)
{
  GPollFD poll = { ((EtConnectionOutput *) stream)->connection->fd, G_IO_OUT, 0 };

  return g_poll (&poll, 1, 0) != 0;
}

static GSource *
output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  return et_connection_source_new (((EtConnectionOutput *) stream)->connection, stream, G_IO_OUT);
}

/* Takes what libsoup writes. A head waits for its body; what is meant for a client that left, or
 * that was refused, goes nowhere. */
static gssize
output_write_nonblocking (GPollableOutputStream *stream,
                          const void *bytes,
                          gsize length,
                          GError **error)
{
  EtConnection *self = ((EtConnectionOutput *) stream)->connection;

  if (self->phase != ET_PHASE_ANSWERING)
    return (gssize) length;
  if (self->head_taken && self->has_body)
    return send_joined (self, bytes, length, error);

  if (!self->head_taken)
    take_answer_head (self, bytes, length);
  if (!self->has_body && send_joined (self, NULL, 0, error) < 0)
    return -1;
  return (gssize) length;
}

static void
output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = output_is_writable;
  iface->create_source = output_create_source;
  iface->write_nonblocking = output_write_nonblocking;
}

static void
et_connection_output_finalize (GObject *object)
{
  g_clear_object (&((EtConnectionOutput *) object)->connection);
  G_OBJECT_CLASS (et_connection_output_parent_class)->finalize (object);
}

static void
et_connection_output_class_init (EtConnectionOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_connection_output_finalize;
}

static void
et_connection_output_init (EtConnectionOutput *self)
{
}

/* Makes the side that libsoup writes to; without blocking only.
 * Returns: (transfer full): a GPollableOutputStream. */
GOutputStream *
et_connection_output_new (EtConnection *connection)
{
  EtConnectionOutput *self = g_object_new (et_connection_output_get_type (), NULL);

  self->connection = g_object_ref (connection);
  return G_OUTPUT_STREAM (self);
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
  if (self->phase != ET_PHASE_WORKING)
    return;
  self->phase = ET_PHASE_ANSWERING;
  et_connection_set_deadline (self, self->deadlines->write_ms);
}

/* SPDX-License-Identifier: MIT */
#include "server/http/et-connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include "server/http/et-connection-private.h"

G_DEFINE_FINAL_TYPE (EtConnection, et_connection, G_TYPE_IO_STREAM)

/* A source for either side: one descriptor instead of the layers of a GSocket, and ready without
 * the descriptor when the connection still has something to hand over. */
typedef struct
{
  GSource base;
  GObject *stream; /* owned */
  EtConnection *connection; /* borrowed from the stream */
  gpointer tag; /* nullable: the descriptor is closed */
  gboolean is_input;
} StreamSource;

static gboolean
is_ready (StreamSource *source)
{
  return source->tag == NULL || (source->is_input && et_connection_has_input (source->connection));
}

static gboolean
source_prepare (GSource *base, int *ret_timeout)
{
  *ret_timeout = -1;
  return is_ready ((StreamSource *) base);
}

static gboolean
source_check (GSource *base)
{
  StreamSource *source = (StreamSource *) base;

  return is_ready (source) || g_source_query_unix_fd (base, source->tag) != 0;
}

static gboolean
source_dispatch (GSource *base, GSourceFunc callback, gpointer data)
{
  GPollableSourceFunc func = (GPollableSourceFunc) (void (*) (void)) callback;

  return func (((StreamSource *) base)->stream, data);
}

static void
source_finalize (GSource *base)
{
  g_object_unref (((StreamSource *) base)->stream);
}

/* libsoup makes this source the child of its own by a dummy closure. */
static gboolean
source_closure_cb (GObject *stream, gpointer data)
{
  GValue param = G_VALUE_INIT, result = G_VALUE_INIT;
  gboolean keep;

  g_value_init (&result, G_TYPE_BOOLEAN);
  g_value_init (&param, G_TYPE_OBJECT);
  g_value_set_object (&param, stream);
  g_closure_invoke (data, &result, 1, &param, NULL);
  keep = g_value_get_boolean (&result);
  g_value_unset (&param);
  g_value_unset (&result);
  return keep;
}

static GSourceFuncs source_funcs = {
  .prepare = source_prepare,
  .check = source_check,
  .dispatch = source_dispatch,
  .finalize = source_finalize,
  .closure_callback = (GSourceFunc) (void (*) (void)) source_closure_cb,
};

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
  self->phase = ET_PHASE_ENDED;
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
  et_connection_set_deadline (self, deadlines->header_ms);
  return self;
}

/* Who is at the other end: the client, or a proxy. */
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

/* Makes a source for one side, @stream, which keeps @self alive. */
GSource *
et_connection_source_new (EtConnection *self, gpointer stream, GIOCondition condition)
{
  GSource *base = g_source_new (&source_funcs, sizeof (StreamSource));
  StreamSource *source = (StreamSource *) base;

  source->stream = g_object_ref (stream);
  source->connection = self;
  source->is_input = condition == G_IO_IN;
  if (self->fd >= 0)
    source->tag = g_source_add_unix_fd (base, self->fd, condition);
  return base;
}

/* Has the connection end in @ms, if nothing else happens; 0 for never. */
void
et_connection_set_deadline (EtConnection *self, guint ms)
{
  self->deadline_us = ms > 0 ? g_get_monotonic_time () + (int64_t) ms * 1000 : 0;
}

/* Sets G_IO_ERROR_WOULD_BLOCK and returns -1. */
gssize
et_connection_would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "would block");
  return -1;
}

/* Takes the socket out of the connection, which is over by that without a word to the client or to
 * the owner. @ret_received: (transfer full): what came after the request.
 * Returns: the descriptor, or -1 when the connection has ended. */
int
et_connection_steal (EtConnection *self, GByteArray **ret_received)
{
  int fd = self->fd;

  self->fd = -1;
  self->phase = ET_PHASE_ENDED;
  self->deadline_us = 0;
  *ret_received = g_steal_pointer (&self->received);
  self->received = g_byte_array_new ();
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  return fd;
}

/* Ends what takes too long: an idle connection without a word, a request with a 408. */
void
et_connection_check_deadline (EtConnection *self, int64_t now_us)
{
  if (self->deadline_us == 0 || now_us < self->deadline_us)
    return;

  self->deadline_us = 0;
  if (self->phase == ET_PHASE_HEAD || self->phase == ET_PHASE_BODY)
    {
      et_connection_send_refusal (self, ET_ERROR_REQUEST_TIMEOUT);
      self->phase = ET_PHASE_LINGERING;
    }
  et_connection_shut_down (self);
}

/* Whether nothing of a request has come since the last answer left. */
gboolean
et_connection_is_idle (EtConnection *self)
{
  return self->phase == ET_PHASE_IDLE;
}

/* Ends the connection for both sides; libsoup sees the end of the stream and closes it. What has
 * come from an idle client could still be read, and be carried out without an answer: it is not. */
void
et_connection_shut_down (EtConnection *self)
{
  if (self->phase == ET_PHASE_IDLE)
    et_connection_end_input (self);
  if (self->fd >= 0)
    shutdown (self->fd, SHUT_RDWR);
}

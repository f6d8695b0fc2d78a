/* SPDX-License-Identifier: MIT */
#include "server/http/et-connection-stream.h"

/* Both sides keep the connection alive: libsoup may hold a side longer than the whole. The
 * connection lets go of them when it closes, which ends the circle. */

typedef struct
{
  GInputStream parent_instance;
  EtConnection *connection; /* owned */
} EtConnectionInput;

typedef struct
{
  GInputStreamClass parent_class;
} EtConnectionInputClass;

typedef struct
{
  GOutputStream parent_instance;
  EtConnection *connection; /* owned */
} EtConnectionOutput;

typedef struct
{
  GOutputStreamClass parent_class;
} EtConnectionOutputClass;

static GType et_connection_input_get_type (void);
static GType et_connection_output_get_type (void);
static void input_pollable_init (GPollableInputStreamInterface *iface);
static void output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_TYPE_WITH_CODE (EtConnectionInput,
                         et_connection_input,
                         G_TYPE_INPUT_STREAM,
                         G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, input_pollable_init))

G_DEFINE_TYPE_WITH_CODE (EtConnectionOutput,
                         et_connection_output,
                         G_TYPE_OUTPUT_STREAM,
                         G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                output_pollable_init))

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

static GSource *
create_source (GObject *stream, EtConnection *connection, gboolean is_input)
{
  GSource *base = g_source_new (&source_funcs, sizeof (StreamSource));
  StreamSource *source = (StreamSource *) base;
  int fd = et_connection_get_fd (connection);

  source->stream = g_object_ref (stream);
  source->connection = connection;
  source->is_input = is_input;
  if (fd >= 0)
    source->tag = g_source_add_unix_fd (base, fd, is_input ? G_IO_IN : G_IO_OUT);
  g_source_set_static_name (base, is_input ? "EtConnection input" : "EtConnection output");
  return base;
}

static gboolean
input_is_readable (GPollableInputStream *stream)
{
  EtConnection *connection = ((EtConnectionInput *) stream)->connection;
  GPollFD poll = { et_connection_get_fd (connection), G_IO_IN, 0 };

  return et_connection_has_input (connection) || g_poll (&poll, 1, 0) != 0;
}

static GSource *
input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  EtConnection *connection = ((EtConnectionInput *) stream)->connection;

  et_connection_await_input (connection);
  return create_source (G_OBJECT (stream), connection, TRUE);
}

static gssize
input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize size, GError **error)
{
  return et_connection_read (((EtConnectionInput *) stream)->connection, buffer, size, error);
}

static gboolean
output_is_writable (GPollableOutputStream *stream)
{
  GPollFD poll = { et_connection_get_fd (((EtConnectionOutput *) stream)->connection), G_IO_OUT,
                   0 };

  return g_poll (&poll, 1, 0) != 0;
}

static GSource *
output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  return create_source (G_OBJECT (stream), ((EtConnectionOutput *) stream)->connection, FALSE);
}

static gssize
output_write_nonblocking (GPollableOutputStream *stream,
                          const void *bytes,
                          gsize length,
                          GError **error)
{
  return et_connection_write (((EtConnectionOutput *) stream)->connection, bytes, length, error);
}

static void
input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = input_is_readable;
  iface->create_source = input_create_source;
  iface->read_nonblocking = input_read_nonblocking;
}

static void
output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = output_is_writable;
  iface->create_source = output_create_source;
  iface->write_nonblocking = output_write_nonblocking;
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

/* Makes the side that libsoup reads from; without blocking only.
 * Returns: (transfer full): a GPollableInputStream. */
GInputStream *
et_connection_input_new (EtConnection *connection)
{
  EtConnectionInput *self = g_object_new (et_connection_input_get_type (), NULL);

  self->connection = g_object_ref (connection);
  return G_INPUT_STREAM (self);
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

/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-scan-queue.h"

typedef struct
{
  char *ticket_key; /* owned */
  char *gate; /* owned, nullable */
} EtWaitingScan;

struct _EtScanQueue
{
  GObject parent_instance;

  EtContext *context; /* owned */
  GCancellable *cancellable; /* owned */
  GQueue waiting; /* of EtWaitingScan; the head is under way */
};

G_DEFINE_FINAL_TYPE (EtScanQueue, et_scan_queue, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_IS_BUSY,
  N_PROPS
};

enum
{
  SCANNED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void send_head (EtScanQueue *self);

static void
free_waiting (gpointer data)
{
  EtWaitingScan *waiting = data;

  g_free (waiting->ticket_key);
  g_free (waiting->gate);
  g_free (waiting);
}

static int
compare_key (gconstpointer waiting, gconstpointer ticket_key)
{
  return g_strcmp0 (((const EtWaitingScan *) waiting)->ticket_key, ticket_key);
}

static void
go_on (EtScanQueue *self)
{
  free_waiting (g_queue_pop_head (&self->waiting));
  if (g_queue_is_empty (&self->waiting))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_BUSY]);
  else
    send_head (self);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtScanQueue) self = data;
  g_autoptr (EtVerdict) verdict = NULL;
  g_autoptr (EtScan) scan = NULL;
  g_autoptr (GError) error = NULL;

  verdict = et_gate_verify_finish (self->context, result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  scan = verdict != NULL ? et_scan_new_verdict (verdict) : et_scan_new_failed (error);
  g_signal_emit (self, signals[SCANNED], 0, scan);
  go_on (self);
}

static void
send_head (EtScanQueue *self)
{
  EtWaitingScan *waiting = g_queue_peek_head (&self->waiting);

  et_gate_verify_async (self->context, waiting->ticket_key, waiting->gate, self->cancellable,
                        verified_cb, g_object_ref (self));
}

static void
et_scan_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EtScanQueue *self = ET_SCAN_QUEUE (object);

  switch (id)
    {
    case PROP_IS_BUSY:
      g_value_set_boolean (value, et_scan_queue_is_busy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_scan_queue_finalize (GObject *object)
{
  EtScanQueue *self = ET_SCAN_QUEUE (object);

  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->waiting, free_waiting);

  G_OBJECT_CLASS (et_scan_queue_parent_class)->finalize (object);
}

static void
et_scan_queue_class_init (EtScanQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = et_scan_queue_get_property;
  object_class->finalize = et_scan_queue_finalize;

  properties[PROP_IS_BUSY] = g_param_spec_boolean ("is-busy", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SCANNED] = g_signal_new ("scanned", ET_TYPE_SCAN_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, ET_TYPE_SCAN);
}

static void
et_scan_queue_init (EtScanQueue *self)
{
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
}

/* An empty queue for the gate of @context. */
EtScanQueue *
et_scan_queue_new (EtContext *context)
{
  EtScanQueue *self = g_object_new (ET_TYPE_SCAN_QUEUE, NULL);

  self->context = g_object_ref (context);
  return self;
}

/* Takes a key to be verified at @gate (nullable). "scanned" comes later, never from within. */
void
et_scan_queue_push (EtScanQueue *self, const char *ticket_key, const char *gate)
{
  EtWaitingScan *waiting;

  g_return_if_fail (ET_IS_SCAN_QUEUE (self));
  g_return_if_fail (ticket_key != NULL);

  if (g_queue_find_custom (&self->waiting, ticket_key, compare_key) != NULL)
    return;

  waiting = g_new0 (EtWaitingScan, 1);
  waiting->ticket_key = g_strdup (ticket_key);
  waiting->gate = g_strdup (gate);
  g_queue_push_tail (&self->waiting, waiting);
  if (g_queue_get_length (&self->waiting) > 1)
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_BUSY]);
  send_head (self);
}

/* Whether a key is under way. */
gboolean
et_scan_queue_is_busy (EtScanQueue *self)
{
  g_return_val_if_fail (ET_IS_SCAN_QUEUE (self), FALSE);

  return !g_queue_is_empty (&self->waiting);
}

/* Gives up for good: no signal comes any more. */
void
et_scan_queue_cancel (EtScanQueue *self)
{
  g_return_if_fail (ET_IS_SCAN_QUEUE (self));

  g_cancellable_cancel (self->cancellable);
}

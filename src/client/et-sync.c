/* SPDX-License-Identifier: MIT */
#include "client/et-sync.h"

#include "client/et-call.h"
#include "client/et-copy.h"
#include "client/et-outbox-rows.h"
#include "client/et-round.h"
#include "core/et-record.h"

/* Waiting after failures doubles from the first to the second, or to the period if that is
 * longer. */
#define MIN_WAIT_MS 1000u
#define MAX_WAIT_MS 60000u

struct _EtSync
{
  GObject parent_instance;

  EtSession *session; /* owned */
  EtStore *store; /* owned */
  GMainContext *context; /* owned; of the thread that made this */

  /* All that follows is that thread's. */
  EtSyncState state;
  EtSyncStanding standing;
  gboolean is_busy_elsewhere;
  GError *error; /* owned, nullable; of the last round */

  GPtrArray *waiting; /* owned, of GTask; for the end of the round under way */
  gboolean is_running;
  gboolean is_wanted; /* something happened during the round */

  guint period_ms; /* 0 while stopped */
  guint n_failures;
  GSource *timer; /* owned, nullable */
  gulong network_handler;
};

enum
{
  PROP_STATE = 1,
  PROP_LAST_SUCCESS,
  PROP_PENDING,
  PROP_BUSY_ELSEWHERE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (EtSync, et_sync, G_TYPE_OBJECT)

/* A step of a round, on its way from the round's thread. */
typedef struct
{
  EtSync *sync; /* owned */
  EtSyncState state;
} Step;

static void want_round (EtSync *self);
static void schedule (EtSync *self, guint wait_ms);

static void
notify (EtSync *self, int property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_state (EtSync *self, EtSyncState state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_busy_elsewhere (EtSync *self, gboolean is_busy)
{
  if (self->is_busy_elsewhere == is_busy)
    return;
  self->is_busy_elsewhere = is_busy;
  notify (self, PROP_BUSY_ELSEWHERE);
}

static void
set_standing (EtSync *self, const EtSyncStanding *standing)
{
  EtSyncStanding before = self->standing;

  self->standing = *standing;
  if (before.last_success != standing->last_success)
    notify (self, PROP_LAST_SUCCESS);
  if (before.pending != standing->pending)
    notify (self, PROP_PENDING);
}

static gboolean
show_step_cb (gpointer data)
{
  Step *step = data;

  if (step->sync->is_running)
    set_state (step->sync, step->state);
  return G_SOURCE_REMOVE;
}

static void
free_step (gpointer data)
{
  Step *step = data;

  g_object_unref (step->sync);
  g_free (step);
}

static void
report_step (EtRoundStep round_step, gpointer data)
{
  EtSync *self = data;
  g_autoptr (GSource) source = g_idle_source_new ();
  Step *step = g_new (Step, 1);

  step->sync = g_object_ref (self);
  step->state = round_step == ET_ROUND_UPLOADING ? ET_SYNC_UPLOADING : ET_SYNC_DOWNLOADING;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, show_step_cb, step, free_step);
  g_source_attach (source, self->context);
}

static gpointer
run_round (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtSync *self = source;

  return et_round_run (self->session, report_step, self, cancellable, error) ? ET_DONE : NULL;
}

static gpointer
read_standing (EtDb *db, gpointer data, GError **error)
{
  EtSyncStanding standing = { 0 };
  int64_t pending;

  if (!et_outbox_rows_count (db, &pending, error))
    return NULL;
  standing.last_success = et_copy_get_setting (db, "last-success", ET_NULL_INT64);
  standing.pending = (guint) pending;
  return g_memdup2 (&standing, sizeof standing);
}

static void
standing_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSync) self = data;
  g_autofree EtSyncStanding *standing = et_store_run_finish (ET_STORE (source), result, NULL);
  guint pending_before = self->standing.pending;

  if (standing == NULL)
    return;
  set_standing (self, standing);
  if (standing->pending > pending_before)
    want_round (self);
}

static void
reload_standing (EtSync *self)
{
  et_store_run_async (self->store, read_standing, NULL, NULL, g_free, NULL, standing_cb,
                      g_object_ref (self));
}

static EtSyncState
get_state_after (const GError *error)
{
  if (error == NULL || g_error_matches (error, ET_ERROR, ET_ERROR_IN_PROGRESS) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return ET_SYNC_IDLE;
  return g_error_matches (error, ET_ERROR, ET_ERROR_OFFLINE) ? ET_SYNC_OFFLINE : ET_SYNC_FAILED;
}

/* The longer it fails the rarer it tries, never in step with other clients, and not before the
 * server allows. */
static guint
get_wait (EtSync *self)
{
  const char *asked = self->error != NULL ? et_error_get_detail (self->error, "retry_after") : NULL;
  guint max = MAX (MAX_WAIT_MS, self->period_ms);
  guint wait = self->n_failures == 0 ? self->period_ms
                                     : MIN (max, MIN_WAIT_MS << MIN (self->n_failures - 1, 16u));

  if (asked != NULL)
    wait = MAX (wait, (guint) g_ascii_strtoull (asked, NULL, 10) * 1000);
  return wait / 4 * 3 + (guint) g_random_int_range (0, (gint32) (wait / 2) + 1);
}

static void
finish_waiting (EtSync *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (self->error != NULL)
        g_task_return_error (task, g_error_copy (self->error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
set_outcome (EtSync *self, GError *error)
{
  gboolean is_busy = error != NULL && et_error_get_detail (error, "program") != NULL;

  g_clear_error (&self->error);
  self->error = error;
  self->n_failures = error != NULL && !is_busy ? self->n_failures + 1 : 0;
  set_busy_elsewhere (self, is_busy);
  set_state (self, get_state_after (error));
  reload_standing (self);
}

static void
round_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtSync *self = ET_SYNC (source);
  GError *error = NULL;

  et_call_finish (self, result, &error);
  self->is_running = FALSE;
  set_outcome (self, error);
  finish_waiting (self);
  if (self->period_ms != 0 && !self->is_running)
    schedule (self, self->is_wanted && error == NULL ? 0 : get_wait (self));
}

static void
stop_timer (EtSync *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
start_round (EtSync *self)
{
  stop_timer (self);
  self->is_running = TRUE;
  self->is_wanted = FALSE;
  et_call_async (self, run_round, NULL, NULL, NULL, NULL, round_cb, NULL);
}

static gboolean
timer_cb (gpointer data)
{
  start_round (data);
  return G_SOURCE_REMOVE;
}

/* The next round, instead of the one that was planned. */
static void
schedule (EtSync *self, guint wait_ms)
{
  stop_timer (self);
  self->timer = g_timeout_source_new (wait_ms);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

/* Something that is worth a round at once. */
static void
want_round (EtSync *self)
{
  if (self->period_ms == 0)
    return;
  if (self->is_running)
    self->is_wanted = TRUE;
  else
    schedule (self, 0);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean is_available, EtSync *self)
{
  if (is_available && self->state == ET_SYNC_OFFLINE)
    want_round (self);
}

static void
signed_in_cb (EtSession *session, GParamSpec *pspec, EtSync *self)
{
  want_round (self);
}

static void
path_changed_cb (EtStore *store, GParamSpec *pspec, EtSync *self)
{
  reload_standing (self);
}

static void
store_changed_cb (EtStore *store, const char *kind, EtSync *self)
{
  if (g_str_equal (kind, "outbox"))
    reload_standing (self);
}

static void
et_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EtSync *self = ET_SYNC (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_LAST_SUCCESS:
      g_value_set_int64 (value, self->standing.last_success);
      break;
    case PROP_PENDING:
      g_value_set_uint (value, self->standing.pending);
      break;
    case PROP_BUSY_ELSEWHERE:
      g_value_set_boolean (value, self->is_busy_elsewhere);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_sync_dispose (GObject *object)
{
  et_sync_stop (ET_SYNC (object));

  G_OBJECT_CLASS (et_sync_parent_class)->dispose (object);
}

static void
et_sync_finalize (GObject *object)
{
  EtSync *self = ET_SYNC (object);

  g_clear_object (&self->session);
  g_clear_object (&self->store);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->waiting);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (et_sync_parent_class)->finalize (object);
}

static void
et_sync_class_init (EtSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = et_sync_get_property;
  object_class->dispose = et_sync_dispose;
  object_class->finalize = et_sync_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, ET_SYNC_OFFLINE, ET_SYNC_FAILED,
                                             ET_SYNC_OFFLINE, flags);
  properties[PROP_LAST_SUCCESS] = g_param_spec_int64 ("last-success", NULL, NULL, G_MININT64,
                                                      G_MAXINT64, ET_NULL_INT64, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_BUSY_ELSEWHERE] = g_param_spec_boolean ("busy-elsewhere", NULL, NULL, FALSE,
                                                          flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
et_sync_init (EtSync *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->standing.last_success = ET_NULL_INT64;
}

EtSync *
et_sync_new (EtSession *session, EtStore *store)
{
  EtSync *self = g_object_new (ET_TYPE_SYNC, NULL);

  self->session = g_object_ref (session);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (store, "notify::path", G_CALLBACK (path_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::is-signed-in", G_CALLBACK (signed_in_cb), self, 0);
  return self;
}

/* Begins in ET_SYNC_OFFLINE until the first round has shown otherwise. */
EtSyncState
et_sync_get_state (EtSync *self)
{
  return self->state;
}

int64_t
et_sync_get_last_success (EtSync *self)
{
  return self->standing.last_success;
}

guint
et_sync_get_pending (EtSync *self)
{
  return self->standing.pending;
}

/* Returns: (nullable) (transfer none): why the last round failed. */
const GError *
et_sync_get_error (EtSync *self)
{
  return self->error;
}

/* Sets what et_round_run() sets. Cancelling ends the waiting, not the round. */
void
et_sync_run_async (EtSync *self,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  g_ptr_array_add (self->waiting, g_task_new (self, cancellable, callback, data));
  if (!self->is_running)
    start_round (self);
}

gboolean
et_sync_run_finish (EtSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* One round on the caller's thread; the properties are not about it. Blocks. */
gboolean
et_sync_run (EtSync *self, GCancellable *cancellable, GError **error)
{
  return et_round_run (self->session, report_step, self, cancellable, error);
}

/* @seconds: between rounds while nothing happens. */
void
et_sync_start (EtSync *self, guint seconds)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();

  g_return_if_fail (seconds > 0);

  self->period_ms = seconds * 1000;
  if (self->network_handler == 0)
    self->network_handler = g_signal_connect (monitor, "network-changed",
                                              G_CALLBACK (network_changed_cb), self);
  et_store_watch (self->store);
  reload_standing (self);
  want_round (self);
}

/* A round under way ends as it ends. */
void
et_sync_stop (EtSync *self)
{
  self->period_ms = 0;
  stop_timer (self);
  g_clear_signal_handler (&self->network_handler, g_network_monitor_get_default ());
}

gboolean
et_sync_read_standing (EtSync *self, EtSyncStanding *ret_standing, GError **error)
{
  g_autofree EtSyncStanding *standing = et_store_run (self->store, read_standing, NULL, g_free,
                                                      error);

  if (standing == NULL)
    return FALSE;
  *ret_standing = *standing;
  return TRUE;
}

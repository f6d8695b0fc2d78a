/* SPDX-License-Identifier: MIT */
#include "client/et-sync.h"

#include "client/et-backoff.h"
#include "client/et-call.h"
#include "client/et-live-link.h"
#include "client/et-round.h"
#include "client/et-sync-standing.h"
#include "client/et-timer.h"
#include "core/et-record.h"

#define EDIT_DELAY_MS 100

struct _EtSync
{
  GObject parent_instance;

  EtSession *session; /* owned */
  EtStore *store; /* owned */
  GMainContext *context; /* owned; of the thread that made this */

  int reached; /* EtSyncState; how far the round is; atomic */
  /* All that follows is that thread's. */
  EtSyncState state;
  EtSyncStanding standing;
  gboolean is_busy_elsewhere;
  GError *error; /* owned, nullable; of the last round */

  GPtrArray *waiting; /* owned, of GTask; for the end of the next round that begins */
  GPtrArray *served; /* owned, of GTask; for the end of the round under way */
  gboolean is_running, is_wanted; /* wanted: something happened during the round */

  guint period_ms; /* 0 while stopped */
  guint n_failures;
  EtTimer *timer; /* owned */
  EtLiveLink *live; /* owned */
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

static void start_round (EtSync *self);
static void want_round (EtSync *self);

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
  EtSync *self = data;

  if (self->is_running)
    set_state (self, g_atomic_int_get (&self->reached));
  return G_SOURCE_REMOVE;
}

/* On the round's thread. */
static void
report_step (EtRoundStep step, gpointer data)
{
  EtSync *self = data;

  g_atomic_int_set (&self->reached,
                    step == ET_ROUND_UPLOADING ? ET_SYNC_UPLOADING : ET_SYNC_DOWNLOADING);
  et_call_later (self->context, show_step_cb, g_object_ref (self), g_object_unref);
}

static gpointer
run_round (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtSync *self = source;

  return et_round_run (self->session, report_step, self, cancellable, error) ? ET_DONE : NULL;
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
  et_store_run_async (self->store, et_sync_standing_read, NULL, NULL, g_free, NULL, standing_cb,
                      g_object_ref (self));
}

static void
set_outcome (EtSync *self, GError *error)
{
  gboolean is_busy = error != NULL && et_error_get_detail (error, "program") != NULL;

  g_clear_error (&self->error);
  self->error = error;
  self->n_failures = error != NULL && !is_busy ? self->n_failures + 1 : 0;
  if (self->is_busy_elsewhere != is_busy)
    {
      self->is_busy_elsewhere = is_busy;
      notify (self, PROP_BUSY_ELSEWHERE);
    }
  set_state (self, et_sync_standing_get_state (error));
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
  et_call_return_all (g_steal_pointer (&self->served), self->error);
  if (!self->is_running && self->waiting->len > 0)
    start_round (self);
  else if (self->period_ms != 0 && !self->is_running)
    et_timer_set (self->timer,
                  self->is_wanted && error == NULL
                      ? 0
                      : et_backoff_get_wait (self->n_failures, self->period_ms, error));
}

static void
start_round (EtSync *self)
{
  et_timer_stop (self->timer);
  self->is_running = TRUE;
  self->is_wanted = FALSE;
  self->served = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  et_call_async (self, run_round, NULL, NULL, NULL, NULL, round_cb, NULL);
}

static void
timer_cb (gpointer data, gpointer nothing)
{
  start_round (data);
}

/* Something is worth a round: soon, so that a few edits in a row go together. */
static void
want_round (EtSync *self)
{
  if (self->period_ms == 0)
    return;
  if (self->is_running)
    self->is_wanted = TRUE;
  else
    et_timer_set (self->timer, EDIT_DELAY_MS);
}

static void
hinted_cb (gpointer data, gpointer nothing)
{
  want_round (data);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean is_available, EtSync *self)
{
  if (is_available && self->state == ET_SYNC_OFFLINE)
    want_round (self);
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
  g_clear_object (&ET_SYNC (object)->live);

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
  et_timer_free (self->timer);
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
  self->timer = et_timer_new (timer_cb, self);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->standing.last_success = ET_NULL_INT64;
}

EtSync *
et_sync_new (EtSession *session, EtStore *store)
{
  EtSync *self = g_object_new (ET_TYPE_SYNC, NULL);

  self->session = g_object_ref (session);
  self->store = g_object_ref (store);
  self->live = et_live_link_new (session, hinted_cb, self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::is-signed-in", G_CALLBACK (want_round), self,
                           G_CONNECT_SWAPPED);
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

gboolean
et_sync_is_live (EtSync *self)
{
  return et_live_link_is_up (self->live);
}

/* Ends with a round that began after the call, so that what the server knew by then is here.
 * Sets what et_round_run() sets. Cancelling ends the waiting, not the round. */
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
  et_live_link_start (self->live);
}

/* A round under way ends as it ends. */
void
et_sync_stop (EtSync *self)
{
  self->period_ms = 0;
  et_timer_stop (self->timer);
  if (self->live != NULL)
    et_live_link_stop (self->live);
  g_clear_signal_handler (&self->network_handler, g_network_monitor_get_default ());
}

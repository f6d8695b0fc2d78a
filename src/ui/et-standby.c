/* SPDX-License-Identifier: MIT */
#include "ui/et-standby.h"

#include "client/et-reminder-store.h"
#include "client/et-server-clock.h"
#include "core/et-time.h"
#include "ui/et-autostart.h"
#include "ui/et-reminder.h"
#include "ui/et-window.h"

#define LINGER_SECONDS 10 /* after an answer: the next letter of a search follows soon */
#define MAX_WAIT_SECONDS 3600 /* a computer that sleeps stops the clock of timeouts */
#define WORTH_WAITING ET_DAY /* without a window */

struct _EtStandby
{
  GObject parent_instance;

  GtkApplication *application; /* borrowed: it owns this */
  EtStandbyContextFunc make_context;
  GSettings *settings; /* owned, nullable */
  EtContext *context; /* owned, nullable; of its own, while there is no window */
  guint linger; /* 0, or the timeout that keeps the program running */
  guint next_look; /* 0, or the timeout */
  gboolean waits; /* keeps the program running for a reminder */
  gboolean starts; /* asked to be started with the session */
};

G_DEFINE_FINAL_TYPE (EtStandby, et_standby, G_TYPE_OBJECT)

static void remind (EtStandby *self);

/* Returns: (nullable) (transfer none): the window whose copy is open. */
static EtWindow *
find_window (EtStandby *self)
{
  for (GList *item = gtk_application_get_windows (self->application); item != NULL;
       item = item->next)
    if (ET_IS_WINDOW (item->data) && et_window_is_started (item->data))
      return item->data;
  return NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  EtStandby *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!et_context_open_finish (ET_CONTEXT (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_set_object (&self->context, ET_CONTEXT (source));
  g_task_return_pointer (task, g_object_ref (et_context_get_store (self->context)), g_object_unref);
}

static gboolean
wants_reminders (EtStandby *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "reminders");
}

/* A program that nobody sees stays for a reminder that is near, and ends otherwise. */
static void
set_waits (EtStandby *self, gboolean waits)
{
  if (waits == self->waits)
    return;
  self->waits = waits;
  if (waits)
    g_application_hold (G_APPLICATION (self->application));
  else
    g_application_release (G_APPLICATION (self->application));
}

static gboolean
look_again_cb (gpointer data)
{
  EtStandby *self = data;

  self->next_look = 0;
  remind (self);
  return G_SOURCE_REMOVE;
}

/* Whoever never had a ticket to be reminded of is not asked. */
static void
set_starts (EtStandby *self, gboolean starts)
{
  if (starts == self->starts)
    return;
  self->starts = starts;
  et_autostart_ask (G_APPLICATION (self->application), starts);
}

/* @next: when a reminder is due, or ET_NULL_INT64. */
static void
plan_next (EtStandby *self, int64_t next)
{
  int64_t wait = next != ET_NULL_INT64 ? MAX (next - et_server_clock_now (), 0) : G_MAXINT64;

  set_waits (self, wait <= WORTH_WAITING);
  g_clear_handle_id (&self->next_look, g_source_remove);
  if (wait < G_MAXINT64)
    self->next_look = g_timeout_add_seconds ((guint) MIN (wait / ET_SECOND + 1, MAX_WAIT_SECONDS),
                                             look_again_cb, self);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtStandby) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EtReminders)
      reminders = et_reminder_store_take_finish (ET_STORE (source), result, &error);

  if (reminders == NULL)
    {
      g_debug ("Nobody is reminded: %s", error->message);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (reminders->tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (reminders->tickets, i);

      et_reminder_send (G_APPLICATION (self->application), ticket);
    }
  if (reminders->were_awaited) /* perhaps by an earlier run of the program */
    self->starts = TRUE;
  set_starts (self, reminders->are_awaited);
  plan_next (self, reminders->next);
}

static void
store_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtStore) store = et_standby_get_store_finish (ET_STANDBY (source), result, &error);

  if (store != NULL)
    et_reminder_store_take_async (store, et_server_clock_now (), NULL, taken_cb,
                                  g_object_ref (source));
}

/* A click on a notification reaches the one instance that has the name on the bus; without a bus
 * nobody could be told, so nothing is taken as told. */
static gboolean
can_be_reached (EtStandby *self)
{
  GApplication *application = G_APPLICATION (self->application);

  return g_application_get_dbus_connection (application) != NULL &&
         !(g_application_get_flags (application) & G_APPLICATION_NON_UNIQUE);
}

static void
remind (EtStandby *self)
{
  if (wants_reminders (self) && can_be_reached (self))
    et_standby_get_store_async (self, store_found_cb, NULL);
}

static void
store_changed_cb (EtStandby *self, const char *kind)
{
  if (g_strcmp0 (kind, "ticket") == 0)
    remind (self);
}

static void
preferred_cb (EtStandby *self)
{
  if (!wants_reminders (self))
    {
      g_clear_handle_id (&self->next_look, g_source_remove);
      set_waits (self, FALSE);
      et_autostart_ask (G_APPLICATION (self->application), FALSE);
      self->starts = FALSE;
    }
  remind (self);
}

static gboolean
stop_lingering_cb (gpointer data)
{
  EtStandby *self = data;

  self->linger = 0;
  g_application_release (G_APPLICATION (self->application));
  return G_SOURCE_REMOVE;
}

static void
et_standby_finalize (GObject *object)
{
  EtStandby *self = ET_STANDBY (object);

  g_clear_handle_id (&self->linger, g_source_remove);
  g_clear_handle_id (&self->next_look, g_source_remove);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (et_standby_parent_class)->finalize (object);
}

static void
et_standby_class_init (EtStandbyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_standby_finalize;
}

static void
et_standby_init (EtStandby *self)
{
}

/* @application: owns the result. @settings: (nullable): the preferences. */
EtStandby *
et_standby_new (GtkApplication *application, EtStandbyContextFunc make_context, GSettings *settings)
{
  EtStandby *self = g_object_new (ET_TYPE_STANDBY, NULL);

  self->application = application;
  self->make_context = make_context;
  g_set_object (&self->settings, settings);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed::reminders", G_CALLBACK (preferred_cb), self,
                             G_CONNECT_SWAPPED);
  return self;
}

/* Begins to remind, from the copy of whoever was signed in last. */
void
et_standby_start (EtStandby *self)
{
  g_return_if_fail (ET_IS_STANDBY (self));

  remind (self);
}

/* Reminds of what the copy of a window holds, and will hold. */
void
et_standby_watch (EtStandby *self, EtStore *store)
{
  g_return_if_fail (ET_IS_STANDBY (self));

  g_clear_object (&self->context);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  remind (self);
}

/* Keeps the program running for a moment, since another question may follow. */
void
et_standby_linger (EtStandby *self)
{
  g_return_if_fail (ET_IS_STANDBY (self));

  if (self->linger == 0)
    g_application_hold (G_APPLICATION (self->application));
  else
    g_source_remove (self->linger);
  self->linger = g_timeout_add_seconds (LINGER_SECONDS, stop_lingering_cb, self);
}

/* Finds the copy that a window has open, or opens it for reading. */
void
et_standby_get_store_async (EtStandby *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  EtWindow *window = find_window (self);
  EtContext *known = window != NULL ? et_window_get_context (window) : self->context;
  g_autoptr (EtContext) context = NULL;

  if (known != NULL)
    {
      g_task_return_pointer (task, g_object_ref (et_context_get_store (known)), g_object_unref);
      return;
    }
  context = self->make_context (self->application);
  if (context != NULL)
    et_context_open_copy_async (context, NULL, opened_cb, g_steal_pointer (&task));
  else
    g_task_return_new_error (task, ET_ERROR, ET_ERROR_NOT_FOUND, "No server was chosen yet");
}

/* Returns: (transfer full) (nullable): the store, open; NULL with ET_ERROR_NOT_FOUND before a
 * server was chosen, or ET_ERROR_UNAVAILABLE. */
EtStore *
et_standby_get_store_finish (EtStandby *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

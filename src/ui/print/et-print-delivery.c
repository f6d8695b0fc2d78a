/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-delivery.h"

#include <glib/gi18n-lib.h>

#include "core/et-error.h"
#include "ui/print/et-print-queue.h"
#include "ui/print/et-printers.h"

#define WATCH_SECONDS 3
#define PATIENCE_SECONDS 45
#define LOOKS_UNTIL_GONE 2 /* in a row: a queue that restarts is away for a moment */

struct _EtPrintDelivery
{
  GObject parent_instance;

  GtkPrinter *printer; /* owned */
  GtkPrintJob *job; /* owned, nullable until it is sent */
  GCancellable *cancellable; /* owned */
  GError *error; /* owned, nullable */
  GError *refusal; /* owned, nullable: why the job was not given back */
  EtDeliveryState state;
  gboolean is_stalled;
  gboolean is_recalling; /* the queue was asked to give it back */
  gint64 moved_at; /* monotonic µs, when the state last changed */
  guint patience; /* seconds */
  guint watch; /* source */
  guint n_missed; /* looks in a row that did not find the printer */
};

G_DEFINE_FINAL_TYPE (EtPrintDelivery, et_print_delivery, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_state (EtPrintDelivery *self, EtDeliveryState state)
{
  if (state == self->state && !self->is_stalled)
    return;
  self->state = state;
  self->is_stalled = FALSE;
  self->moved_at = g_get_monotonic_time ();
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
has_ended (EtPrintDelivery *self)
{
  return self->state >= ET_DELIVERY_DONE;
}

/* Says with @msgid, which names {printer} and may name {reason}, why it will not be printed. */
static void
fail (EtPrintDelivery *self, EtDeliveryState state, const char *msgid, const char *reason)
{
  if (has_ended (self))
    return;
  et_error_set_sentence (&self->error, ET_ERROR_UNAVAILABLE, msgid);
  et_error_add_text (&self->error, "printer", gtk_printer_get_name (self->printer));
  if (reason != NULL)
    et_error_add_text (&self->error, "reason", reason);
  g_clear_handle_id (&self->watch, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  set_state (self, state);
}

static gboolean
is_said (const char *message)
{
  return message != NULL && *message != '\0';
}

static void
asked_why_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPrintDelivery) self = data;
  g_autoptr (GtkPrinter) printer = et_printers_find_finish (result, NULL);
  const char *reason = printer != NULL ? gtk_printer_get_state_message (printer) : NULL;

  if (is_said (reason))
    fail (self, ET_DELIVERY_FAILED,
          N_ ("“{printer}” ended the job before all was printed. It says: {reason}"), reason);
  else
    fail (self, ET_DELIVERY_FAILED, N_ ("“{printer}” ended the job before all was printed"), NULL);
}

static void
status_changed_cb (GtkPrintJob *job, EtPrintDelivery *self)
{
  if (has_ended (self))
    return;
  switch (gtk_print_job_get_status (job))
    {
    case GTK_PRINT_STATUS_PENDING:
    case GTK_PRINT_STATUS_PENDING_ISSUE:
      set_state (self, ET_DELIVERY_QUEUED);
      break;
    case GTK_PRINT_STATUS_PRINTING:
      set_state (self, ET_DELIVERY_PRINTING);
      break;
    case GTK_PRINT_STATUS_FINISHED:
      g_clear_handle_id (&self->watch, g_source_remove);
      set_state (self, ET_DELIVERY_DONE);
      break;
    case GTK_PRINT_STATUS_FINISHED_ABORTED:
      if (!self->is_recalling)
        et_printers_find_async (gtk_printer_get_name (self->printer), NULL, asked_why_cb,
                                g_object_ref (self));
      break;
    case GTK_PRINT_STATUS_INITIAL:
    case GTK_PRINT_STATUS_PREPARING:
    case GTK_PRINT_STATUS_GENERATING_DATA:
    case GTK_PRINT_STATUS_SENDING_DATA:
    default:
      break;
    }
}

/* GTK hears of the end, too, but later, and not whether the printer had begun. */
static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPrintDelivery) self = data;
  gboolean had_begun;

  self->is_recalling = FALSE;
  if (has_ended (self))
    return;
  if (et_print_queue_cancel_finish (result, &had_begun, &self->refusal))
    {
      g_clear_handle_id (&self->watch, g_source_remove);
      g_cancellable_cancel (self->cancellable);
      set_state (self, had_begun ? ET_DELIVERY_STOPPED : ET_DELIVERY_RECALLED);
      return;
    }
  g_signal_emit (self, signals[CHANGED], 0);
  status_changed_cb (self->job, self);
}

/* GTK stops asking for a job whose queue is gone, and says nothing. */
static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtPrintDelivery) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkPrinter) printer = et_printers_find_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->n_missed = printer != NULL ? 0 : self->n_missed + 1;
  if (self->n_missed >= LOOKS_UNTIL_GONE)
    fail (self, ET_DELIVERY_FAILED,
          N_ ("“{printer}” is gone; the job may never be printed. Look at the printer first."),
          NULL);
}

static gboolean
watch_cb (gpointer data)
{
  EtPrintDelivery *self = data;
  gboolean is_late = g_get_monotonic_time () - self->moved_at >
                     (gint64) self->patience * G_USEC_PER_SEC;

  et_printers_find_async (gtk_printer_get_name (self->printer), self->cancellable, looked_cb,
                          g_object_ref (self));
  if (is_late && !self->is_stalled)
    {
      self->is_stalled = TRUE;
      g_signal_emit (self, signals[CHANGED], 0);
    }
  return G_SOURCE_CONTINUE;
}

static void
sent_cb (GtkPrintJob *job, gpointer data, const GError *error)
{
  g_autoptr (EtPrintDelivery) self = data;

  if (error != NULL)
    fail (self, ET_DELIVERY_REFUSED, N_ ("“{printer}” did not take the job: {reason}"),
          error->message);
  else if (self->state == ET_DELIVERY_SENDING)
    set_state (self, ET_DELIVERY_QUEUED);
}

static void
et_print_delivery_finalize (GObject *object)
{
  EtPrintDelivery *self = ET_PRINT_DELIVERY (object);

  g_clear_handle_id (&self->watch, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->job);
  g_clear_object (&self->printer);
  g_clear_error (&self->error);
  g_clear_error (&self->refusal);

  G_OBJECT_CLASS (et_print_delivery_parent_class)->finalize (object);
}

static void
et_print_delivery_class_init (EtPrintDeliveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_print_delivery_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
et_print_delivery_init (EtPrintDelivery *self)
{
  self->cancellable = g_cancellable_new ();
  self->patience = PATIENCE_SECONDS;
}

EtPrintDelivery *
et_print_delivery_new (GtkPrinter *printer)
{
  EtPrintDelivery *self = g_object_new (ET_TYPE_PRINT_DELIVERY, NULL);

  self->printer = g_object_ref (printer);
  return self;
}

/* After how long without a step the delivery counts as stalled, from 1 s on; by default 45 s. */
void
et_print_delivery_set_patience (EtPrintDelivery *self, guint seconds)
{
  self->patience = seconds;
}

/* Begins to send the PDF at @path, once. Its pages have the size of @paper, and the printer must
 * not scale them: a code keeps its size, cut marks their places. */
void
et_print_delivery_send (EtPrintDelivery *self,
                        const char *title,
                        GtkPageSetup *paper,
                        const char *path)
{
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self->job == NULL);

  gtk_print_settings_set (settings, "cups-print-scaling", "none");
  self->job = gtk_print_job_new (title, self->printer, settings, paper);
  self->moved_at = g_get_monotonic_time ();
  if (!gtk_print_job_set_source_file (self->job, path, &error))
    {
      fail (self, ET_DELIVERY_REFUSED, N_ ("“{printer}” did not take the job: {reason}"),
            error->message);
      return;
    }
  gtk_print_job_set_track_print_status (self->job, TRUE);
  g_signal_connect_object (self->job, "status-changed", G_CALLBACK (status_changed_cb), self, 0);
  gtk_print_job_send (self->job, sent_cb, g_object_ref (self), NULL);
  self->watch = g_timeout_add_seconds (MIN (WATCH_SECONDS, self->patience), watch_cb, self);
}

/* Asks the queue to give the job back, which ends the delivery, or sets the refusal. */
void
et_print_delivery_recall (EtPrintDelivery *self)
{
  g_return_if_fail (self->job != NULL);

  if (self->is_recalling || has_ended (self))
    return;
  self->is_recalling = TRUE;
  g_clear_error (&self->refusal);
  et_print_queue_cancel_async (gtk_printer_get_name (self->printer),
                               gtk_print_job_get_title (self->job), recalled_cb,
                               g_object_ref (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
et_print_delivery_is_recalling (EtPrintDelivery *self)
{
  return self->is_recalling;
}

EtDeliveryState
et_print_delivery_get_state (EtPrintDelivery *self)
{
  return self->state;
}

/* Whether nothing has moved for longer than the patience: the job waits, and may yet be printed. */
gboolean
et_print_delivery_is_stalled (EtPrintDelivery *self)
{
  return self->is_stalled;
}

/* Returns: (transfer none) (nullable): why the job was not given back, when it was asked for */
const GError *
et_print_delivery_get_refusal (EtPrintDelivery *self)
{
  return self->refusal;
}

/* Returns: (transfer none) (nullable): why it was refused or failed */
const GError *
et_print_delivery_get_error (EtPrintDelivery *self)
{
  return self->error;
}

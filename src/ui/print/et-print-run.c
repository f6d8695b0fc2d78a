/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-run.h"

#include <glib/gi18n-lib.h>

#include "client/et-print-store.h"
#include "core/et-error.h"
#include "ui/print/et-paper.h"
#include "ui/print/et-print-operation.h"
#include "ui/print/et-print-path.h"
#include "ui/print/et-printers.h"

struct _EtPrintRun
{
  GObject parent_instance;

  EtStore *store; /* owned */
  EtPrintout *printout; /* owned */
  char *printer_name; /* owned */
  EtSheetLayout layout;
  guint patience; /* seconds; 0 for the delivery's own */

  GCancellable *cancellable; /* owned */
  GtkPrinter *printer; /* owned, nullable until it is found */
  GPtrArray *papers; /* owned, of GtkPageSetup, nullable */
  GArray *copies; /* owned, of guint, nullable until they are recorded */
  EtPrintOperation *operation; /* owned, nullable */
  EtPrintDelivery *delivery; /* owned, nullable */
  char *path; /* owned, nullable: of the document */
  GError *error; /* owned, nullable */
  EtPrintPhase phase;
  EtPrintPhase last_phase; /* how it ends, once that is known */
  gboolean is_ending;
  guint n_drawn; /* pages */
};

G_DEFINE_FINAL_TYPE (EtPrintRun, et_print_run, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_phase (EtPrintRun *self, EtPrintPhase phase)
{
  self->phase = phase;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Paper that never came is no copy. */
static void
withdraw (EtPrintRun *self)
{
  EtPrintSubject subject = et_printout_get_subject (self->printout);

  if (self->copies != NULL)
    et_print_store_end_async (self->store, &subject, self->copies, FALSE, NULL, NULL);
  g_clear_pointer (&self->copies, g_array_unref);
}

/* Other computers hear what came out, or may have. */
static void
confirm (EtPrintRun *self)
{
  EtPrintSubject subject = et_printout_get_subject (self->printout);

  et_print_store_end_async (self->store, &subject, self->copies, TRUE, NULL, NULL);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtPrintRun *self = data;

  set_phase (self, self->last_phase);
  g_object_unref (self);
}

/* Ends the run, with @error (transfer full) or without, when the document is gone, and then gives
 * up what it holds on itself. */
static void
end (EtPrintRun *self, EtPrintPhase phase, GError *error)
{
  if (self->is_ending)
    {
      g_clear_error (&error);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    phase = ET_PRINT_CANCELLED;
  self->error = error;
  self->last_phase = phase;
  self->is_ending = TRUE;
  et_print_path_remove_async (self->path, removed_cb, self);
}

static void
fail_unsent (EtPrintRun *self, GError *error)
{
  withdraw (self);
  end (self, ET_PRINT_FAILED, error);
}

static void
delivery_changed_cb (EtPrintDelivery *delivery, EtPrintRun *self)
{
  const GError *error = et_print_delivery_get_error (delivery);
  EtDeliveryState state = et_print_delivery_get_state (delivery);

  switch (state)
    {
    case ET_DELIVERY_SENDING:
      break;
    case ET_DELIVERY_QUEUED:
      set_phase (self, ET_PRINT_QUEUED);
      break;
    case ET_DELIVERY_PRINTING:
      set_phase (self, ET_PRINT_PRINTING);
      break;
    case ET_DELIVERY_REFUSED:
      fail_unsent (self, g_error_copy (error));
      break;
    case ET_DELIVERY_RECALLED:
      withdraw (self);
      end (self, ET_PRINT_RECALLED, NULL);
      break;
    case ET_DELIVERY_DONE:
    case ET_DELIVERY_STOPPED:
      confirm (self);
      end (self, state == ET_DELIVERY_DONE ? ET_PRINT_DONE : ET_PRINT_STOPPED, NULL);
      break;
    case ET_DELIVERY_FAILED:
      confirm (self);
      end (self, ET_PRINT_FAILED, g_error_copy (error));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
send_document (EtPrintRun *self)
{
  g_autoptr (GtkPageSetup) paper = NULL;
  double width, height;

  et_printout_get_page_size (self->printout, 0, &width, &height);
  paper = et_paper_choose (self->papers, self->layout, width, height);
  self->delivery = et_print_delivery_new (self->printer);
  if (self->patience > 0)
    et_print_delivery_set_patience (self->delivery, self->patience);
  g_signal_connect_object (self->delivery, "changed", G_CALLBACK (delivery_changed_cb), self, 0);
  set_phase (self, ET_PRINT_SENDING);
  et_print_delivery_send (self->delivery, et_printout_get_title (self->printout), paper,
                          self->path);
}

static void
drawn_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, EtPrintRun *self)
{
  GError *error = NULL;

  if (et_print_operation_check (ET_PRINT_OPERATION (operation), result, &error))
    send_document (self);
  else
    fail_unsent (self, error);
}

static void
page_drawn_cb (EtPrintOperation *operation, guint n_pages, EtPrintRun *self)
{
  self->n_drawn = n_pages;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
path_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtPrintRun *self = data;
  GError *error = NULL;

  self->path = et_print_path_make_finish (result, &error);
  if (self->path == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    {
      fail_unsent (self, error);
      return;
    }
  self->operation = et_print_operation_new (self->printout, self->papers);
  g_signal_connect_object (self->operation, "page-drawn", G_CALLBACK (page_drawn_cb), self, 0);
  g_signal_connect_object (self->operation, "done", G_CALLBACK (drawn_cb), self, 0);
  set_phase (self, ET_PRINT_DRAWING);
  et_print_operation_export (self->operation, self->path);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtPrintRun *self = data;
  GError *error = NULL;

  self->copies = et_print_store_record_finish (self->store, result, &error);
  if (self->copies == NULL)
    end (self, ET_PRINT_FAILED, error);
  else if (g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    fail_unsent (self, error);
  else if (!et_printout_lay_out (self->printout, self->layout, self->copies, &error))
    fail_unsent (self, error);
  else
    et_print_path_make_async (path_made_cb, self);
}

static void
papers_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtPrintRun *self = data;
  EtPrintSubject subject = et_printout_get_subject (self->printout);
  GError *error = NULL;

  self->papers = et_printers_ask_papers_finish (result, &error);
  if (self->papers == NULL)
    end (self, ET_PRINT_FAILED, error);
  else
    et_print_store_record_async (self->store, &subject, self->printer_name, NULL, recorded_cb,
                                 self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EtPrintRun *self = data;
  GError *error = NULL;

  self->printer = et_printers_find_finish (result, &error);
  if (self->printer == NULL)
    end (self, ET_PRINT_FAILED, error);
  else
    et_printers_ask_papers_async (self->printer, self->cancellable, papers_cb, self);
}

static void
et_print_run_finalize (GObject *object)
{
  EtPrintRun *self = ET_PRINT_RUN (object);

  g_clear_object (&self->store);
  g_clear_object (&self->printout);
  g_free (self->printer_name);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->printer);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_clear_pointer (&self->copies, g_array_unref);
  g_clear_object (&self->operation);
  g_clear_object (&self->delivery);
  g_free (self->path);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (et_print_run_parent_class)->finalize (object);
}

static void
et_print_run_class_init (EtPrintRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_print_run_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
et_print_run_init (EtPrintRun *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Nothing happens before et_print_run_start(). @printout is the run's alone from now on. */
EtPrintRun *
et_print_run_new (EtStore *store,
                  EtPrintout *printout,
                  const char *printer_name,
                  EtSheetLayout layout)
{
  EtPrintRun *self = g_object_new (ET_TYPE_PRINT_RUN, NULL);

  self->store = g_object_ref (store);
  self->printout = g_object_ref (printout);
  self->printer_name = g_strdup (printer_name);
  self->layout = layout;
  return self;
}

/* See et_print_delivery_set_patience(). */
void
et_print_run_set_patience (EtPrintRun *self, guint seconds)
{
  self->patience = seconds;
}

/* Begins, once. The run keeps itself alive until it has ended. */
void
et_print_run_start (EtPrintRun *self)
{
  g_return_if_fail (self->printer == NULL);

  et_printers_find_async (self->printer_name, self->cancellable, found_cb, g_object_ref (self));
}

/* Gives up while nothing has been sent yet; afterwards the job is its printer's. */
void
et_print_run_cancel (EtPrintRun *self)
{
  if (!et_print_run_can_be_cancelled (self))
    return;
  g_cancellable_cancel (self->cancellable);
  if (self->operation != NULL)
    gtk_print_operation_cancel (GTK_PRINT_OPERATION (self->operation));
}

EtPrintPhase
et_print_run_get_phase (EtPrintRun *self)
{
  return self->phase;
}

gboolean
et_print_run_can_be_cancelled (EtPrintRun *self)
{
  return self->phase <= ET_PRINT_DRAWING && !self->is_ending;
}

/* Whether the job is with its printer, which can be asked to give it back. */
gboolean
et_print_run_can_be_recalled (EtPrintRun *self)
{
  return (self->phase == ET_PRINT_QUEUED || self->phase == ET_PRINT_PRINTING) && !self->is_ending &&
         !et_print_delivery_is_recalling (self->delivery);
}

/* Asks for the job back: the run ends as recalled, or as stopped when the printer had begun, or
 * goes on and says why. */
void
et_print_run_recall (EtPrintRun *self)
{
  if (et_print_run_can_be_recalled (self))
    et_print_delivery_recall (self->delivery);
}

/* Whether something is to be told of what became of the job, other than an error. */
gboolean
et_print_run_has_result (EtPrintRun *self)
{
  return self->phase == ET_PRINT_DONE || self->phase == ET_PRINT_RECALLED ||
         self->phase == ET_PRINT_STOPPED;
}

gboolean
et_print_run_has_ended (EtPrintRun *self)
{
  return self->phase >= ET_PRINT_DONE;
}

/* Returns: how much is drawn, 0 to 1; negative when nobody knows how long it will take */
double
et_print_run_get_fraction (EtPrintRun *self)
{
  if (self->phase == ET_PRINT_DRAWING)
    return (double) self->n_drawn / et_printout_get_n_pages (self->printout);
  return self->phase == ET_PRINT_DONE ? 1 : -1;
}

/* How many pages are drawn, of how many. */
void
et_print_run_get_pages (EtPrintRun *self, guint *ret_n_drawn, guint *ret_n_pages)
{
  *ret_n_drawn = self->n_drawn;
  *ret_n_pages = et_printout_get_n_pages (self->printout);
}

/* Returns: (transfer none) (nullable): what follows the job, once it is sent */
EtPrintDelivery *
et_print_run_get_delivery (EtPrintRun *self)
{
  return self->delivery;
}

const char *
et_print_run_get_printer_name (EtPrintRun *self)
{
  return self->printer_name;
}

/* Returns: (transfer none) (nullable): why it failed, or G_IO_ERROR_CANCELLED */
const GError *
et_print_run_get_error (EtPrintRun *self)
{
  return self->error;
}

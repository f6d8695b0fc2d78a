/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-progress.h"

#include <glib/gi18n-lib.h>

#include "ui/print/et-print-text.h"
#include "ui/shared/et-text.h"

struct _EtPrintProgress
{
  AdwBin parent_instance;

  /* Template children */
  AdwStatusPage *status;
  GtkProgressBar *bar;
  GtkButton *action;
  GtkWidget *recall;

  EtPrintRun *run; /* owned, nullable */
  guint pulse; /* source */
};

G_DEFINE_FINAL_TYPE (EtPrintProgress, et_print_progress, ADW_TYPE_BIN)

enum
{
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define PULSE_MS 120

static gboolean
pulse_cb (gpointer data)
{
  gtk_progress_bar_pulse (ET_PRINT_PROGRESS (data)->bar);
  return G_SOURCE_CONTINUE;
}

/* A bar that moves without an end stands for what nobody can foretell. */
static void
show_bar (EtPrintProgress *self)
{
  double fraction = et_print_run_get_fraction (self->run);

  gtk_widget_set_visible (GTK_WIDGET (self->bar), !et_print_run_has_ended (self->run));
  if (fraction < 0 && self->pulse == 0 && !et_print_run_has_ended (self->run))
    self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
  if (fraction >= 0 || et_print_run_has_ended (self->run))
    g_clear_handle_id (&self->pulse, g_source_remove);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);
}

static void
show_words (EtPrintProgress *self)
{
  gboolean has_failed = et_print_run_get_phase (self->run) == ET_PRINT_FAILED;
  g_autofree char *words = has_failed ? et_text_error (et_print_run_get_error (self->run))
                                      : et_print_text_describe (self->run);
  g_autofree char *markup = g_markup_escape_text (words, -1);
  const char *label = has_failed ? _ ("_Back") : _ ("_Close");

  if (et_print_run_can_be_cancelled (self->run))
    label = _ ("_Cancel");
  adw_status_page_set_title (self->status, has_failed ? _ ("Not Printed") : _ ("Printing"));
  adw_status_page_set_description (self->status, markup);
  gtk_button_set_label (self->action, label);
  gtk_widget_set_visible (self->recall, et_print_run_can_be_recalled (self->run));
}

static void
changed_cb (EtPrintProgress *self)
{
  show_bar (self);
  show_words (self);
}

static void
action_cb (EtPrintProgress *self)
{
  if (et_print_run_can_be_cancelled (self->run))
    et_print_run_cancel (self->run);
  else
    g_signal_emit (self, signals[LEFT], 0);
}

static void
recall_cb (EtPrintProgress *self)
{
  et_print_run_recall (self->run);
  gtk_widget_grab_focus (GTK_WIDGET (self->action));
}

static void
et_print_progress_dispose (GObject *object)
{
  EtPrintProgress *self = ET_PRINT_PROGRESS (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (et_print_progress_parent_class)->dispose (object);
}

static void
et_print_progress_class_init (EtPrintProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_print_progress_dispose;

  signals[LEFT] = g_signal_new ("left", ET_TYPE_PRINT_PROGRESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-print-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, EtPrintProgress, status);
  gtk_widget_class_bind_template_child (widget_class, EtPrintProgress, bar);
  gtk_widget_class_bind_template_child (widget_class, EtPrintProgress, action);
  gtk_widget_class_bind_template_child (widget_class, EtPrintProgress, recall);
  gtk_widget_class_bind_template_callback (widget_class, recall_cb);
  gtk_widget_class_bind_template_callback (widget_class, action_cb);
}

static void
et_print_progress_init (EtPrintProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows @run from now on. */
void
et_print_progress_follow (EtPrintProgress *self, EtPrintRun *run)
{
  g_return_if_fail (ET_IS_PRINT_PROGRESS (self));

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  g_signal_connect_object (run, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->action));
}

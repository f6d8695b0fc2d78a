/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-window.h"

#include <glib/gi18n-lib.h>

#include "ui/print/et-print-choice.h"
#include "ui/print/et-print-progress.h"
#include "ui/print/et-print-run.h"
#include "ui/print/et-print-text.h"
#include "ui/shared/et-toast.h"

struct _EtPrintWindow
{
  EtDialog parent_instance;

  /* Template children */
  GtkStack *states;
  EtPrintChoice *choice;
  EtPrintProgress *progress;
  GtkWidget *cancel;
  GtkWidget *print;

  GtkWidget *from; /* owned: the window where the person is told how it ended */
  EtStore *store; /* owned */
  EtPrintout *printout; /* owned */
  EtPrintRun *run; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtPrintWindow, et_print_window, ET_TYPE_DIALOG)

static void
show_state (EtPrintWindow *self, const char *name)
{
  gboolean is_choice = g_str_equal (name, "choice");

  gtk_stack_set_visible_child_name (self->states, name);
  gtk_widget_set_visible (self->cancel, is_choice);
  gtk_widget_set_visible (self->print, is_choice);
}

/* Tells who asked for it, also when this window is gone. */
static void
tell_cb (GtkWidget *from, EtPrintRun *run)
{
  g_autofree char *words = NULL;

  if (et_print_run_get_phase (run) == ET_PRINT_FAILED)
    et_toast_show_error (from, et_print_run_get_error (run));
  if (!et_print_run_has_result (run))
    return;
  words = et_print_text_describe (run);
  et_toast_show (from, words);
}

static void
choose_again (EtPrintWindow *self)
{
  g_clear_object (&self->run);
  show_state (self, "choice");
  et_print_choice_begin (self->choice);
}

static void
run_changed_cb (EtPrintWindow *self, EtPrintRun *run)
{
  if (et_print_run_has_result (run))
    gtk_window_destroy (GTK_WINDOW (self));
  else if (et_print_run_get_phase (run) == ET_PRINT_CANCELLED)
    choose_again (self);
}

static void
left_cb (EtPrintWindow *self)
{
  if (et_print_run_has_ended (self->run))
    choose_again (self);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

/* Enter prints, and does not cancel, as soon as that is possible. */
static void
choice_changed_cb (EtPrintWindow *self)
{
  gboolean is_ready = et_print_choice_is_ready (self->choice);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", is_ready);
  if (is_ready && (focus == NULL || focus == self->cancel))
    gtk_widget_grab_focus (self->print);
}

static void
print_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtPrintWindow *self = ET_PRINT_WINDOW (widget);

  if (self->run != NULL)
    return;
  et_print_choice_keep (self->choice);
  self->run = et_print_run_new (self->store, self->printout,
                                et_print_choice_get_printer_name (self->choice),
                                et_print_choice_get_layout (self->choice));
  g_signal_connect_object (self->run, "changed", G_CALLBACK (tell_cb), self->from,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->run, "changed", G_CALLBACK (run_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_state (self, "progress");
  et_print_progress_follow (self->progress, self->run);
  et_print_run_start (self->run);
}

static gboolean
cancel_run (EtPrintWindow *self)
{
  if (self->run == NULL || !et_print_run_can_be_cancelled (self->run))
    return FALSE;
  et_print_run_cancel (self->run);
  return TRUE;
}

static void
cancel_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  if (!cancel_run (ET_PRINT_WINDOW (widget)))
    gtk_window_close (GTK_WINDOW (widget));
}

/* A print that was sent goes on without the window, one that was not is given up. */
static gboolean
et_print_window_close_request (GtkWindow *window)
{
  cancel_run (ET_PRINT_WINDOW (window));
  return GTK_WINDOW_CLASS (et_print_window_parent_class)->close_request (window);
}

static void
et_print_window_finalize (GObject *object)
{
  EtPrintWindow *self = ET_PRINT_WINDOW (object);

  g_clear_object (&self->from);
  g_clear_object (&self->store);
  g_clear_object (&self->printout);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (et_print_window_parent_class)->finalize (object);
}

static void
et_print_window_class_init (EtPrintWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_print_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = et_print_window_close_request;

  g_type_ensure (ET_TYPE_PRINT_CHOICE);
  g_type_ensure (ET_TYPE_PRINT_PROGRESS);
  gtk_widget_class_install_action (widget_class, "print.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "print.cancel", NULL, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "print.cancel", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-print-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtPrintWindow, states);
  gtk_widget_class_bind_template_child (widget_class, EtPrintWindow, choice);
  gtk_widget_class_bind_template_child (widget_class, EtPrintWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, EtPrintWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, EtPrintWindow, print);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
}

static void
et_print_window_init (EtPrintWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "print.print", FALSE);
}

/* Opens the window over that of @from, in which a toast later tells how it ended. @store: the copy
 * that the prints are recorded in. */
void
et_print_window_present (GtkWidget *from, EtStore *store, EtPrintout *printout)
{
  EtPrintWindow *self = g_object_new (ET_TYPE_PRINT_WINDOW, "transient-for",
                                      gtk_widget_get_root (from), NULL);

  self->from = g_object_ref (GTK_WIDGET (gtk_widget_get_root (from)));
  self->store = g_object_ref (store);
  self->printout = g_object_ref (printout);
  et_print_choice_set_printout (self->choice, store, printout);
  gtk_window_present (GTK_WINDOW (self));
}

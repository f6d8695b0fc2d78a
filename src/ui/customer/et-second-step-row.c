/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-second-step-row.h"

#include <glib/gi18n-lib.h>

#include "client/et-second-step.h"
#include "ui/customer/et-second-step-window.h"
#include "ui/shared/et-text-button.h"
#include "ui/shared/et-text.h"

struct _EtSecondStepRow
{
  AdwActionRow parent_instance;

  GtkWidget *button; /* borrowed */
  EtContext *context; /* owned, nullable */
  GCancellable *cancellable; /* owned */
  gboolean is_enabled;
};

G_DEFINE_FINAL_TYPE (EtSecondStepRow, et_second_step_row, ADW_TYPE_ACTION_ROW)

static void
show_step (EtSecondStepRow *self, const EtSecondStep *step)
{
  g_autofree char *left = g_strdup_printf (ngettext ("On, %d recovery code left",
                                                     "On, %d recovery codes left",
                                                     (int) step->n_recovery_codes),
                                           (int) step->n_recovery_codes);
  const char *words = step->is_due ? _ ("Off, but your server wants it of you")
                                   : _ ("Off: your password alone signs you in");

  self->is_enabled = step->is_enabled;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), step->is_enabled ? left : words);
  gtk_button_set_label (GTK_BUTTON (self->button),
                        step->is_enabled ? _ ("_Turn Off…") : _ ("_Set Up…"));
  gtk_widget_set_sensitive (self->button, TRUE);
}

/* Without a connection the row tells so, and nothing can be changed. */
static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSecondStepRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  EtSecondStep step;

  if (et_second_step_show_finish (ET_CONTEXT (source), result, &step, &error))
    {
      show_step (self, &step);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  sentence = et_text_error (error);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), sentence);
}

static void
load (EtSecondStepRow *self)
{
  if (self->context == NULL)
    return;
  gtk_widget_set_sensitive (self->button, FALSE);
  et_second_step_show_async (self->context, self->cancellable, shown_cb, g_object_ref (self));
}

static void
clicked_cb (EtSecondStepRow *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  EtSecondStepWindow *window = et_second_step_window_new (parent, self->context, !self->is_enabled);

  g_signal_connect_object (window, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
et_second_step_row_dispose (GObject *object)
{
  EtSecondStepRow *self = ET_SECOND_STEP_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (et_second_step_row_parent_class)->dispose (object);
}

static void
et_second_step_row_finalize (GObject *object)
{
  g_clear_object (&ET_SECOND_STEP_ROW (object)->cancellable);

  G_OBJECT_CLASS (et_second_step_row_parent_class)->finalize (object);
}

static void
et_second_step_row_class_init (EtSecondStepRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = et_second_step_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = et_second_step_row_finalize;
}

static void
et_second_step_row_init (EtSecondStepRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->button = et_text_button_new (_ ("_Set Up…"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->button, FALSE);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  g_signal_connect (self, "map", G_CALLBACK (load), NULL);
}

void
et_second_step_row_set_context (EtSecondStepRow *self, EtContext *context)
{
  g_return_if_fail (ET_IS_SECOND_STEP_ROW (self));

  g_set_object (&self->context, context);
}

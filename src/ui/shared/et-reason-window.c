/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-reason-window.h"

/* What the server takes. */
#define MAX_LENGTH 500

struct _EtReasonWindow
{
  EtDialog parent_instance;

  /* Template children */
  GtkLabel *advice;
  GtkEditable *reason;
  GtkWidget *force_row;
  GtkSwitch *force;
  GtkButton *submit;
};

G_DEFINE_FINAL_TYPE (EtReasonWindow, et_reason_window, ET_TYPE_DIALOG)

enum
{
  GIVEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (EtReasonWindow *self)
{
  const char *text = gtk_editable_get_text (self->reason);

  gtk_widget_set_sensitive (GTK_WIDGET (self->submit),
                            *text != '\0' && strlen (text) <= MAX_LENGTH);
}

static void
submit_cb (EtReasonWindow *self)
{
  g_autofree char *reason = g_strdup (gtk_editable_get_text (self->reason));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->submit)))
    return;
  g_signal_emit (self, signals[GIVEN], 0, reason, gtk_switch_get_active (self->force));
  gtk_window_close (GTK_WINDOW (self));
}

static void
et_reason_window_class_init (EtReasonWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[GIVEN] = g_signal_new ("given", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-reason-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtReasonWindow, advice);
  gtk_widget_class_bind_template_child (widget_class, EtReasonWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, EtReasonWindow, force_row);
  gtk_widget_class_bind_template_child (widget_class, EtReasonWindow, force);
  gtk_widget_class_bind_template_child (widget_class, EtReasonWindow, submit);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
et_reason_window_init (EtReasonWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows the question over the window of @from. Returns: (transfer none). */
EtReasonWindow *
et_reason_window_new (GtkWidget *from, const EtReasonTexts *texts)
{
  EtReasonWindow *self = g_object_new (ET_TYPE_REASON_WINDOW, "transient-for",
                                       gtk_widget_get_root (from), "title", texts->title, NULL);

  gtk_label_set_text (self->advice, texts->advice);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason), texts->entry);
  gtk_button_set_label (self->submit, texts->action);
  gtk_widget_add_css_class (GTK_WIDGET (self->submit),
                            texts->is_destructive ? "destructive-action" : "suggested-action");
  gtk_widget_set_visible (self->force_row, texts->has_force);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  return self;
}

/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-code-window.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-password-form.h"
#include "ui/shared/et-text.h"

struct _EtCodeWindow
{
  EtDialog parent_instance;

  /* Template children */
  GtkLabel *advice;
  GtkWidget *entries;
  GtkEditable *username;
  GtkEditable *code;
  GtkEditable *password;
  GtkEditable *repeated;
  GtkLabel *fault;
  GtkButton *submit;

  EtContext *context; /* owned */
  EtCodeUse use;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (EtCodeWindow, et_code_window, ET_TYPE_DIALOG)

enum
{
  PASSWORD_SET,
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_filled (GtkEditable *editable)
{
  return *gtk_editable_get_text (editable) != '\0';
}

static void
update_submit (EtCodeWindow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->submit),
                            !self->is_busy && is_filled (self->username) &&
                                is_filled (self->code) && is_filled (self->password) &&
                                is_filled (self->repeated));
}

static void
set_busy (EtCodeWindow *self, gboolean is_busy)
{
  self->is_busy = is_busy;
  gtk_widget_set_sensitive (self->entries, !is_busy);
  update_submit (self);
}

static void
show_fault (EtCodeWindow *self, const char *sentence)
{
  gtk_label_set_text (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

static void
changed_cb (EtCodeWindow *self)
{
  show_fault (self, NULL);
  update_submit (self);
}

/* What is to be typed next after a refusal. */
static GtkEditable *
find_field (EtCodeWindow *self, const GError *error)
{
  if (g_error_matches (error, ET_ERROR, ET_ERROR_PASSWORD_WEAK))
    return self->password;
  return g_error_matches (error, ET_ERROR, ET_ERROR_WRONG_CODE) ? self->code : self->username;
}

/* Whether the code was good; says why it was not. */
static gboolean
finish (EtCodeWindow *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  set_busy (self, FALSE);
  if (error == NULL)
    return TRUE;

  sentence = et_text_error (error);
  show_fault (self, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (find_field (self, error)));
  return FALSE;
}

/* The window goes first: its parent may close with what follows. */
static void
leave (EtCodeWindow *self, guint signal_id)
{
  g_autofree char *username = g_strdup (gtk_editable_get_text (self->username));
  g_autofree char *password = g_strdup (gtk_editable_get_text (self->password));

  gtk_window_close (GTK_WINDOW (self));
  if (signal_id == signals[PASSWORD_SET])
    g_signal_emit (self, signal_id, 0, username, password);
  else
    g_signal_emit (self, signal_id, 0);
}

static void
password_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCodeWindow) self = data;
  g_autoptr (GError) error = NULL;

  et_session_reset_password_finish (ET_SESSION (source), result, &error);
  if (finish (self, error))
    leave (self, signals[PASSWORD_SET]);
}

static void
set_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCodeWindow) self = data;
  g_autoptr (GError) error = NULL;

  et_session_sign_up_finish (ET_SESSION (source), result, &error);
  if (finish (self, error))
    leave (self, signals[SIGNED_IN]);
}

static void
submit_cb (EtCodeWindow *self)
{
  EtSession *session = et_context_get_session (self->context);
  const char *username = gtk_editable_get_text (self->username);
  const char *code = gtk_editable_get_text (self->code);
  const char *password = gtk_editable_get_text (self->password);
  const char *fault = et_password_find_fault (password, gtk_editable_get_text (self->repeated));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->submit)))
    return;
  show_fault (self, fault);
  if (fault != NULL)
    return;

  set_busy (self, TRUE);
  if (self->use == ET_CODE_SETS_PASSWORD)
    et_session_reset_password_async (session, username, code, password,
                                     et_dialog_get_cancellable (ET_DIALOG (self)), password_set_cb,
                                     g_object_ref (self));
  else
    et_session_set_up_async (session, username, password, code,
                             et_dialog_get_cancellable (ET_DIALOG (self)), set_up_cb,
                             g_object_ref (self));
}

static void
et_code_window_dispose (GObject *object)
{
  g_clear_object (&ET_CODE_WINDOW (object)->context);

  G_OBJECT_CLASS (et_code_window_parent_class)->dispose (object);
}

static void
et_code_window_class_init (EtCodeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_code_window_dispose;

  signals[PASSWORD_SET] = g_signal_new ("password-set", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                        G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-code-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, advice);
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, entries);
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, username);
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, code);
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, password);
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, repeated);
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, EtCodeWindow, submit);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
et_code_window_init (EtCodeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_submit (self);
}

/* Returns: (transfer floating). */
EtCodeWindow *
et_code_window_new (GtkWindow *parent, EtContext *context, EtCodeUse use)
{
  EtCodeWindow *self = g_object_new (ET_TYPE_CODE_WINDOW, "transient-for", parent, NULL);

  self->context = g_object_ref (context);
  self->use = use;
  if (use == ET_CODE_SETS_PASSWORD)
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("New Password"));
      gtk_label_set_text (self->advice, _ ("An administrator who knows you can give you a code. "
                                           "It is good once, for a quarter of an hour."));
      gtk_button_set_label (self->submit, _ ("_Set Password"));
    }
  else
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("First Administrator"));
      gtk_label_set_text (self->advice, _ ("A server that nobody administers yet prints a code "
                                           "when it starts. It makes your account the first "
                                           "administrator's."));
      gtk_button_set_label (self->submit, _ ("_Create Administrator"));
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
  return self;
}

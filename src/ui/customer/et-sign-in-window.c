/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-sign-in-window.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-code-window.h"
#include "ui/shared/et-password-form.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtSignInWindow
{
  EtDialog parent_instance;

  /* Template children */
  AdwViewStack *forms;
  GtkEditable *username;
  GtkEditable *password;
  GtkEditable *code;
  GtkEditable *new_username;
  GtkEditable *display_name;
  GtkEditable *email;
  GtkEditable *new_password;
  GtkEditable *repeated;
  GtkLabel *sign_in_error;
  GtkLabel *sign_up_error;
  GtkWidget *sign_in;
  GtkWidget *sign_up;
  GtkLabel *server;

  EtContext *context; /* owned */
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (EtSignInWindow, et_sign_in_window, ET_TYPE_DIALOG)

enum
{
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_filled (GtkEditable *editable)
{
  return *gtk_editable_get_text (editable) != '\0';
}

/* The second step is asked for only where the account has one. */
static gboolean
takes_code (EtSignInWindow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->code));
}

static gboolean
is_signing_up (EtSignInWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->forms), "sign-up") == 0;
}

static void
show_error (EtSignInWindow *self, const char *sentence)
{
  GtkLabel *label = is_signing_up (self) ? self->sign_up_error : self->sign_in_error;

  gtk_label_set_text (label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), sentence != NULL);
}

static void
update_buttons (EtSignInWindow *self)
{
  gtk_widget_set_sensitive (self->sign_in, !self->is_busy && is_filled (self->username) &&
                                               is_filled (self->password) &&
                                               (is_filled (self->code) || !takes_code (self)));
  gtk_widget_set_sensitive (self->sign_up, !self->is_busy && is_filled (self->new_username) &&
                                               is_filled (self->new_password) &&
                                               is_filled (self->repeated));
}

static void
set_busy (EtSignInWindow *self, gboolean is_busy)
{
  self->is_busy = is_busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->forms), !is_busy);
  update_buttons (self);
}

static void
changed_cb (EtSignInWindow *self)
{
  show_error (self, NULL);
  update_buttons (self);
}

/* Without a keyring the token is lost at the end of the program, and the person is told. */
static void
tell_token (EtSignInWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (et_session_get_token_is_kept (et_context_get_session (self->context)) || parent == NULL)
    return;

  et_toast_show (GTK_WIDGET (parent), _ ("Signed in until you close eTickets"));
}

/* What is to be typed next after a refusal. */
static GtkEditable *
find_field (EtSignInWindow *self, const GError *error)
{
  if (is_signing_up (self))
    return self->new_username;
  return g_error_matches (error, ET_ERROR, ET_ERROR_SECOND_FACTOR_REQUIRED) ||
                 g_error_matches (error, ET_ERROR, ET_ERROR_WRONG_CODE)
             ? self->code
             : self->password;
}

static void
finish (EtSignInWindow *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  if (error != NULL)
    {
      sentence = et_text_error (error);
      if (g_error_matches (error, ET_ERROR, ET_ERROR_SECOND_FACTOR_REQUIRED))
        gtk_widget_set_visible (GTK_WIDGET (self->code), TRUE);
      update_buttons (self);
      show_error (self, sentence);
      gtk_widget_grab_focus (GTK_WIDGET (find_field (self, error)));
      return;
    }

  tell_token (self);
  g_signal_emit (self, signals[SIGNED_IN], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSignInWindow) self = data;
  g_autoptr (GError) error = NULL;

  et_session_sign_in_finish (ET_SESSION (source), result, &error);
  finish (self, error);
}

static void
signed_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtSignInWindow) self = data;
  g_autoptr (GError) error = NULL;

  et_session_sign_up_finish (ET_SESSION (source), result, &error);
  finish (self, error);
}

static const char *
text_or_null (GtkEditable *editable)
{
  return is_filled (editable) ? gtk_editable_get_text (editable) : NULL;
}

static void
sign_in_cb (EtSignInWindow *self)
{
  if (!gtk_widget_get_sensitive (self->sign_in))
    return;

  set_busy (self, TRUE);
  et_session_sign_in_async (
      et_context_get_session (self->context), gtk_editable_get_text (self->username),
      gtk_editable_get_text (self->password), takes_code (self) ? text_or_null (self->code) : NULL,
      et_dialog_get_cancellable (ET_DIALOG (self)), signed_in_cb, g_object_ref (self));
}

static void
sign_up_cb (EtSignInWindow *self)
{
  const char *fault;

  if (!gtk_widget_get_sensitive (self->sign_up))
    return;

  fault = et_password_find_fault (gtk_editable_get_text (self->new_password),
                                  gtk_editable_get_text (self->repeated));
  show_error (self, fault);
  if (fault != NULL)
    return;

  set_busy (self, TRUE);
  et_session_sign_up_async (
      et_context_get_session (self->context), gtk_editable_get_text (self->new_username),
      gtk_editable_get_text (self->new_password), text_or_null (self->email),
      text_or_null (self->display_name), et_dialog_get_cancellable (ET_DIALOG (self)), signed_up_cb,
      g_object_ref (self));
}

/* The code is used up: what is left is to sign in, perhaps with a second step. */
static void
password_set_cb (EtSignInWindow *self, const char *username, const char *password)
{
  gtk_editable_set_text (self->username, username);
  gtk_editable_set_text (self->password, password);
  sign_in_cb (self);
}

static void
set_up_done_cb (EtSignInWindow *self)
{
  finish (self, NULL);
}

static void
open_code_window (EtSignInWindow *self, EtCodeUse use)
{
  EtCodeWindow *window = et_code_window_new (GTK_WINDOW (self), self->context, use);

  g_signal_connect_object (window, "password-set", G_CALLBACK (password_set_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "signed-in", G_CALLBACK (set_up_done_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
reset_cb (EtSignInWindow *self)
{
  open_code_window (self, ET_CODE_SETS_PASSWORD);
}

static void
set_up_cb (EtSignInWindow *self)
{
  open_code_window (self, ET_CODE_SETS_SERVER_UP);
}

static void
et_sign_in_window_dispose (GObject *object)
{
  g_clear_object (&ET_SIGN_IN_WINDOW (object)->context);

  G_OBJECT_CLASS (et_sign_in_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, forms);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, username);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, password);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, code);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, new_username);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, display_name);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, email);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, new_password);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, repeated);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, sign_in_error);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, sign_up_error);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, sign_up);
  gtk_widget_class_bind_template_child (widget_class, EtSignInWindow, server);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, set_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_up_cb);
}

static void
et_sign_in_window_class_init (EtSignInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_sign_in_window_dispose;

  signals[SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
et_sign_in_window_init (EtSignInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_buttons (self);
}

/* Returns: (transfer floating): a window that signs in at the server of @context. */
EtSignInWindow *
et_sign_in_window_new (GtkWindow *parent, EtContext *context)
{
  EtSignInWindow *self = g_object_new (ET_TYPE_SIGN_IN_WINDOW, "transient-for", parent, NULL);

  EtAccount *account = et_session_get_account (et_context_get_session (context));

  self->context = g_object_ref (context);
  gtk_label_set_text (self->server, et_context_get_server_url (context));
  if (account != NULL)
    gtk_editable_set_text (self->username, account->username);
  gtk_widget_grab_focus (GTK_WIDGET (account != NULL ? self->password : self->username));
  return self;
}

/* Shows the form for a new account instead. */
void
et_sign_in_window_show_sign_up (EtSignInWindow *self)
{
  g_return_if_fail (ET_IS_SIGN_IN_WINDOW (self));

  adw_view_stack_set_visible_child_name (self->forms, "sign-up");
  gtk_widget_grab_focus (GTK_WIDGET (self->new_username));
}

/* Returns: (transfer none): the context in which somebody signs in. */
EtContext *
et_sign_in_window_get_context (EtSignInWindow *self)
{
  g_return_val_if_fail (ET_IS_SIGN_IN_WINDOW (self), NULL);

  return self->context;
}

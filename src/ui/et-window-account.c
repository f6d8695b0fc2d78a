/* SPDX-License-Identifier: MIT */
#include "ui/et-window-account.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-sign-in-window.h"
#include "ui/et-window.h"
#include "ui/shared/et-question.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

static EtSession *
get_session (EtWindow *self)
{
  return et_context_get_session (et_window_get_context (self));
}

static void
open_account_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  if (et_session_is_signed_in (get_session (ET_WINDOW (widget))))
    gtk_widget_activate_action (widget, "win.page", "s", "profile");
  else
    gtk_widget_activate_action (widget, "win.sign-in", NULL);
}

static void
sign_in_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtSignInWindow *window = et_sign_in_window_new (GTK_WINDOW (widget),
                                                  et_window_get_context (ET_WINDOW (widget)));

  if (g_str_equal (action_name, "win.sign-up"))
    et_sign_in_window_show_sign_up (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
discard_cb (gpointer self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-out-anyway", NULL);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtWindow) self = data;
  GtkWidget *navigation = GTK_WIDGET (et_window_get_navigation (self));
  g_autoptr (GError) error = NULL;

  if (et_session_sign_out_finish (ET_SESSION (source), result, &error))
    et_toast_show (navigation, _ ("Signed out"));
  else if (g_error_matches (error, ET_ERROR, ET_ERROR_CONFLICT))
    {
      g_autofree char *sentence = et_text_error (error);

      et_question_ask (GTK_WIDGET (self), _ ("Sign Out and Lose Changes?"), sentence,
                       _ ("_Sign Out"), discard_cb, self);
    }
  else
    et_toast_show_error (navigation, error);
}

static void
sign_out_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtWindow *self = ET_WINDOW (widget);

  et_session_sign_out_async (get_session (self), g_str_equal (action_name, "win.sign-out-anyway"),
                             NULL, signed_out_cb, g_object_ref (self));
}

void
et_window_install_account (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.account", NULL, open_account_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-up", NULL, sign_in_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-out-anyway", NULL, sign_out_cb);
}

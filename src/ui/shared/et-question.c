/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-question.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  EtQuestionFunc func;
  gpointer self; /* owned */
} Question;

static void
free_question (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->self);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Question *question = data;

  if (g_str_equal (response, "act"))
    question->func (question->self);
}

/* Asks before something is done that cannot be undone, and calls @func (self) on yes. Texts are
 * already translated. @self: an object, kept alive until the answer. No entry may stand in it:
 * libadwaita 1.2 frees one that has the focus too early. */
void
et_question_ask (GtkWidget *from,
                 const char *heading,
                 const char *body,
                 const char *action_label,
                 EtQuestionFunc func,
                 gpointer self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (from));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  Question *question = g_new0 (Question, 1);

  question->func = func;
  question->self = g_object_ref (self);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "act", action_label, NULL);
  adw_message_dialog_set_response_appearance (dialog, "act", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

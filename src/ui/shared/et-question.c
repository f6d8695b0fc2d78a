/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-question.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  EtQuestionFunc func; /* nullable */
  EtOfferFunc offer; /* nullable */
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

  if (question->offer != NULL)
    question->offer (question->self, g_str_equal (response, "act"));
  else if (g_str_equal (response, "act"))
    question->func (question->self);
}

static void
present (GtkWidget *from,
         const char *const *texts,
         AdwResponseAppearance appearance,
         Question *question)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (from));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (parent, texts[0], texts[1]));

  adw_message_dialog_add_responses (dialog, "cancel", texts[2], "act", texts[3], NULL);
  adw_message_dialog_set_response_appearance (dialog, "act", appearance);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
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
  const char *const texts[] = { heading, body, _ ("_Cancel"), action_label };
  Question *question = g_new0 (Question, 1);

  question->func = func;
  question->self = g_object_ref (self);
  present (from, texts, ADW_RESPONSE_DESTRUCTIVE, question);
}

/* Asks for leave, and calls @func (self, answer) in any case: closing the question means no. The
 * rest is as above. */
void
et_question_offer (GtkWidget *from,
                   const char *heading,
                   const char *body,
                   const char *no_label,
                   const char *yes_label,
                   EtOfferFunc func,
                   gpointer self)
{
  const char *const texts[] = { heading, body, no_label, yes_label };
  Question *question = g_new0 (Question, 1);

  question->offer = func;
  question->self = g_object_ref (self);
  present (from, texts, ADW_RESPONSE_SUGGESTED, question);
}

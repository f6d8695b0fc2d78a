/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-password-form.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

#define LEAST_LENGTH 10

struct _EtPasswordForm
{
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkEditable *old_password;
  GtkEditable *new_password;
  GtkEditable *repeated;
  GtkLabel *fault;
  GtkWidget *submit;
};

G_DEFINE_FINAL_TYPE (EtPasswordForm, et_password_form, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_fault (EtPasswordForm *self, const char *sentence)
{
  gtk_label_set_text (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
}

static gboolean
is_filled (GtkEditable *editable)
{
  return *gtk_editable_get_text (editable) != '\0';
}

static void
changed_cb (EtPasswordForm *self)
{
  show_fault (self, NULL);
  gtk_widget_set_sensitive (self->submit, is_filled (self->old_password) &&
                                              is_filled (self->new_password) &&
                                              is_filled (self->repeated));
}

static void
submit_cb (EtPasswordForm *self)
{
  const char *fault = et_password_find_fault (gtk_editable_get_text (self->new_password),
                                              gtk_editable_get_text (self->repeated));

  show_fault (self, fault);
  if (fault != NULL || !gtk_widget_get_sensitive (self->submit))
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[SUBMITTED], 0, gtk_editable_get_text (self->old_password),
                 gtk_editable_get_text (self->new_password));
}

static void
et_password_form_class_init (EtPasswordFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SUBMITTED] = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                     G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-password-form.ui");
  gtk_widget_class_bind_template_child (widget_class, EtPasswordForm, old_password);
  gtk_widget_class_bind_template_child (widget_class, EtPasswordForm, new_password);
  gtk_widget_class_bind_template_child (widget_class, EtPasswordForm, repeated);
  gtk_widget_class_bind_template_child (widget_class, EtPasswordForm, fault);
  gtk_widget_class_bind_template_child (widget_class, EtPasswordForm, submit);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
et_password_form_init (EtPasswordForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Ends what "submitted" began: empties the form, or shows why the password stays. @error:
 * (nullable). */
void
et_password_form_end (EtPasswordForm *self, const GError *error)
{
  g_autofree char *sentence = error != NULL ? et_text_error (error) : NULL;

  g_return_if_fail (ET_IS_PASSWORD_FORM (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (error == NULL)
    {
      gtk_editable_set_text (self->old_password, "");
      gtk_editable_set_text (self->new_password, "");
      gtk_editable_set_text (self->repeated, "");
    }
  show_fault (self, sentence);
}

/* What can be seen of a new password without asking the server, which judges the rest.
 * Returns: (nullable): a sentence, translated. */
const char *
et_password_find_fault (const char *password, const char *repeated)
{
  if (g_utf8_strlen (password, -1) < LEAST_LENGTH)
    return _ ("The password needs at least 10 characters.");
  if (g_strcmp0 (password, repeated) != 0)
    return _ ("The two passwords differ.");
  return NULL;
}

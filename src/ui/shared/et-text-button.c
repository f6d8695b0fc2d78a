/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-text-button.h"

struct _EtTextButton
{
  GtkButton parent_instance;
};

G_DEFINE_FINAL_TYPE (EtTextButton, et_text_button, GTK_TYPE_BUTTON)

/* The label is made with the first text that the button gets. */
static void
label_changed_cb (GtkButton *button)
{
  GtkWidget *label = gtk_button_get_child (button);

  if (!GTK_IS_LABEL (label))
    return;
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

static void
et_text_button_class_init (EtTextButtonClass *klass)
{
}

static void
et_text_button_init (EtTextButton *self)
{
  g_signal_connect (self, "notify::label", G_CALLBACK (label_changed_cb), NULL);
}

/* @label: with an underline before its mnemonic. Returns: (transfer floating). */
GtkWidget *
et_text_button_new (const char *label)
{
  return g_object_new (ET_TYPE_TEXT_BUTTON, "use-underline", TRUE, "label", label, NULL);
}

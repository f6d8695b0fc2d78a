/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-dialog.h"

G_DEFINE_ABSTRACT_TYPE (EtDialog, et_dialog, ADW_TYPE_WINDOW)

/* GTK 4.8 forgets to let go of the parent in a window that was destroyed before it and is freed
 * after it, because gtk_window_destroy() does nothing the second time. */
static void
et_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (et_dialog_parent_class)->unrealize (widget);

  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
et_dialog_class_init (EtDialogClass *klass)
{
  GTK_WIDGET_CLASS (klass)->unrealize = et_dialog_unrealize;
}

static void
et_dialog_init (EtDialog *self)
{
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

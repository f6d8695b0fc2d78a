/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-dialog.h"

typedef struct
{
  GCancellable *cancellable; /* owned */
} EtDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EtDialog, et_dialog, ADW_TYPE_WINDOW)

/* GTK 4.8 forgets to let go of the parent in a window that was destroyed before it and is freed
 * after it, because gtk_window_destroy() does nothing the second time. */
static void
et_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (et_dialog_parent_class)->unrealize (widget);

  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
et_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (et_dialog_get_cancellable (ET_DIALOG (object)));

  G_OBJECT_CLASS (et_dialog_parent_class)->dispose (object);
}

static void
et_dialog_finalize (GObject *object)
{
  EtDialogPrivate *priv = et_dialog_get_instance_private (ET_DIALOG (object));

  g_clear_object (&priv->cancellable);

  G_OBJECT_CLASS (et_dialog_parent_class)->finalize (object);
}

static void
et_dialog_class_init (EtDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = et_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = et_dialog_finalize;
  GTK_WIDGET_CLASS (klass)->unrealize = et_dialog_unrealize;
}

static void
et_dialog_init (EtDialog *self)
{
  EtDialogPrivate *priv = et_dialog_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

/* Returns: (transfer none): for calls that are of no use once the window has gone. */
GCancellable *
et_dialog_get_cancellable (EtDialog *self)
{
  EtDialogPrivate *priv = et_dialog_get_instance_private (self);

  g_return_val_if_fail (ET_IS_DIALOG (self), NULL);

  return priv->cancellable;
}

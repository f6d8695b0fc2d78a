/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-toast.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

/* Returns: (nullable): the last overlay below @widget that is to be seen. */
static GtkWidget *
find_below (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  for (GtkWidget *child = gtk_widget_get_last_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_prev_sibling (child))
    found = find_below (child);
  return found == NULL && ADW_IS_TOAST_OVERLAY (widget) ? widget : found;
}

/* A part of a window that does not show at the moment leaves its toasts to the others. */
static void
add_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (root != NULL && (overlay == NULL || !gtk_widget_get_mapped (overlay)))
    overlay = find_below (GTK_WIDGET (root));
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

/* The newest is about what was just done, so it does not queue behind older ones. */
static AdwToast *
new_toast (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  return toast;
}

/* Shows a sentence for a few seconds. */
void
et_toast_show (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  add_toast (widget, new_toast (text));
}

/* Shows the sentence of an error; one that was only cancelled is none. */
void
et_toast_show_error (GtkWidget *widget, const GError *error)
{
  g_autofree char *sentence = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  sentence = et_text_error (error);
  et_toast_show (widget, sentence);
}

/* Shows what was done, with a button that calls @undo_cb (self) while the toast shows. */
void
et_toast_show_undo (GtkWidget *widget, const char *text, GCallback undo_cb, gpointer self)
{
  AdwToast *toast = new_toast (text);

  g_return_if_fail (GTK_IS_WIDGET (widget));

  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_object (toast, "button-clicked", undo_cb, self, G_CONNECT_SWAPPED);
  add_toast (widget, toast);
}

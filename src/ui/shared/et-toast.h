/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Short notes at the bottom of the window that @widget is, or is in. Texts are already
 * translated. */
void et_toast_show (GtkWidget *widget, const char *text);
void et_toast_show_error (GtkWidget *widget, const GError *error);
void et_toast_show_undo (GtkWidget *widget, const char *text, GCallback undo_cb, gpointer self);

G_END_DECLS

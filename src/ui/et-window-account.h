/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Who uses the window. Actions: "win.account" (the profile, or signing in), "win.sign-in",
 * "win.sign-up", "win.sign-out", "win.sign-out-anyway" (edits that wait are lost). */
void et_window_install_account (GtkWidgetClass *widget_class);

G_END_DECLS

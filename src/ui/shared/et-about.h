/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The one place that knows which "about" window the platform has. */
void et_about_show (GtkWindow *parent);

G_END_DECLS

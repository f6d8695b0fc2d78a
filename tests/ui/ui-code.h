/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Reads what widgets draw, as whoever stands before the screen does. */
cairo_surface_t *ui_code_draw (GtkWidget *widget);
void ui_code_assert_shown (GtkWidget *widget, const char *text);

G_END_DECLS

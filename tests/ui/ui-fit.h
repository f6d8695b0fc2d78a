/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Whether a window fits on a phone for those who need large text. */
void ui_set_text_scale (double scale);
void ui_assert_in_sight (GtkWidget *window);
void ui_assert_fits (GtkWidget *window, const char *name);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a window tells those who do not see it: its widgets by role, name, value and state. */
char *ui_tree (GtkWidget *window, const char *language);
void ui_assert_tree (GtkWidget *window, const char *page, const char *language);
void ui_assert_legible (GtkWidget *root);

G_END_DECLS

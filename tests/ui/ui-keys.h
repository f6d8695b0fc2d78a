/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/ui/ui-test.h"

G_BEGIN_DECLS

/* Real keys and a real pointer, by way of the X server (xdotool), and what they need to find. */
void ui_key (const char *keys);
void ui_type (const char *text);
void ui_point (GtkWidget *widget);
void ui_choose (gpointer root, const char *list, const char *option);
void ui_enter (gpointer root, const char *entry);
void ui_assert_named (gpointer root);
void ui_assert_explained (gpointer root);

G_END_DECLS

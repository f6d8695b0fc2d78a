/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Everything that can be asserted of how a window looks and is read. */
void ui_look_at (gpointer window, const char *name);
void ui_look_at_sized (gpointer window, const char *name, int width, int height);

G_END_DECLS

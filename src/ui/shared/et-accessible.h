/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void et_accessible_set_name (GtkWidget *widget, const char *name);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the desktop asks a window for. Actions: "win.open-link" (an address of et-link.h),
 * "win.search-for" (words to look for among the offers). */
void et_window_install_links (GtkWidgetClass *widget_class);

G_END_DECLS

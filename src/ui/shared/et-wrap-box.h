/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ET_TYPE_WRAP_BOX (et_wrap_box_get_type ())

/* Its children stand side by side, as words do in a paragraph: those that do not fit into a line
 * begin the next. Property: "spacing" (pixels, between children and between lines). */
G_DECLARE_FINAL_TYPE (EtWrapBox, et_wrap_box, ET, WRAP_BOX, GtkWidget)

G_END_DECLS

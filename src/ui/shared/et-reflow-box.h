/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ET_TYPE_REFLOW_BOX (et_reflow_box_get_type ())

/* Its children stand side by side where their words fit whole, and else one below the other.
 * Properties: "spacing" (pixels), "keeps-lines": words fit only when none of their lines is broken. */
G_DECLARE_FINAL_TYPE (EtReflowBox, et_reflow_box, ET, REFLOW_BOX, GtkWidget)

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Holds one child and says whether there is little room for it. Properties: "child", "threshold"
 * (pixels), "is-narrow": the bin is narrower than its threshold; what is written holds until the
 * bin is given its size. The bin itself may become as narrow as its width request, so that the
 * child can be rearranged in time. */
#define ET_TYPE_BREAKPOINT_BIN (et_breakpoint_bin_get_type ())
G_DECLARE_FINAL_TYPE (EtBreakpointBin, et_breakpoint_bin, ET, BREAKPOINT_BIN, GtkWidget)

gboolean et_breakpoint_bin_get_is_narrow (EtBreakpointBin *self);

G_END_DECLS

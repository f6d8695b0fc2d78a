/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A table with a pane beside it; where there is no room beside, the pane opens as a page above.
 * Must be inside an EtPage. Its child is the table. Property "is-narrow" (read-only): there is no
 * room beside. Signal "left": the pane was open and is not any more. */
#define ET_TYPE_SPLIT_VIEW (et_split_view_get_type ())
G_DECLARE_FINAL_TYPE (EtSplitView, et_split_view, ET, SPLIT_VIEW, AdwBin)

void et_split_view_set_pane (EtSplitView *self, GtkWidget *pane);
void et_split_view_open (EtSplitView *self, const char *title);
void et_split_view_focus (EtSplitView *self);
void et_split_view_close (EtSplitView *self);
gboolean et_split_view_is_open (EtSplitView *self);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* What stands beside a table, as a page of its own where there is no room beside it. Signal
 * "left": the page goes away and has let go of its pane; "widened": there is room beside now. */
#define ET_TYPE_DETAIL_PAGE (et_detail_page_get_type ())
G_DECLARE_FINAL_TYPE (EtDetailPage, et_detail_page, ET, DETAIL_PAGE, EtPage)

EtDetailPage *et_detail_page_new (EtContext *context, const char *title, int room);
void et_detail_page_set_pane (EtDetailPage *self, GtkWidget *pane);

G_END_DECLS

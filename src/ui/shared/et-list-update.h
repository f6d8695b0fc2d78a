/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes @list like @fresh with few changes, so that a view keeps its place. Both hold records. */
void et_list_update (GListStore *list, GListModel *fresh);

G_END_DECLS

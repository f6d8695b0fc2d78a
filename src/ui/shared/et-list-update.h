/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes @list like @fresh with few changes, so that a view keeps its place. Both hold records, or
 * objects that @equal compares. */
void et_list_update (GListStore *list, GListModel *fresh);
void et_list_update_with (GListStore *list, GListModel *fresh, GEqualFunc equal);

G_END_DECLS

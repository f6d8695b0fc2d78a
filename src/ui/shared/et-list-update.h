/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes @list like @fresh with few changes, so that a view keeps its place. Both hold records. */
void et_list_update (GListStore *list, GListModel *fresh);

/* What is different between two lists. */
typedef struct
{
  guint position;
  guint n_removed;
  guint n_added;
} EtListChange;

EtListChange et_list_find_change (GListModel *old, GListModel *fresh, GEqualFunc equal);
void et_list_replace (
    GListStore *list, guint position, guint n_removed, GListModel *fresh, guint n_added);
gboolean et_list_records_equal (gconstpointer a, gconstpointer b);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-list-update.h"

#include "core/et-record.h"

static gboolean
are_equal (GEqualFunc equal, GListModel *a, guint a_position, GListModel *b, guint b_position)
{
  g_autoptr (GObject) a_record = g_list_model_get_item (a, a_position);
  g_autoptr (GObject) b_record = g_list_model_get_item (b, b_position);

  return a_record == b_record || equal (a_record, b_record);
}

/* A GEqualFunc for records. */
gboolean
et_list_records_equal (gconstpointer a, gconstpointer b)
{
  return et_record_equal ((gpointer) a, (gpointer) b);
}

/* Finds what lies between the common beginning and the common end of two lists. */
EtListChange
et_list_find_change (GListModel *old, GListModel *fresh, GEqualFunc equal)
{
  guint n_old = g_list_model_get_n_items (old);
  guint n_fresh = g_list_model_get_n_items (fresh);
  guint start = 0;
  guint end = 0;

  while (start < MIN (n_old, n_fresh) && are_equal (equal, old, start, fresh, start))
    start++;
  while (end < MIN (n_old, n_fresh) - start &&
         are_equal (equal, old, n_old - 1 - end, fresh, n_fresh - 1 - end))
    end++;
  return (EtListChange){ start, n_old - start - end, n_fresh - start - end };
}

/* Replaces @n_removed items of @list at @position by @n_added of @fresh from there. */
void
et_list_replace (
    GListStore *list, guint position, guint n_removed, GListModel *fresh, guint n_added)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_full (n_added, g_object_unref);

  for (guint i = 0; i < n_added; i++)
    g_ptr_array_add (added, g_list_model_get_item (fresh, position + i));
  if (n_removed > 0 || n_added > 0)
    g_list_store_splice (list, position, n_removed, added->pdata, n_added);
}

/* Makes @list, which a view shows, like @fresh, which was read now: lists of records. */
void
et_list_update (GListStore *list, GListModel *fresh)
{
  EtListChange change = et_list_find_change (G_LIST_MODEL (list), fresh, et_list_records_equal);

  et_list_replace (list, change.position, change.n_removed, fresh, change.n_added);
}

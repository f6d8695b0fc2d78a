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

static gboolean
records_are_equal (gconstpointer a, gconstpointer b)
{
  return et_record_equal ((gpointer) a, (gpointer) b);
}

/* Replaces what lies between the common beginning and the common end of two lists of records.
 * @list is what a view shows, @fresh what was read now. */
void
et_list_update (GListStore *list, GListModel *fresh)
{
  et_list_update_with (list, fresh, records_are_equal);
}

/* The same for objects of another kind. */
void
et_list_update_with (GListStore *list, GListModel *fresh, GEqualFunc equal)
{
  GListModel *old = G_LIST_MODEL (list);
  guint n_old = g_list_model_get_n_items (old);
  guint n_fresh = g_list_model_get_n_items (fresh);
  guint start = 0;
  guint end = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (start < MIN (n_old, n_fresh) && are_equal (equal, old, start, fresh, start))
    start++;
  while (end < MIN (n_old, n_fresh) - start &&
         are_equal (equal, old, n_old - 1 - end, fresh, n_fresh - 1 - end))
    end++;

  for (guint i = start; i < n_fresh - end; i++)
    g_ptr_array_add (added, g_list_model_get_item (fresh, i));
  if (n_old - start - end > 0 || added->len > 0)
    g_list_store_splice (list, start, n_old - start - end, added->pdata, added->len);
}

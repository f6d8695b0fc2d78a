/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-list-fill.h"

#include "ui/shared/et-list-update.h"

/* What a view makes widgets for ahead of time, and how many of them fit into a frame. */
#define AHEAD 240
#define AT_ONCE 16

#define FILLING "et-list-filling"

/* A list on its way to be like another one. */
typedef struct
{
  GListStore *list; /* owned */
  GListModel *fresh; /* owned */
  guint n_shown; /* of @fresh, from its beginning */
} Filling;

static void
free_filling (gpointer data)
{
  Filling *filling = data;

  g_object_unref (filling->list);
  g_object_unref (filling->fresh);
  g_free (filling);
}

static void
append_next (Filling *filling)
{
  guint n_fresh = g_list_model_get_n_items (filling->fresh);
  guint n = filling->n_shown < AHEAD ? MIN (AT_ONCE, n_fresh - filling->n_shown)
                                     : n_fresh - filling->n_shown;

  et_list_replace (filling->list, filling->n_shown, 0, filling->fresh, n);
  filling->n_shown += n;
}

static gboolean
tick_cb (GtkWidget *view, GdkFrameClock *clock, gpointer data)
{
  Filling *filling = data;

  append_next (filling);
  if (filling->n_shown < g_list_model_get_n_items (filling->fresh))
    return G_SOURCE_CONTINUE;
  g_object_set_data (G_OBJECT (filling->list), FILLING, NULL);
  return G_SOURCE_REMOVE;
}

static void
stop_filling (GtkWidget *view, GListStore *list)
{
  guint tick = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (list), FILLING));

  if (tick != 0)
    gtk_widget_remove_tick_callback (view, tick);
  g_object_set_data (G_OBJECT (list), FILLING, NULL);
}

/* Like et_list_update(), for a list that @view shows and that may be long. When much is new where
 * the view looks, the first screenful of it comes now and the rest with the next frames, because
 * making a widget for each takes longer than a frame. @equal: et_list_records_equal() or its like. */
void
et_list_fill (GtkWidget *view, GListStore *list, GListModel *fresh, GEqualFunc equal)
{
  EtListChange change;
  Filling *filling;

  stop_filling (view, list);
  change = et_list_find_change (G_LIST_MODEL (list), fresh, equal);
  if (change.position >= AHEAD || change.n_added <= AT_ONCE)
    {
      et_list_replace (list, change.position, change.n_removed, fresh, change.n_added);
      return;
    }
  et_list_replace (list, change.position,
                   g_list_model_get_n_items (G_LIST_MODEL (list)) - change.position, fresh, 0);
  filling = g_new0 (Filling, 1);
  filling->list = g_object_ref (list);
  filling->fresh = g_object_ref (fresh);
  filling->n_shown = change.position;
  append_next (filling);
  g_object_set_data (
      G_OBJECT (list), FILLING,
      GUINT_TO_POINTER (gtk_widget_add_tick_callback (view, tick_cb, filling, free_filling)));
}

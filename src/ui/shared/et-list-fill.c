/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-list-fill.h"

#include "ui/shared/et-list-update.h"

/* What a view makes widgets for ahead of time. They come in portions, which grow while the frames
 * are in time, and shrink when one was late. */
#define AHEAD 240
#define FIRST_PORTION 6
#define LEAST_PORTION 2
#define LARGEST_PORTION 16
#define LATE_US 25000

#define FILLING "et-list-filling"

/* A list on its way to be like another one. */
typedef struct
{
  GListStore *list; /* owned */
  GListModel *fresh; /* owned */
  guint n_shown; /* of @fresh, from its beginning */
  guint portion;
  gint64 shown_us; /* when the last portion came; 0 for never */
} Filling;

static void
free_filling (gpointer data)
{
  Filling *filling = data;

  g_object_unref (filling->list);
  g_object_unref (filling->fresh);
  g_free (filling);
}

/* A page that opens is drawn before its rows are made. */
static gboolean
was_drawn (GtkWidget *view)
{
  return gtk_widget_get_width (view) > 0;
}

static void
append_next (Filling *filling)
{
  guint n_fresh = g_list_model_get_n_items (filling->fresh);
  guint n_left = n_fresh - filling->n_shown;
  guint n = filling->n_shown < AHEAD ? MIN (filling->portion, n_left) : n_left;

  filling->shown_us = g_get_monotonic_time ();
  et_list_replace (filling->list, filling->n_shown, 0, filling->fresh, n);
  filling->n_shown += n;
}

static void
adapt_portion (Filling *filling)
{
  if (g_get_monotonic_time () - filling->shown_us > LATE_US)
    filling->portion = MAX (filling->portion / 2, LEAST_PORTION);
  else
    filling->portion = MIN (filling->portion + 1, LARGEST_PORTION);
}

static gboolean
tick_cb (GtkWidget *view, GdkFrameClock *clock, gpointer data)
{
  Filling *filling = data;

  if (!was_drawn (view))
    return G_SOURCE_CONTINUE;
  if (filling->shown_us != 0)
    adapt_portion (filling);
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
 * the view looks, a little of it comes now and the rest with the next frames, because making a
 * widget for each takes longer than a frame. @equal: et_list_records_equal() or its like. */
void
et_list_fill (GtkWidget *view, GListStore *list, GListModel *fresh, GEqualFunc equal)
{
  EtListChange change;
  Filling *filling;

  stop_filling (view, list);
  change = et_list_find_change (G_LIST_MODEL (list), fresh, equal);
  if (change.position >= AHEAD || change.n_added <= LARGEST_PORTION)
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
  filling->portion = FIRST_PORTION;
  if (was_drawn (view))
    append_next (filling);
  g_object_set_data (
      G_OBJECT (list), FILLING,
      GUINT_TO_POINTER (gtk_widget_add_tick_callback (view, tick_cb, filling, free_filling)));
}

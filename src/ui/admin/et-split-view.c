/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-split-view.h"

#include "ui/admin/et-detail-page.h"
#include "ui/shared/et-breakpoint-bin.h"
#include "ui/shared/et-navigation.h"

struct _EtSplitView
{
  AdwBin parent_instance;

  /* Template children */
  EtBreakpointBin *breakpoint;
  AdwBin *content;
  GtkWidget *side;
  GtkLabel *side_title;
  AdwBin *slot;

  GtkWidget *pane; /* owned, nullable */
  char *title; /* owned, nullable; NULL while the pane is closed */
  EtDetailPage *detail; /* borrowed, nullable; holds the pane where there is no room beside */
};

static void et_split_view_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EtSplitView,
                               et_split_view,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      et_split_view_buildable_init))

enum
{
  PROP_0,
  PROP_IS_NARROW,
  N_PROPS
};

enum
{
  LEFT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];
static GtkBuildableIface *parent_buildable;

static EtNavigation *
get_navigation (EtSplitView *self)
{
  return ET_NAVIGATION (gtk_widget_get_ancestor (GTK_WIDGET (self), ET_TYPE_NAVIGATION));
}

static gboolean
shows_detail (EtSplitView *self)
{
  EtNavigation *navigation = get_navigation (self);

  return self->detail != NULL && navigation != NULL &&
         et_navigation_get_visible_page (navigation) == ET_PAGE (self->detail);
}

static void
leave (EtSplitView *self)
{
  if (self->title == NULL)
    return;

  g_clear_pointer (&self->title, g_free);
  g_signal_emit (self, signals[LEFT], 0);
}

static void
detail_left_cb (EtSplitView *self, EtDetailPage *detail)
{
  if (detail != self->detail)
    return;

  self->detail = NULL;
  leave (self);
}

/* Takes the pane back from the page above, which goes away if it still shows. */
static void
drop_detail (EtSplitView *self)
{
  gboolean shows = shows_detail (self);
  EtDetailPage *detail = g_steal_pointer (&self->detail);

  if (detail == NULL)
    return;

  et_detail_page_set_pane (detail, NULL);
  if (shows)
    et_navigation_pop (get_navigation (self));
}

static void
show_beside (EtSplitView *self)
{
  gtk_label_set_label (self->side_title, self->title);
  gtk_widget_set_visible (self->side, TRUE);
  if (adw_bin_get_child (self->slot) == self->pane)
    return;

  drop_detail (self);
  adw_bin_set_child (self->slot, self->pane);
}

/* The view itself is not given its size while the page above hides it. */
static void
detail_widened_cb (EtSplitView *self, EtDetailPage *detail)
{
  if (detail == self->detail)
    show_beside (self);
}

static void
show_above (EtSplitView *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), ET_TYPE_PAGE);
  int room;

  gtk_widget_set_visible (self->side, FALSE);
  if (shows_detail (self))
    {
      et_page_set_title (ET_PAGE (self->detail), self->title);
      return;
    }

  drop_detail (self);
  adw_bin_set_child (self->slot, NULL);
  g_object_get (self->breakpoint, "threshold", &room, NULL);
  self->detail = et_detail_page_new (et_page_get_context (ET_PAGE (page)), self->title, room);
  et_detail_page_set_pane (self->detail, self->pane);
  g_signal_connect_object (self->detail, "left", G_CALLBACK (detail_left_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->detail, "widened", G_CALLBACK (detail_widened_cb), self,
                           G_CONNECT_SWAPPED);
  et_navigation_push (page, ET_PAGE (self->detail));
}

static void
place_pane (EtSplitView *self)
{
  if (self->title == NULL)
    gtk_widget_set_visible (self->side, FALSE);
  else if (et_breakpoint_bin_get_is_narrow (self->breakpoint))
    show_above (self);
  else
    show_beside (self);
}

static void
narrow_changed_cb (EtSplitView *self)
{
  place_pane (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
}

static void
et_split_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_IS_NARROW:
      g_value_set_boolean (value,
                           et_breakpoint_bin_get_is_narrow (ET_SPLIT_VIEW (object)->breakpoint));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_split_view_dispose (GObject *object)
{
  EtSplitView *self = ET_SPLIT_VIEW (object);

  if (self->detail != NULL)
    et_detail_page_set_pane (g_steal_pointer (&self->detail), NULL);
  if (self->slot != NULL)
    adw_bin_set_child (self->slot, NULL);
  self->slot = NULL;
  g_clear_object (&self->pane);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (et_split_view_parent_class)->dispose (object);
}

static void
et_split_view_add_child (GtkBuildable *buildable,
                         GtkBuilder *builder,
                         GObject *child,
                         const char *type)
{
  EtSplitView *self = ET_SPLIT_VIEW (buildable);

  if (GTK_IS_WIDGET (child) && type == NULL && self->content != NULL)
    adw_bin_set_child (self->content, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
et_split_view_class_init (EtSplitViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_BREAKPOINT_BIN);

  object_class->get_property = et_split_view_get_property;
  object_class->dispose = et_split_view_dispose;

  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LEFT] = g_signal_new ("left", ET_TYPE_SPLIT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-split-view.ui");
  gtk_widget_class_bind_template_child (widget_class, EtSplitView, breakpoint);
  gtk_widget_class_bind_template_child (widget_class, EtSplitView, content);
  gtk_widget_class_bind_template_child (widget_class, EtSplitView, side);
  gtk_widget_class_bind_template_child (widget_class, EtSplitView, side_title);
  gtk_widget_class_bind_template_child (widget_class, EtSplitView, slot);
  gtk_widget_class_bind_template_callback (widget_class, et_split_view_close);
  gtk_widget_class_bind_template_callback (widget_class, narrow_changed_cb);
}

static void
et_split_view_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = et_split_view_add_child;
}

static void
et_split_view_init (EtSplitView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Gives the view its pane, once. @pane: (transfer floating). */
void
et_split_view_set_pane (EtSplitView *self, GtkWidget *pane)
{
  g_return_if_fail (ET_IS_SPLIT_VIEW (self));
  g_return_if_fail (self->pane == NULL);

  self->pane = g_object_ref_sink (pane);
}

/* Shows the pane under @title, which is translated. */
void
et_split_view_open (EtSplitView *self, const char *title)
{
  g_return_if_fail (ET_IS_SPLIT_VIEW (self));
  g_return_if_fail (self->pane != NULL);

  g_free (self->title);
  self->title = g_strdup (title);
  place_pane (self);
}

/* Puts the focus into the pane, where a person would begin; nowhere while no window holds it. */
void
et_split_view_focus (EtSplitView *self)
{
  g_return_if_fail (ET_IS_SPLIT_VIEW (self));

  if (gtk_widget_get_root (self->pane) != NULL)
    gtk_widget_child_focus (self->pane, GTK_DIR_TAB_FORWARD);
}

/* Hides the pane. */
void
et_split_view_close (EtSplitView *self)
{
  g_return_if_fail (ET_IS_SPLIT_VIEW (self));

  drop_detail (self);
  gtk_widget_set_visible (self->side, FALSE);
  leave (self);
}

/* Whether the pane shows, beside or above. */
gboolean
et_split_view_is_open (EtSplitView *self)
{
  g_return_val_if_fail (ET_IS_SPLIT_VIEW (self), FALSE);

  return self->title != NULL;
}

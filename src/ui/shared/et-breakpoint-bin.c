/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-breakpoint-bin.h"

#define USUAL_DPI 96

struct _EtBreakpointBin
{
  GtkWidget parent_instance;

  GtkWidget *child; /* owned by the tree, nullable */
  int threshold;
  gboolean is_narrow;
  guint notify_source;
};

static void et_breakpoint_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EtBreakpointBin,
                               et_breakpoint_bin,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      et_breakpoint_bin_buildable_init))

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_THRESHOLD,
  PROP_IS_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void
set_child (EtBreakpointBin *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

/* Large text needs as much more room as it is larger. */
static gboolean
is_too_narrow (EtBreakpointBin *self, int width)
{
  int dpi = -1; /* 1024ths, -1 when unknown */

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return width < self->threshold * MAX (1.0, dpi / 1024.0 / USUAL_DPI);
}

/* Listeners rearrange widgets, which must not happen while sizes are being given out. */
static gboolean
notify_cb (gpointer data)
{
  EtBreakpointBin *self = data;
  gboolean is_narrow = is_too_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)));

  self->notify_source = 0;
  if (is_narrow != self->is_narrow)
    {
      self->is_narrow = is_narrow;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
    }
  return G_SOURCE_REMOVE;
}

static void
et_breakpoint_bin_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  EtBreakpointBin *self = ET_BREAKPOINT_BIN (widget);
  int child_minimum = 0;

  if (self->child == NULL)
    return;

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    {
      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL,
                          NULL);
      for_size = MAX (for_size, child_minimum);
    }
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

static void
et_breakpoint_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EtBreakpointBin *self = ET_BREAKPOINT_BIN (widget);
  int minimum = 0;

  if (is_too_narrow (self, width) != self->is_narrow && self->notify_source == 0)
    self->notify_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_cb, self, NULL);
  if (self->child == NULL)
    return;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (self->child, MAX (width, minimum), height, baseline, NULL);
}

static void
et_breakpoint_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EtBreakpointBin *self = ET_BREAKPOINT_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_IS_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_breakpoint_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EtBreakpointBin *self = ET_BREAKPOINT_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      set_child (self, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    case PROP_IS_NARROW:
      self->is_narrow = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_breakpoint_bin_dispose (GObject *object)
{
  EtBreakpointBin *self = ET_BREAKPOINT_BIN (object);

  g_clear_handle_id (&self->notify_source, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (et_breakpoint_bin_parent_class)->dispose (object);
}

static void
et_breakpoint_bin_add_child (GtkBuildable *buildable,
                             GtkBuilder *builder,
                             GObject *child,
                             const char *type)
{
  if (GTK_IS_WIDGET (child) && type == NULL)
    set_child (ET_BREAKPOINT_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
et_breakpoint_bin_class_init (EtBreakpointBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read_write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = et_breakpoint_bin_get_property;
  object_class->set_property = et_breakpoint_bin_set_property;
  object_class->dispose = et_breakpoint_bin_dispose;
  widget_class->measure = et_breakpoint_bin_measure;
  widget_class->size_allocate = et_breakpoint_bin_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, read_write);
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 0,
                                                 read_write);
  properties[PROP_IS_NARROW] = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE, read_write);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
et_breakpoint_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = et_breakpoint_bin_add_child;
}

static void
et_breakpoint_bin_init (EtBreakpointBin *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/* Whether the bin was narrower than its threshold when it was last given its size. */
gboolean
et_breakpoint_bin_get_is_narrow (EtBreakpointBin *self)
{
  g_return_val_if_fail (ET_IS_BREAKPOINT_BIN (self), FALSE);

  return self->is_narrow;
}

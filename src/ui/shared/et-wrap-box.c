/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-wrap-box.h"

struct _EtWrapBox
{
  GtkWidget parent_instance;

  int spacing; /* pixels */
};

G_DEFINE_FINAL_TYPE (EtWrapBox, et_wrap_box, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Children that stand side by side. */
typedef struct
{
  GtkWidget *end; /* nullable: the child after the last */
  int width; /* pixels */
  int height;
} Line;

/* Returns: (transfer none) (nullable): the first of the visible children from @child on. */
static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_first (EtWrapBox *self)
{
  return skip_hidden (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

/* Returns: as wide as the child would like, and no wider than a line. */
static int
measure_width (GtkWidget *child, int line_width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, line_width));
}

/* The line that begins with @first. */
static Line
measure_line (EtWrapBox *self, GtkWidget *first, int line_width)
{
  Line line = { .end = first };

  while (line.end != NULL)
    {
      int width = measure_width (line.end, line_width);
      int height;

      if (line.width > 0 && line.width + self->spacing + width > line_width)
        break;
      gtk_widget_measure (line.end, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
      line.width += width + (line.width > 0 ? self->spacing : 0);
      line.height = MAX (line.height, height);
      line.end = get_next (line.end);
    }
  return line;
}

static int
measure_lines (EtWrapBox *self, int line_width)
{
  GtkWidget *first = get_first (self);
  int height = 0;

  while (first != NULL)
    {
      Line line = measure_line (self, first, line_width);

      height += line.height + (height > 0 ? self->spacing : 0);
      first = line.end;
    }
  return height;
}

/* As wide as the widest child, or as all of them in one line. */
static void
measure_widths (EtWrapBox *self, int *minimum, int *natural)
{
  for (GtkWidget *child = get_first (self); child != NULL; child = get_next (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
et_wrap_box_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  EtWrapBox *self = ET_WRAP_BOX (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_widths (self, minimum, natural);
  else
    *minimum = *natural = measure_lines (self, for_size < 0 ? G_MAXINT / 2 : for_size);
}

/* The children of a line are all as high as it is. */
static void
allocate_line (EtWrapBox *self, GtkWidget *first, const Line *line, int line_width, int y)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = first; child != line->end; child = get_next (child))
    {
      int width = measure_width (child, line_width);
      int left = is_mirrored ? line_width - x - width : x;

      gtk_widget_size_allocate (child, &(GtkAllocation){ left, y, width, line->height }, -1);
      x += width + self->spacing;
    }
}

static void
et_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EtWrapBox *self = ET_WRAP_BOX (widget);
  GtkWidget *first = get_first (self);
  int y = 0;

  while (first != NULL)
    {
      Line line = measure_line (self, first, width);

      allocate_line (self, first, &line, width, y);
      y += line.height + self->spacing;
      first = line.end;
    }
}

static GtkSizeRequestMode
et_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
et_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SPACING)
    g_value_set_int (value, ET_WRAP_BOX (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
et_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SPACING)
    ET_WRAP_BOX (object)->spacing = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
et_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (et_wrap_box_parent_class)->dispose (object);
}

static void
et_wrap_box_class_init (EtWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = et_wrap_box_get_property;
  object_class->set_property = et_wrap_box_set_property;
  object_class->dispose = et_wrap_box_dispose;
  widget_class->measure = et_wrap_box_measure;
  widget_class->size_allocate = et_wrap_box_size_allocate;
  widget_class->get_request_mode = et_wrap_box_get_request_mode;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
et_wrap_box_init (EtWrapBox *self)
{
}

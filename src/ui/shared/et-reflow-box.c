/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-reflow-box.h"

struct _EtReflowBox
{
  GtkWidget parent_instance;

  int spacing; /* pixels, in a row; half of it between lines */
  gboolean keeps_lines; /* words that would be broken into lines do not fit */
};

G_DEFINE_FINAL_TYPE (EtReflowBox, et_reflow_box, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_KEEPS_LINES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Returns: (transfer none) (nullable): the first of the visible children from @child on. */
static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_first (EtReflowBox *self)
{
  return skip_hidden (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

/* Measures all children in a row. Returns: (transfer full): an element for each. */
static GArray *
measure_row (EtReflowBox *self, int *minimum, int *natural)
{
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (GtkRequestedSize));

  *minimum = *natural = 0;
  for (GtkWidget *child = get_first (self); child != NULL; child = get_next (child))
    {
      GtkRequestedSize size = { .data = child };
      int gap = sizes->len > 0 ? self->spacing : 0;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &size.minimum_size,
                          &size.natural_size, NULL, NULL);
      *minimum += size.minimum_size + gap;
      *natural += size.natural_size + gap;
      g_array_append_val (sizes, size);
    }
  return sizes;
}

/* Shares @width among the children of a row: what is left over goes to those that expand. */
static void
share_row (EtReflowBox *self, GArray *sizes, int width)
{
  GtkRequestedSize *size = (GtkRequestedSize *) (gpointer) sizes->data;
  int n_expanding = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      width -= size[i].minimum_size + (i > 0 ? self->spacing : 0);
      n_expanding += gtk_widget_compute_expand (size[i].data, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
    }
  width = gtk_distribute_natural_allocation (MAX (width, 0), sizes->len, size);
  for (guint i = 0; i < sizes->len && n_expanding > 0; i++)
    if (gtk_widget_compute_expand (size[i].data, GTK_ORIENTATION_HORIZONTAL))
      {
        size[i].minimum_size += width / n_expanding;
        width -= width / n_expanding--;
      }
}

static int
measure_height (GtkWidget *child, int width, int *natural)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, natural, NULL, NULL);
  return minimum;
}

static gboolean
fits_row (EtReflowBox *self, int width, int row_minimum, int row_natural)
{
  return width >= (self->keeps_lines ? row_natural : row_minimum);
}

/* @width: -1 for as much as the children would like. */
static void
measure_heights (EtReflowBox *self, int width, int *minimum, int *natural)
{
  int row_minimum, row_natural;
  g_autoptr (GArray) sizes = measure_row (self, &row_minimum, &row_natural);
  gboolean is_row = width < 0 || fits_row (self, width, row_minimum, row_natural);

  if (is_row)
    share_row (self, sizes, width < 0 ? row_natural : width);
  for (guint i = 0; i < sizes->len; i++)
    {
      GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
      int child_natural;
      int child_minimum = measure_height (size->data, is_row ? size->minimum_size : width,
                                          &child_natural);
      int gap = i > 0 ? self->spacing / 2 : 0;

      *minimum = is_row ? MAX (*minimum, child_minimum) : *minimum + child_minimum + gap;
      *natural = is_row ? MAX (*natural, child_natural) : *natural + child_natural + gap;
    }
}

static void
et_reflow_box_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  EtReflowBox *self = ET_REFLOW_BOX (widget);
  g_autoptr (GArray) sizes = NULL;
  int row_minimum;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_heights (self, for_size, minimum, natural);
      return;
    }
  sizes = measure_row (self, &row_minimum, natural);
  for (guint i = 0; i < sizes->len; i++)
    *minimum = MAX (*minimum, g_array_index (sizes, GtkRequestedSize, i).minimum_size);
}

static void
allocate_row (EtReflowBox *self, GArray *sizes, int width, int height)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  share_row (self, sizes, width);
  for (guint i = 0; i < sizes->len; i++)
    {
      GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
      int left = is_mirrored ? width - x - size->minimum_size : x;

      gtk_widget_size_allocate (size->data, &(GtkAllocation){ left, 0, size->minimum_size, height },
                                -1);
      x += size->minimum_size + self->spacing;
    }
}

/* What is left over at the bottom stays empty. */
static void
allocate_lines (EtReflowBox *self, GArray *sizes, int width)
{
  int y = 0;

  for (guint i = 0; i < sizes->len; i++)
    {
      GtkWidget *child = g_array_index (sizes, GtkRequestedSize, i).data;
      int height = measure_height (child, width, NULL);

      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, height }, -1);
      y += height + self->spacing / 2;
    }
}

static void
et_reflow_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EtReflowBox *self = ET_REFLOW_BOX (widget);
  int minimum, natural;
  g_autoptr (GArray) sizes = measure_row (self, &minimum, &natural);

  if (fits_row (self, width, minimum, natural))
    allocate_row (self, sizes, width, height);
  else
    allocate_lines (self, sizes, width);
}

static GtkSizeRequestMode
et_reflow_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
et_reflow_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EtReflowBox *self = ET_REFLOW_BOX (object);

  switch (id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_KEEPS_LINES:
      g_value_set_boolean (value, self->keeps_lines);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_reflow_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EtReflowBox *self = ET_REFLOW_BOX (object);

  switch (id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_KEEPS_LINES:
      self->keeps_lines = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_reflow_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (et_reflow_box_parent_class)->dispose (object);
}

static void
et_reflow_box_class_init (EtReflowBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = et_reflow_box_get_property;
  object_class->set_property = et_reflow_box_set_property;
  object_class->dispose = et_reflow_box_dispose;
  widget_class->measure = et_reflow_box_measure;
  widget_class->size_allocate = et_reflow_box_size_allocate;
  widget_class->get_request_mode = et_reflow_box_get_request_mode;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                   G_PARAM_STATIC_STRINGS);
  properties[PROP_KEEPS_LINES] = g_param_spec_boolean ("keeps-lines", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                           G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
et_reflow_box_init (EtReflowBox *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

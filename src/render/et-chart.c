/* SPDX-License-Identifier: MIT */
#include "render/et-chart.h"

#include <math.h>

#include "core/et-money.h"
#include "render/et-typeset.h"

#define MAX_STEPS 5
#define BAR_SHARE 0.7 /* of the room a bar has */
#define BAR_MAX_WIDTH 18.0
#define LABEL_GAP 1.2 /* millimetres */
#define VALUE_GAP 0.4
#define LABEL_MAX_WIDTH 40.0
#define RULE_WEIGHT 0.2
#define RULE_OPACITY 0.2

typedef struct
{
  char *label; /* owned */
  int64_t value;
} Bar;

struct _EtChart
{
  EtTypeset *typeset; /* owned */
  EtChartUnit unit;
  GArray *bars; /* owned, of Bar */
  EtChartColor text_color;
  EtChartColor bar_color;
};

/* Where the bars stand, millimetres, and what they stand for. */
typedef struct
{
  double left, top, width, height;
  int64_t top_value;
  int64_t step;
  double slot; /* width that a bar and its gap have */
  double bar; /* width */
  gboolean has_values; /* there is room for each value above its bar, instead of rules */
} Plot;

static const EtTextStyle label_style = { .size = 7, .flags = ET_TEXT_TABULAR };

static void
clear_bar (gpointer data)
{
  g_free (((Bar *) data)->label);
}

static int64_t
get_highest (EtChart *self)
{
  int64_t highest = 0;

  for (guint i = 0; i < self->bars->len; i++)
    highest = MAX (highest, g_array_index (self->bars, Bar, i).value);
  return highest;
}

static PangoLayout *
set_value (EtChart *self, int64_t value)
{
  g_autofree char *text = self->unit == ET_CHART_MONEY
                              ? et_money_format (value, et_typeset_get_language (self->typeset))
                              : g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return et_typeset_fit (self->typeset, text, &label_style, LABEL_MAX_WIDTH, 0);
}

static void
set_color (cairo_t *cr, const EtChartColor *color, double opacity)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, opacity);
}

static double
get_widest_value (EtChart *self, const Plot *plot)
{
  double widest = 0;

  for (int64_t value = 0; value <= plot->top_value; value += plot->step)
    {
      g_autoptr (PangoLayout) layout = set_value (self, value);
      double width;

      et_layout_get_size (layout, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

static gboolean
fits_values (EtChart *self, const Plot *plot)
{
  g_autoptr (PangoLayout) layout = set_value (self, get_highest (self));
  double width;

  et_layout_get_size (layout, &width, NULL);
  return width + LABEL_GAP <= plot->slot;
}

static Plot
place_plot (EtChart *self, double width, double height)
{
  Plot plot = { 0 };
  g_autoptr (PangoLayout) zero = set_value (self, 0);
  double line;

  et_layout_get_size (zero, NULL, &line);
  plot.step = et_chart_get_step (get_highest (self), &plot.top_value);
  plot.left = get_widest_value (self, &plot) + LABEL_GAP;
  plot.top = line + VALUE_GAP; /* for the value above the highest bar */
  plot.width = width - plot.left;
  plot.height = height - plot.top - line - LABEL_GAP;
  plot.slot = plot.width / MAX (self->bars->len, 1);
  plot.has_values = fits_values (self, &plot);
  plot.bar = MIN (plot.slot * BAR_SHARE, BAR_MAX_WIDTH);
  return plot;
}

static double
get_y (const Plot *plot, int64_t value)
{
  return plot->top + plot->height * (1 - (double) value / (double) plot->top_value);
}

static void
draw_rule (EtChart *self, cairo_t *cr, const Plot *plot, double y, double opacity)
{
  set_color (cr, &self->text_color, opacity);
  cairo_set_line_width (cr, RULE_WEIGHT);
  cairo_move_to (cr, plot->left, y);
  cairo_line_to (cr, plot->left + plot->width, y);
  cairo_stroke (cr);
}

static void
draw_axis (EtChart *self, cairo_t *cr, const Plot *plot)
{
  for (int64_t value = 0; value <= plot->top_value; value += plot->step)
    {
      g_autoptr (PangoLayout) layout = set_value (self, value);
      double width, height, y = get_y (plot, value);

      if (value == 0 || !plot->has_values)
        draw_rule (self, cr, plot, y, value == 0 ? 1 : RULE_OPACITY);
      et_layout_get_size (layout, &width, &height);
      set_color (cr, &self->text_color, 1);
      et_typeset_show (self->typeset, cr, layout, plot->left - LABEL_GAP - width, y - height / 2);
    }
}

static void
draw_bars (EtChart *self, cairo_t *cr, const Plot *plot)
{
  set_color (cr, &self->bar_color, 1);
  for (guint i = 0; i < self->bars->len; i++)
    {
      double y = get_y (plot, g_array_index (self->bars, Bar, i).value);

      cairo_rectangle (cr, plot->left + (i + 0.5) * plot->slot - plot->bar / 2, y, plot->bar,
                       plot->top + plot->height - y);
    }
  cairo_fill (cr);
}

static void
draw_values (EtChart *self, cairo_t *cr, const Plot *plot)
{
  set_color (cr, &self->text_color, 1);
  for (guint i = 0; i < self->bars->len; i++)
    {
      int64_t value = g_array_index (self->bars, Bar, i).value;
      g_autoptr (PangoLayout) layout = set_value (self, value);
      double width, height;

      et_layout_get_size (layout, &width, &height);
      et_typeset_show (self->typeset, cr, layout, plot->left + (i + 0.5) * plot->slot - width / 2,
                       get_y (plot, value) - height - VALUE_GAP);
    }
}

/* Returns: how many bars share one label, so that labels do not run into each other */
static guint
get_label_stride (EtChart *self, const Plot *plot)
{
  double widest = 0;

  for (guint i = 0; i < self->bars->len; i++)
    {
      const char *text = g_array_index (self->bars, Bar, i).label;
      g_autoptr (PangoLayout)
          layout = et_typeset_fit (self->typeset, text, &label_style, LABEL_MAX_WIDTH, 0);
      double width;

      et_layout_get_size (layout, &width, NULL);
      widest = MAX (widest, width);
    }
  return MAX (1, (guint) ceil ((widest + LABEL_GAP) / plot->slot));
}

static void
draw_labels (EtChart *self, cairo_t *cr, const Plot *plot)
{
  guint stride = get_label_stride (self, plot);

  set_color (cr, &self->text_color, 1);
  for (guint i = 0; i < self->bars->len; i += stride)
    {
      const char *text = g_array_index (self->bars, Bar, i).label;
      double room = MIN (plot->slot * stride, plot->width);
      g_autoptr (PangoLayout) layout = et_typeset_fit (self->typeset, text, &label_style,
                                                       MIN (room, LABEL_MAX_WIDTH), 0);
      double width, x;

      et_layout_get_size (layout, &width, NULL);
      x = plot->left + (i + 0.5) * plot->slot - width / 2;
      x = CLAMP (x, plot->left, MAX (plot->left, plot->left + plot->width - width));
      et_typeset_show (self->typeset, cr, layout, x, plot->top + plot->height + LABEL_GAP);
    }
}

/* Divides an axis from 0 to at least @highest into at most five steps of 1, 2 or 5 times a power
 * of ten (P. Heckbert, “Nice Numbers for Graph Labels”, Graphics Gems, 1990).
 *
 * Returns: the step; @ret_top is a multiple of it, and at least one step */
int64_t
et_chart_get_step (int64_t highest, int64_t *ret_top)
{
  static const int64_t factors[] = { 1, 2, 5 };
  int64_t power = 1, step = 1;

  highest = CLAMP (highest, 1, G_MAXINT64 / 100);
  for (guint i = 0; (highest + step - 1) / step > MAX_STEPS; i++)
    {
      if (i > 0 && i % G_N_ELEMENTS (factors) == 0)
        power *= 10;
      step = power * factors[i % G_N_ELEMENTS (factors)];
    }
  *ret_top = (highest + step - 1) / step * step;
  return step;
}

/* @language: a word of et_languages, for amounts of money.
 *
 * Returns: (transfer full): an empty chart, black; free with et_chart_free() */
EtChart *
et_chart_new (EtChartUnit unit, const char *language)
{
  EtChart *self = g_new0 (EtChart, 1);

  self->typeset = et_typeset_new (language);
  self->unit = unit;
  self->bars = g_array_new (FALSE, FALSE, sizeof (Bar));
  g_array_set_clear_func (self->bars, clear_bar);
  return self;
}

void
et_chart_free (EtChart *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bars);
  et_typeset_unref (self->typeset);
  g_free (self);
}

/* Adds a bar at the right. A value below 0 is drawn as 0. */
void
et_chart_add (EtChart *self, const char *label, int64_t value)
{
  Bar bar = { g_strdup (label), MAX (value, 0) };

  g_return_if_fail (self != NULL);

  g_array_append_val (self->bars, bar);
}

/* Follows the window's theme. */
void
et_chart_set_colors (EtChart *self, const EtChartColor *text, const EtChartColor *bars)
{
  g_return_if_fail (self != NULL);

  self->text_color = *text;
  self->bar_color = *bars;
}

/* Draws the chart with its top left corner at the origin; a user unit of @cr is a millimetre.
 * There is no background. Too small a place is left empty. */
void
et_chart_draw (EtChart *self, cairo_t *cr, double width_mm, double height_mm)
{
  Plot plot;

  g_return_if_fail (self != NULL);

  plot = place_plot (self, width_mm, height_mm);
  if (plot.width <= 0 || plot.height <= 0)
    return;
  cairo_save (cr);
  cairo_new_path (cr);
  draw_axis (self, cr, &plot);
  draw_bars (self, cr, &plot);
  if (plot.has_values)
    draw_values (self, cr, &plot);
  draw_labels (self, cr, &plot);
  cairo_restore (cr);
}

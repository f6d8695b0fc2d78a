/* SPDX-License-Identifier: MIT */
#include "render/et-chart.h"

#define PIXELS_PER_MM 4
#define WIDTH 100
#define HEIGHT 50

static const EtChartColor black = { 0, 0, 0 };
static const EtChartColor red = { 1, 0, 0 };

static void
assert_step (int64_t highest, int64_t step, int64_t top)
{
  int64_t actual_top;

  g_assert_cmpint (et_chart_get_step (highest, &actual_top), ==, step);
  g_assert_cmpint (actual_top, ==, top);
}

static void
test_steps_are_round (void)
{
  assert_step (0, 1, 1);
  assert_step (1, 1, 1);
  assert_step (5, 1, 5);
  assert_step (6, 2, 6);
  assert_step (11, 5, 15);
  assert_step (50, 10, 50);
  assert_step (51, 20, 60);
  assert_step (113, 50, 150);
  assert_step (999999, 200000, 1000000);
}

static void
test_steps_of_extremes (void)
{
  int64_t top;

  assert_step (-7, 1, 1);
  g_assert_cmpint (et_chart_get_step (G_MAXINT64, &top), >, 0);
  g_assert_cmpint (top, >, 0);
}

static cairo_surface_t *
draw_chart (EtChart *chart, double width, double height)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH * PIXELS_PER_MM,
                                                         HEIGHT * PIXELS_PER_MM);
  cairo_t *cr = cairo_create (picture);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, PIXELS_PER_MM, PIXELS_PER_MM);
  et_chart_draw (chart, cr, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  return picture;
}

/* Returns: how many pixels of a column are of the bars' red */
static int
count_red (cairo_surface_t *picture, int x)
{
  int n_pixels = 0;

  for (int y = 0; y < HEIGHT * PIXELS_PER_MM; y++)
    {
      const guint8 *row = cairo_image_surface_get_data (picture) +
                          y * cairo_image_surface_get_stride (picture);

      n_pixels += ((const guint32 *) row)[x] << 8 == 0xff000000;
    }
  return n_pixels;
}

static int
find_highest_red (cairo_surface_t *picture, int from_x, int to_x)
{
  int highest = 0;

  for (int x = from_x; x < to_x; x++)
    highest = MAX (highest, count_red (picture, x));
  return highest;
}

static void
test_bars_are_as_high_as_their_values (void)
{
  g_autoptr (EtChart) chart = et_chart_new (ET_CHART_COUNT, "en");
  cairo_surface_t *picture;
  int half = WIDTH * PIXELS_PER_MM / 2;

  et_chart_set_colors (chart, &black, &red);
  et_chart_add (chart, "1 Aug", 50);
  et_chart_add (chart, "2 Aug", 100);
  picture = draw_chart (chart, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (2.0 * find_highest_red (picture, 0, half),
                                  find_highest_red (picture, half, WIDTH * PIXELS_PER_MM), 4);
  cairo_surface_destroy (picture);
}

static void
test_negative_value_is_drawn_as_nothing (void)
{
  g_autoptr (EtChart) chart = et_chart_new (ET_CHART_MONEY, "fr");
  cairo_surface_t *picture;

  et_chart_set_colors (chart, &black, &red);
  et_chart_add (chart, "refunds", -5000);
  picture = draw_chart (chart, WIDTH, HEIGHT);
  g_assert_cmpint (find_highest_red (picture, 0, WIDTH * PIXELS_PER_MM), ==, 0);
  cairo_surface_destroy (picture);
}

static void
test_empty_chart_has_an_axis (void)
{
  g_autoptr (EtChart) chart = et_chart_new (ET_CHART_COUNT, "en");
  cairo_surface_t *picture = draw_chart (chart, WIDTH, HEIGHT);
  const guint8 *pixels = cairo_image_surface_get_data (picture);
  int stride = cairo_image_surface_get_stride (picture);
  gboolean has_ink = FALSE;

  for (int y = 0; y < HEIGHT * PIXELS_PER_MM; y++)
    has_ink = has_ink || pixels[y * stride + 4 * WIDTH * PIXELS_PER_MM / 2] < 128;
  g_assert_true (has_ink);
  cairo_surface_destroy (picture);
}

static void
test_crowded_chart_keeps_to_its_place (void)
{
  g_autoptr (EtChart) chart = et_chart_new (ET_CHART_MONEY, "fr");
  cairo_surface_t *picture;
  const guint32 *pixels;
  int stride;

  et_chart_set_colors (chart, &black, &red);
  for (int i = 0; i < 366; i++)
    et_chart_add (chart, "Wednesday 30 September 2026, a label of great length",
                  (int64_t) i * 1000);
  picture = draw_chart (chart, WIDTH / 2.0, HEIGHT / 2.0);
  pixels = (const guint32 *) cairo_image_surface_get_data (picture);
  stride = cairo_image_surface_get_stride (picture) / 4;
  for (int y = 0; y < HEIGHT * PIXELS_PER_MM; y++)
    for (int x = 0; x < WIDTH * PIXELS_PER_MM; x++)
      if (x > WIDTH * PIXELS_PER_MM / 2 + 1 || y > HEIGHT * PIXELS_PER_MM / 2 + 1)
        g_assert_cmpuint (pixels[y * stride + x] & 0xffffff, ==, 0xffffff);
  cairo_surface_destroy (picture);
}

static void
test_no_room_draws_nothing (void)
{
  g_autoptr (EtChart) chart = et_chart_new (ET_CHART_COUNT, "en");
  cairo_surface_t *picture;

  et_chart_set_colors (chart, &black, &red);
  et_chart_add (chart, "1 Aug", 50);
  picture = draw_chart (chart, 2, 2);
  g_assert_cmpint (find_highest_red (picture, 0, WIDTH * PIXELS_PER_MM), ==, 0);
  cairo_surface_destroy (picture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/steps-are-round", test_steps_are_round);
  g_test_add_func ("/chart/steps-of-extremes", test_steps_of_extremes);
  g_test_add_func ("/chart/bars-are-as-high-as-their-values",
                   test_bars_are_as_high_as_their_values);
  g_test_add_func ("/chart/negative-value-is-drawn-as-nothing",
                   test_negative_value_is_drawn_as_nothing);
  g_test_add_func ("/chart/empty-chart-has-an-axis", test_empty_chart_has_an_axis);
  g_test_add_func ("/chart/crowded-chart-keeps-to-its-place",
                   test_crowded_chart_keeps_to_its_place);
  g_test_add_func ("/chart/no-room-draws-nothing", test_no_room_draws_nothing);
  return g_test_run ();
}

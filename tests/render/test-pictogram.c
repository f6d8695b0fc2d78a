/* SPDX-License-Identifier: MIT */
#include "core/et-event.h"
#include "reading.h"
#include "render/et-pictogram.h"

#define SIDE 128

static cairo_surface_t *
draw_pictogram (const char *sport)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (picture);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0x2e / 255.0, 0x34 / 255.0, 0x36 / 255.0);
  et_pictogram_draw (sport, cr, 0, 0, SIDE);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  return picture;
}

static cairo_surface_t *
draw_icon (const char *file)
{
  g_autofree char *path = g_build_filename (ET_ICONS_DIR, file, NULL);
  g_autoptr (GBytes) svg = NULL;
  char *contents;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  svg = g_bytes_new_take (contents, length);
  return reading_rasterise_svg (svg, SIDE, SIDE);
}

/* Returns: how much two drawings differ, of 255 a pixel, on average */
static double
get_difference (cairo_surface_t *a, cairo_surface_t *b)
{
  int stride = cairo_image_surface_get_stride (a);
  const guint8 *levels_a = cairo_image_surface_get_data (a);
  const guint8 *levels_b = cairo_image_surface_get_data (b);
  double sum = 0;

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      sum += ABS (levels_a[y * stride + 4 * x] - levels_b[y * stride + 4 * x]);
  return sum / (SIDE * SIDE);
}

static void
assert_icon_is_pictogram (const char *sport, const char *file)
{
  cairo_surface_t *pictogram = draw_pictogram (sport);
  cairo_surface_t *icon = draw_icon (file);

  g_assert_cmpfloat (get_difference (pictogram, icon), <, 1.5);
  cairo_surface_destroy (pictogram);
  cairo_surface_destroy (icon);
}

static void
test_icons_are_the_pictograms (void)
{
  for (gsize i = 0; et_sport_words[i] != NULL; i++)
    {
      g_autofree char *file = g_strdup_printf ("et-sport-%s-symbolic.svg", et_sport_words[i]);

      assert_icon_is_pictogram (et_sport_words[i], file);
    }
  assert_icon_is_pictogram ("no such sport", "et-ticket-symbolic.svg");
}

static void
test_sports_differ (void)
{
  cairo_surface_t *unknown = draw_pictogram ("no such sport");

  for (gsize i = 0; et_sport_words[i] != NULL; i++)
    {
      cairo_surface_t *one = draw_pictogram (et_sport_words[i]);

      g_assert_cmpfloat (get_difference (one, unknown), >, 10);
      for (gsize j = i + 1; et_sport_words[j] != NULL; j++)
        {
          cairo_surface_t *other = draw_pictogram (et_sport_words[j]);

          g_assert_cmpfloat (get_difference (one, other), >, 10);
          cairo_surface_destroy (other);
        }
      cairo_surface_destroy (one);
    }
  cairo_surface_destroy (unknown);
}

/* Nothing is drawn outside of the square, and a path begun by the caller is not stroked. */
static void
test_square_is_kept (void)
{
  for (gsize i = 0; et_sport_words[i] != NULL; i++)
    {
      cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_A8, 3 * SIDE, 3 * SIDE);
      cairo_t *cr = cairo_create (picture);
      const guint8 *levels;
      int stride;

      cairo_move_to (cr, 0, 0);
      et_pictogram_draw (et_sport_words[i], cr, SIDE, SIDE, SIDE);
      cairo_destroy (cr);
      cairo_surface_flush (picture);
      levels = cairo_image_surface_get_data (picture);
      stride = cairo_image_surface_get_stride (picture);
      for (int y = 0; y < 3 * SIDE; y++)
        for (int x = 0; x < 3 * SIDE; x++)
          if (x < SIDE || x >= 2 * SIDE || y < SIDE || y >= 2 * SIDE)
            g_assert_cmpint (levels[y * stride + x], ==, 0);
      cairo_surface_destroy (picture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pictogram/icons-are-the-pictograms", test_icons_are_the_pictograms);
  g_test_add_func ("/pictogram/sports-differ", test_sports_differ);
  g_test_add_func ("/pictogram/square-is-kept", test_square_is_kept);
  return g_test_run ();
}

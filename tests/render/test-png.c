/* SPDX-License-Identifier: MIT */
#include "reading.h"
#include "render/et-png.h"

#define WIDTH 37 /* no multiple of a byte's eight samples */
#define HEIGHT 11

static gboolean
fill_ramp_cb (int y, guint8 *row, gpointer data)
{
  for (int x = 0; x < WIDTH; x++)
    row[x] = (guint8) (x * 7 + y);
  return TRUE;
}

static gboolean
fill_stripes_cb (int y, guint8 *row, gpointer data)
{
  if (y % 2 != 0)
    return FALSE;
  for (int x = 0; x < WIDTH; x++)
    if ((x + y / 2) % 2 == 0)
      row[x / 8] |= (guint8) (0x80 >> (x % 8));
  return TRUE;
}

static guint8
level_at (cairo_surface_t *picture, int x, int y)
{
  return cairo_image_surface_get_data (
      picture)[y * cairo_image_surface_get_stride (picture) + 4 * x + 1];
}

static void
test_grey_levels_are_kept (void)
{
  EtPngHeader header = { WIDTH, HEIGHT, 8, 0 };
  g_autoptr (GBytes) png = et_png_encode (&header, fill_ramp_cb, NULL);
  cairo_surface_t *picture = reading_open_png (png);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmpint (level_at (picture, x, y), ==, (guint8) (x * 7 + y));
  cairo_surface_destroy (picture);
}

static void
test_black_and_white_and_repeated_rows_are_kept (void)
{
  EtPngHeader header = { WIDTH, HEIGHT, 1, 0 };
  g_autoptr (GBytes) png = et_png_encode (&header, fill_stripes_cb, NULL);
  cairo_surface_t *picture = reading_open_png (png);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmpint (level_at (picture, x, y), ==, (x + y / 2) % 2 == 0 ? 255 : 0);
  cairo_surface_destroy (picture);
}

static void
test_size_is_in_the_header (void)
{
  EtPngHeader header = { WIDTH, HEIGHT, 8, 0 };
  g_autoptr (GBytes) png = et_png_encode (&header, fill_ramp_cb, NULL);

  g_assert_cmpuint (reading_get_png_number (png, "IHDR", 0), ==, WIDTH);
  g_assert_cmpuint (reading_get_png_number (png, "IHDR", 4), ==, HEIGHT);
}

static void
test_physical_size_is_written (void)
{
  EtPngHeader header = { WIDTH, HEIGHT, 8, 11811 };
  g_autoptr (GBytes) png = et_png_encode (&header, fill_ramp_cb, NULL);

  g_assert_cmpuint (reading_get_png_number (png, "pHYs", 0), ==, 11811);
  g_assert_cmpuint (reading_get_png_number (png, "pHYs", 4), ==, 11811);
}

static void
test_no_physical_size_is_left_out (void)
{
  EtPngHeader header = { WIDTH, HEIGHT, 8, 0 };
  g_autoptr (GBytes) png = et_png_encode (&header, fill_ramp_cb, NULL);
  gsize length;
  const char *data = g_bytes_get_data (png, &length);

  g_assert_null (g_strstr_len (data + 8, (gssize) length - 8, "pHYs"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/png/grey-levels-are-kept", test_grey_levels_are_kept);
  g_test_add_func ("/png/black-and-white-and-repeated-rows-are-kept",
                   test_black_and_white_and_repeated_rows_are_kept);
  g_test_add_func ("/png/size-is-in-the-header", test_size_is_in_the_header);
  g_test_add_func ("/png/physical-size-is-written", test_physical_size_is_written);
  g_test_add_func ("/png/no-physical-size-is-left-out", test_no_physical_size_is_left_out);
  return g_test_run ();
}

/* SPDX-License-Identifier: MIT */
#include "render/et-pictogram.h"

#define GRID 16.0

void
et_pictogram_draw (const char *sport, cairo_t *cr, double x, double y, double size)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size / GRID, size / GRID);
  cairo_new_path (cr);
  cairo_arc (cr, 8, 8, 6, 0, 2 * G_PI);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <gio/gio.h>
#include <poppler.h>

/* Reading back what was drawn: PDF by poppler, QR codes by zbar. Each fails the test that calls it
 * when there is nothing to read. */
PopplerDocument *reading_open_pdf (GBytes *pdf);
PopplerPage *reading_open_page (GBytes *pdf, int index);
char *reading_get_text (GBytes *pdf, int index);
cairo_surface_t *reading_rasterise (GBytes *pdf, int index, double dpi);
cairo_surface_t *reading_rasterise_svg (GBytes *svg, int width, int height);
cairo_surface_t *reading_open_png (GBytes *png);
GPtrArray *reading_find_codes (cairo_surface_t *picture);
void reading_assert_one_code (cairo_surface_t *picture, const char *expected);
gboolean reading_is_clear (GBytes *pdf, int index);
guint32 reading_get_png_number (GBytes *png, const char *chunk, gsize offset);

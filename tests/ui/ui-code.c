/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-code.h"

#include "tests/render/reading.h"
#include "tests/ui/ui-test.h"

/* Returns: (transfer full): what a widget draws, in its own size; black where it draws nothing. */
cairo_surface_t *
ui_code_draw (GtkWidget *widget)
{
  GskRenderNode *node = ui_draw (widget);
  cairo_surface_t *picture = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  cairo_t *cr = cairo_create (picture);

  gsk_render_node_draw (node, cr);
  cairo_surface_flush (picture);
  cairo_destroy (cr);
  gsk_render_node_unref (node);
  return picture;
}

/* Asserts that a widget shows one QR code, which holds @text. */
void
ui_code_assert_shown (GtkWidget *widget, const char *text)
{
  cairo_surface_t *picture = ui_code_draw (widget);

  reading_assert_one_code (picture, text);
  cairo_surface_destroy (picture);
}

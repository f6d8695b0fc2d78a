/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <string.h>

#include <librsvg/rsvg.h>
#include <zbar.h>

PopplerDocument *
reading_open_pdf (GBytes *pdf)
{
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, &error);

  g_assert_no_error (error);
  return document;
}

/* Returns: (transfer full): a page, counted from 0 */
PopplerPage *
reading_open_page (GBytes *pdf, int index)
{
  PopplerDocument *document = reading_open_pdf (pdf);
  PopplerPage *page = poppler_document_get_page (document, index);

  g_assert_nonnull (page);
  g_object_unref (document);
  return page;
}

/* Returns: (transfer full): the text that a reader can select on a page, each run of blanks and
 * line ends as one blank */
char *
reading_get_text (GBytes *pdf, int index)
{
  PopplerPage *page = reading_open_page (pdf, index);
  g_autofree char *text = poppler_page_get_text (page);
  GString *joined = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (joined, g_utf8_get_char (c));
    else if (joined->len > 0 && joined->str[joined->len - 1] != ' ')
      g_string_append_c (joined, ' ');
  g_object_unref (page);
  return g_string_free (joined, FALSE);
}

/* Returns: (transfer full): a page as a printer of @dpi dots per inch would see it */
cairo_surface_t *
reading_rasterise (GBytes *pdf, int index, double dpi)
{
  PopplerPage *page = reading_open_page (pdf, index);
  cairo_surface_t *picture;
  double width, height;
  cairo_t *cr;

  poppler_page_get_size (page, &width, &height);
  picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width / 72 * dpi + 0.5),
                                        (int) (height / 72 * dpi + 0.5));
  cr = cairo_create (picture);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, dpi / 72, dpi / 72);
  poppler_page_render (page, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  g_object_unref (page);
  return picture;
}

/* Returns: (transfer full): an SVG picture on white paper, stretched to its size in pixels */
cairo_surface_t *
reading_rasterise_svg (GBytes *svg, int width, int height)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (svg, &length);
  g_autoptr (GError) error = NULL;
  RsvgHandle *handle = rsvg_handle_new_from_data (data, length, &error);
  RsvgRectangle viewport = { 0, 0, width, height };
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (picture);

  g_assert_no_error (error);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  g_assert_true (rsvg_handle_render_document (handle, cr, &viewport, &error));
  g_assert_no_error (error);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  g_object_unref (handle);
  return picture;
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Stream;

static cairo_status_t
read_cb (void *closure, guchar *data, guint length)
{
  Stream *stream = closure;

  if (length > stream->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, stream->data, length);
  stream->data += length;
  stream->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

/* Returns: (transfer full): a PNG file as libpng, which is not ours, understands it */
cairo_surface_t *
reading_open_png (GBytes *png)
{
  Stream stream;
  cairo_surface_t *read, *picture;
  cairo_t *cr;

  stream.data = g_bytes_get_data (png, &stream.left);
  read = cairo_image_surface_create_from_png_stream (read_cb, &stream);
  g_assert_cmpint (cairo_surface_status (read), ==, CAIRO_STATUS_SUCCESS);
  picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, cairo_image_surface_get_width (read),
                                        cairo_image_surface_get_height (read));
  cr = cairo_create (picture);
  cairo_set_source_surface (cr, read, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (read);
  cairo_surface_flush (picture);
  return picture;
}

static guint8 *
make_grey (cairo_surface_t *picture)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  guint8 *grey = g_malloc ((gsize) width * height);

  for (int y = 0; y < height; y++)
    {
      const guint8 *row = cairo_image_surface_get_data (picture) +
                          (gsize) y * cairo_image_surface_get_stride (picture);

      for (int x = 0; x < width; x++)
        grey[(gsize) y * width + x] = row[4 * x + 1];
    }
  return grey;
}

/* Returns: (transfer full): the text of each QR code in an RGB24 picture */
GPtrArray *
reading_find_codes (cairo_surface_t *picture)
{
  g_autofree guint8 *grey = make_grey (picture);
  guint width = cairo_image_surface_get_width (picture);
  guint height = cairo_image_surface_get_height (picture);
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();

  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, width, height);
  zbar_image_set_data (image, grey, (gulong) width * height, NULL);
  zbar_scan_image (scanner, image);
  for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image); symbol != NULL;
       symbol = zbar_symbol_next (symbol))
    g_ptr_array_add (codes, g_strdup (zbar_symbol_get_data (symbol)));
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return codes;
}

void
reading_assert_one_code (cairo_surface_t *picture, const char *expected)
{
  g_autoptr (GPtrArray) codes = reading_find_codes (picture);

  g_assert_cmpuint (codes->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (codes, 0), ==, expected);
}

/* Returns: the 32-bit number at @offset of the data of the first chunk of a type */
guint32
reading_get_png_number (GBytes *png, const char *chunk, gsize offset)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (png, &length);
  const guint8 *type = memmem (data, length, chunk, 4);
  guint32 number;

  g_assert_nonnull (type);
  memcpy (&number, type + 4 + offset, sizeof number);
  return GUINT32_FROM_BE (number);
}

static double
get_overlap (double from_a, double to_a, double from_b, double to_b)
{
  return MAX (0, MIN (to_a, to_b) - MAX (from_a, from_b));
}

static gboolean
is_on_page (const PopplerRectangle *box, PopplerPage *page)
{
  double width, height;

  poppler_page_get_size (page, &width, &height);
  return box->x1 >= 0 && box->y1 >= 0 && box->x2 <= width && box->y2 <= height;
}

/* Whether @a covers more than a third of @b: the boxes are as high as their lines, so that those of
 * neighbouring lines touch. */
static gboolean
covers (const PopplerRectangle *a, const PopplerRectangle *b)
{
  double covered = get_overlap (a->x1, a->x2, b->x1, b->x2) *
                   get_overlap (a->y1, a->y2, b->y1, b->y2);

  return covered > (b->x2 - b->x1) * (b->y2 - b->y1) / 3;
}

/* Whether every glyph lies on the page and no text runs into another. */
gboolean
reading_is_clear (GBytes *pdf, int index)
{
  PopplerPage *page = reading_open_page (pdf, index);
  PopplerRectangle *boxes;
  gboolean is_clear = TRUE;
  guint n_boxes;

  g_assert_true (poppler_page_get_text_layout (page, &boxes, &n_boxes));
  for (guint i = 0; i < n_boxes; i++)
    {
      is_clear = is_clear && is_on_page (&boxes[i], page);
      for (guint j = 0; j < n_boxes; j++)
        is_clear = is_clear && (i == j || !covers (&boxes[i], &boxes[j]));
    }
  g_free (boxes);
  g_object_unref (page);
  return is_clear;
}

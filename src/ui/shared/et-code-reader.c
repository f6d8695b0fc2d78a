/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-code-reader.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <poppler.h>
#include <string.h>
#include <zbar.h>

#include "core/et-blocking.h"
#include "core/et-error.h"

/* A file comes from anybody: what it costs to look at it has limits. */
#define MAX_BYTES (32 * 1024 * 1024)
#define MAX_PIXELS (40 * 1000 * 1000)
#define MAX_PAGES 20
#define DPI 150.0

typedef struct
{
  const guint8 *data;
  gsize left;
} Stream;

static void
set_unreadable (GError **error)
{
  et_error_set_sentence (error, ET_ERROR_INVALID,
                         N_ ("This file is no PNG picture and no PDF that can be read"));
}

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

/* The size stands in the header, before anything is unpacked: PNG specification, 11.2.2. */
static gboolean
is_small_enough (GBytes *png)
{
  guint32 size[2];

  if (g_bytes_get_size (png) < 24)
    return FALSE;
  memcpy (size, (const guint8 *) g_bytes_get_data (png, NULL) + 16, sizeof size);
  return (guint64) GUINT32_FROM_BE (size[0]) * GUINT32_FROM_BE (size[1]) <= MAX_PIXELS;
}

/* A white page of that size in pixels. */
static cairo_surface_t *
new_page (int width, int height)
{
  cairo_surface_t *page = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (page);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return page;
}

static guint8 *
make_grey (cairo_surface_t *page, int width, int height)
{
  guint8 *grey = g_malloc ((gsize) width * (gsize) height);

  for (int y = 0; y < height; y++)
    {
      const guint8 *row = cairo_image_surface_get_data (page) +
                          (gsize) y * (gsize) cairo_image_surface_get_stride (page);

      for (int x = 0; x < width; x++)
        grey[(gsize) y * (gsize) width + (gsize) x] = row[4 * x + 1];
    }
  return grey;
}

/* Adds the codes of @page, which it takes over. */
static void
scan_page (cairo_surface_t *page, GStrvBuilder *codes)
{
  int width = cairo_image_surface_get_width (page);
  int height = cairo_image_surface_get_height (page);
  g_autofree guint8 *grey = make_grey (page, width, height);
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();

  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, (unsigned) width, (unsigned) height);
  zbar_image_set_data (image, grey, (gulong) width * (gulong) height, NULL);
  zbar_scan_image (scanner, image);
  for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image); symbol != NULL;
       symbol = zbar_symbol_next (symbol))
    g_strv_builder_add (codes, zbar_symbol_get_data (symbol));
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  cairo_surface_destroy (page);
}

static gboolean
scan_png (GBytes *png, GStrvBuilder *codes, GError **error)
{
  Stream stream;
  cairo_surface_t *picture, *page;
  cairo_t *cr;

  stream.data = g_bytes_get_data (png, &stream.left);
  picture = is_small_enough (png) ? cairo_image_surface_create_from_png_stream (read_cb, &stream)
                                  : NULL;
  if (picture == NULL || cairo_surface_status (picture) != CAIRO_STATUS_SUCCESS)
    {
      g_clear_pointer (&picture, cairo_surface_destroy);
      set_unreadable (error);
      return FALSE;
    }
  page = new_page (cairo_image_surface_get_width (picture),
                   cairo_image_surface_get_height (picture));
  cr = cairo_create (page);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
  cairo_surface_flush (page);
  scan_page (page, codes);
  return TRUE;
}

static void
scan_pdf_page (PopplerDocument *document, int index, GStrvBuilder *codes)
{
  PopplerPage *page = poppler_document_get_page (document, index);
  cairo_surface_t *surface;
  double width = 0, height = 0;
  cairo_t *cr;

  if (page != NULL)
    poppler_page_get_size (page, &width, &height);
  width *= DPI / 72;
  height *= DPI / 72;
  if (!(width >= 1 && height >= 1 && width * height <= MAX_PIXELS))
    {
      g_clear_object (&page);
      return;
    }
  surface = new_page ((int) width, (int) height);
  cr = cairo_create (surface);
  cairo_scale (cr, DPI / 72, DPI / 72);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  g_object_unref (page);
  cairo_surface_flush (surface);
  scan_page (surface, codes);
}

static gboolean
scan_pdf (GBytes *pdf, GStrvBuilder *codes, GError **error)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);

  if (document == NULL)
    {
      set_unreadable (error);
      return FALSE;
    }
  for (int i = 0; i < MIN (poppler_document_get_n_pages (document), MAX_PAGES); i++)
    scan_pdf_page (document, i, codes);
  g_object_unref (document);
  return TRUE;
}

static GBytes *
load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);
  GBytes *bytes = NULL;

  if (info != NULL && g_file_info_get_size (info) <= MAX_BYTES)
    bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  if (bytes == NULL)
    set_unreadable (error);
  return bytes;
}

/* Sets ET_ERROR_INVALID for a file that is too large or neither PNG nor PDF.
 * Returns: (transfer full): empty when there is no code. */
char **
et_code_reader_read (const char *path, GError **error)
{
  static const guint8 png_signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  gboolean is_png;

  ET_BLOCKS ();
  bytes = load (path, error);
  if (bytes == NULL)
    return NULL;
  is_png = g_bytes_get_size (bytes) > sizeof png_signature &&
           memcmp (g_bytes_get_data (bytes, NULL), png_signature, sizeof png_signature) == 0;
  if (!(is_png ? scan_png (bytes, codes, error) : scan_pdf (bytes, codes, error)))
    return NULL;
  return g_strv_builder_end (codes);
}

/* SPDX-License-Identifier: MIT */
#include "tests/ui/print-tray.h"

#include <string.h>

#include "tests/render/reading.h"
#include "tests/ui/ui-test.h"

#define READING_DPI 150

/* Offsets in the header of a page of PWG raster (PWG 5102.4, as cups/raster.h lays it out). */
#define HEADER_SIZE 1796
#define AT_RESOLUTION 276
#define AT_WIDTH 372
#define AT_HEIGHT 376
#define AT_BITS_PER_PIXEL 388
#define AT_BYTES_PER_LINE 392
#define AT_COLOUR_SPACE 400
#define SPACE_BLACK 3 /* where 1 is ink */

typedef struct
{
  const guint8 *next, *end;
} Raster;

static guint32
get_number (const guint8 *header, gsize offset)
{
  guint32 number;

  memcpy (&number, header + offset, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* A line is runs of one unit repeated, and of units that differ.
 * Returns: how many lines it stands for */
static guint
read_line (Raster *raster, guint8 *line, gsize length, gsize unit)
{
  guint repeats = *raster->next++ + 1u;

  for (gsize done = 0; done < length;)
    {
      guint8 count = *raster->next++;
      gsize n_units = count < 128 ? count + 1u : 257u - count;

      for (gsize i = 0; i < n_units && done < length; i++, done += unit)
        memcpy (line + done, raster->next + (count < 128 ? 0 : i * unit), unit);
      raster->next += count < 128 ? unit : n_units * unit;
      g_assert_true (raster->next <= raster->end);
    }
  return repeats;
}

static void
put_line (cairo_surface_t *picture, guint y, const guint8 *line, guint bits, gboolean is_ink)
{
  guint8 *row = cairo_image_surface_get_data (picture) +
                (gsize) y * cairo_image_surface_get_stride (picture);
  int width = cairo_image_surface_get_width (picture);

  for (int x = 0; x < width; x++)
    {
      guint8 value = bits == 1 ? ((line[x / 8] >> (7 - x % 8)) & 1) * 255 : line[x * (bits / 8)];

      memset (row + 4 * x, is_ink ? 255 - value : value, 4);
    }
}

static cairo_surface_t *
read_raster_page (Raster *raster, PrintedDocument *document)
{
  const guint8 *header = raster->next;
  guint32 width = get_number (header, AT_WIDTH), height = get_number (header, AT_HEIGHT);
  guint32 bits = get_number (header, AT_BITS_PER_PIXEL);
  guint32 length = get_number (header, AT_BYTES_PER_LINE);
  double dpi = get_number (header, AT_RESOLUTION);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width,
                                                         (int) height);
  g_autofree guint8 *line = g_malloc (length);

  raster->next += HEADER_SIZE;
  for (guint y = 0; y < height;)
    {
      guint repeats = read_line (raster, line, length, MAX (bits / 8, 1));

      for (guint i = 0; i < repeats && y < height; i++, y++)
        put_line (picture, y, line, bits, get_number (header, AT_COLOUR_SPACE) == SPACE_BLACK);
    }
  cairo_surface_mark_dirty (picture);
  if (document->n_pages++ == 0)
    {
      document->width = width / dpi * 25.4;
      document->height = height / dpi * 25.4;
    }
  return picture;
}

static void
take_codes (PrintedDocument *document, cairo_surface_t *picture)
{
  g_ptr_array_extend_and_steal (document->codes, reading_find_codes (picture));
  cairo_surface_destroy (picture);
}

static void
read_raster (PrintedDocument *document, GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  Raster raster = { data + 4, data + length };

  g_assert_cmpmem (data, 4, "RaS2", 4);
  while (raster.next < raster.end)
    take_codes (document, read_raster_page (&raster, document));
}

static void
read_pdf (PrintedDocument *document, GBytes *bytes)
{
  PopplerDocument *pdf = reading_open_pdf (bytes);
  PopplerPage *first = reading_open_page (bytes, 0);

  document->n_pages = (guint) poppler_document_get_n_pages (pdf);
  document->text = reading_get_text (bytes, 0);
  poppler_page_get_size (first, &document->width, &document->height);
  document->width *= 25.4 / 72;
  document->height *= 25.4 / 72;
  for (guint i = 0; i < document->n_pages; i++)
    take_codes (document, reading_rasterise (bytes, (int) i, READING_DPI));
  g_object_unref (first);
  g_object_unref (pdf);
}

static char *
find_file (const char *queue, guint number)
{
  static const char *const suffixes[] = { "pdf", "pwg-raster" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.%s", number, suffixes[i]);
      char *path = g_build_filename (g_getenv ("ET_PRINTED_FOLDER"), queue, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
  return NULL;
}

static gpointer
open_store (gpointer store)
{
  return GINT_TO_POINTER (et_store_open (store, NULL));
}

/* A copy of no account, opened on a thread that may wait. */
EtStore *
print_tray_open_store (const char *path)
{
  EtStore *store = et_store_new (path);

  g_assert_true (GPOINTER_TO_INT (g_thread_join (g_thread_new ("open", open_store, store))));
  return store;
}

/* How many documents a queue has printed. */
guint
print_tray_count (const char *queue)
{
  guint count = 0;

  for (;; count++)
    {
      g_autofree char *path = find_file (queue, count + 1);

      if (path == NULL)
        return count;
    }
}

/* Waits until a queue has printed so many documents, and reads the last one. */
PrintedDocument *
print_tray_take (const char *queue, guint n_documents)
{
  PrintedDocument *document = g_new0 (PrintedDocument, 1);
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *contents;
  gsize length;

  UI_WAIT ((path = find_file (queue, n_documents)) != NULL);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  bytes = g_bytes_new_take (contents, length);
  document->codes = g_ptr_array_new_with_free_func (g_free);
  if (g_str_has_suffix (path, ".pdf"))
    read_pdf (document, bytes);
  else
    read_raster (document, bytes);
  return document;
}

void
printed_document_free (PrintedDocument *document)
{
  g_ptr_array_unref (document->codes);
  g_free (document->text);
  g_free (document);
}

/* Runs a command of CUPS, which succeeds. */
void
print_tray_run (const char *command)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

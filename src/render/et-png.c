/* SPDX-License-Identifier: MIT */
#include "render/et-png.h"

#include <string.h>

#include <zlib.h>

#define FILTER_UP 2
#define GRAYSCALE 0
#define UNIT_METRE 1

static void
append_uint32 (GByteArray *out, guint32 value)
{
  guint32 big_endian = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &big_endian, sizeof big_endian);
}

/* Length, type, data, CRC over type and data: PNG specification section 5.3. */
static void
append_chunk (GByteArray *out, const char *type, const guint8 *data, gsize length)
{
  guint start = out->len + 4;

  append_uint32 (out, (guint32) length);
  g_byte_array_append (out, (const guint8 *) type, 4);
  g_byte_array_append (out, data, (guint) length);
  append_uint32 (out, (guint32) crc32 (0, out->data + start, out->len - start));
}

static void
append_header (GByteArray *out, const EtPngHeader *header)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  const guint8 tail[] = { (guint8) header->bit_depth, GRAYSCALE, 0, 0, 0 };

  append_uint32 (chunk, (guint32) header->width);
  append_uint32 (chunk, (guint32) header->height);
  g_byte_array_append (chunk, tail, sizeof tail);
  append_chunk (out, "IHDR", chunk->data, chunk->len);
}

static void
append_physical_size (GByteArray *out, int pixels_per_metre)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  const guint8 unit = UNIT_METRE;

  append_uint32 (chunk, (guint32) pixels_per_metre);
  append_uint32 (chunk, (guint32) pixels_per_metre);
  g_byte_array_append (chunk, &unit, 1);
  append_chunk (out, "pHYs", chunk->data, chunk->len);
}

static void
deflate_into (z_stream *stream, GByteArray *out, const guint8 *data, gsize length, int flush)
{
  stream->next_in = (guint8 *) data;
  stream->avail_in = (guint) length;
  do
    {
      guint used = out->len;
      gsize room = MAX (length / 4, 4096);

      g_byte_array_set_size (out, used + (guint) room);
      stream->next_out = out->data + used;
      stream->avail_out = (guint) room;
      deflate (stream, flush);
      g_byte_array_set_size (out, out->len - stream->avail_out);
    }
  while (stream->avail_out == 0);
}

/* Puts the difference of each sample to the one above, after the filter's number. */
static void
filter_up (guint8 *filtered, const guint8 *row, const guint8 *above, gsize row_size)
{
  for (gsize i = 0; i < row_size; i++)
    filtered[i + 1] = (guint8) (row[i] - above[i]);
}

/* Level 1 and the filter Up: the rows of a printed page mostly equal the one above, and a quick
 * deflate finds their zeros as well as a slow one does. */
static GByteArray *
compress_rows (const EtPngHeader *header, EtPngRowFunc func, gpointer data)
{
  gsize row_size = ((gsize) header->width * (gsize) header->bit_depth + 7) / 8;
  g_autofree guint8 *above = g_malloc0 (row_size);
  g_autofree guint8 *row = g_malloc0 (row_size);
  g_autofree guint8 *filtered = g_malloc (row_size + 1);
  GByteArray *out = g_byte_array_new ();
  z_stream stream = { 0 };

  deflateInit (&stream, Z_BEST_SPEED);
  filtered[0] = FILTER_UP;
  for (int y = 0; y < header->height; y++)
    {
      if (func (y, row, data))
        {
          guint8 *swap = above;

          filter_up (filtered, row, above, row_size);
          above = row;
          row = memset (swap, 0, row_size);
        }
      else
        memset (filtered + 1, 0, row_size);
      deflate_into (&stream, out, filtered, row_size + 1, Z_NO_FLUSH);
    }
  deflate_into (&stream, out, NULL, 0, Z_FINISH);
  deflateEnd (&stream);
  return out;
}

/* Writes a grey picture as PNG (ISO/IEC 15948), about ten times as fast as cairo's own writer at
 * 300 dots per inch. @func is called once for each row, from the top.
 *
 * Returns: (transfer full): the whole file */
GBytes *
et_png_encode (const EtPngHeader *header, EtPngRowFunc func, gpointer data)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  g_autoptr (GByteArray) rows = NULL;
  GByteArray *out;

  g_return_val_if_fail (header->width > 0 && header->height > 0, NULL);
  g_return_val_if_fail (header->bit_depth == 1 || header->bit_depth == 8, NULL);

  rows = compress_rows (header, func, data);
  out = g_byte_array_sized_new (rows->len + 128);
  g_byte_array_append (out, signature, sizeof signature);
  append_header (out, header);
  if (header->pixels_per_metre > 0)
    append_physical_size (out, header->pixels_per_metre);
  append_chunk (out, "IDAT", rows->data, rows->len);
  append_chunk (out, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (out);
}

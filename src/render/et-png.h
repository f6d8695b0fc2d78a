/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A picture to be written as PNG: one sample a pixel, white is the highest value. */
typedef struct
{
  int width;
  int height;
  int bit_depth; /* 1 or 8 */
  int pixels_per_metre; /* 0 when it has no physical size */
} EtPngHeader;

/* Fills @row, which is zero, with the samples of row @y, packed from the highest bit on. FALSE
 * repeats the row above, and leaves @row alone. */
typedef gboolean (*EtPngRowFunc) (int y, guint8 *row, gpointer data);

GBytes *et_png_encode (const EtPngHeader *header, EtPngRowFunc func, gpointer data);

G_END_DECLS

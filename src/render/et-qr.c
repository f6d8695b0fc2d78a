/* SPDX-License-Identifier: MIT */
#include "render/et-qr.h"

#include <string.h>

#include <qrencode.h>

#include "core/et-error.h"
#include "core/et-ticket-key.h"

#define QUIET_ZONE 4 /* modules on each side, ISO/IEC 18004 section 6.3.8 */
#define ALPHANUMERIC "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

struct _EtQr
{
  QRcode *code; /* owned */
  cairo_surface_t *mask; /* owned; CAIRO_FORMAT_A1, a pixel a module */
};

/* Text in the alphanumeric set takes 5.5 bits a character instead of 8, and so a smaller symbol
 * that reads from farther away. */
static QRcode *
encode (const char *text)
{
  gsize length = strlen (text);
  QRencodeMode mode = strspn (text, ALPHANUMERIC) == length ? QR_MODE_AN : QR_MODE_8;
  QRinput *input = QRinput_new2 (0, QR_ECLEVEL_M);
  QRcode *code = NULL;

  if (input != NULL && QRinput_append (input, mode, (int) length, (const guchar *) text) == 0)
    code = QRcode_encodeInput (input);
  if (input != NULL)
    QRinput_free (input);
  return code;
}

static gboolean
is_dark (const QRcode *code, int x, int y)
{
  return (code->data[y * code->width + x] & 1) != 0;
}

/* Cairo keeps the leftmost pixel of an A1 row in the lowest bit of a native 32-bit word on
 * little-endian machines, in the highest on others. */
static void
set_mask_pixel (guint8 *row, int x)
{
  guint32 *word = (guint32 *) row + x / 32;

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  *word |= 1u << (x % 32);
#else
  *word |= 1u << (31 - x % 32);
#endif
}

static cairo_surface_t *
make_mask (const QRcode *code)
{
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A1, code->width, code->width);
  guint8 *pixels = cairo_image_surface_get_data (mask);
  int stride = cairo_image_surface_get_stride (mask);

  cairo_surface_flush (mask);
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      if (is_dark (code, x, y))
        set_mask_pixel (pixels + y * stride, x);
  cairo_surface_mark_dirty (mask);
  return mask;
}

/* An SVG viewer may smooth an enlarged picture, whatever the filter; it cannot smooth a path. */
static void
fill_modules (EtQr *self, cairo_t *cr)
{
  for (int y = 0; y < self->code->width; y++)
    for (int x = 0, end; x < self->code->width; x = end)
      {
        for (end = x + 1; end < self->code->width; end++)
          if (is_dark (self->code, end, y) != is_dark (self->code, x, y))
            break;
        if (is_dark (self->code, x, y))
          cairo_rectangle (cr, x, y, end - x, 1);
      }
  cairo_fill (cr);
}

static void
mask_modules (EtQr *self, cairo_t *cr)
{
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (self->mask);

  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_mask (cr, pattern);
  cairo_pattern_destroy (pattern);
}

/* Tells whether et_qr_new() takes @text: ET_ERROR_TICKET_KEY_MISSING when it is NULL or empty,
 * ET_ERROR_TICKET_KEY_TOO_LONG when it is longer than ET_TICKET_KEY_MAX_LENGTH. */
gboolean
et_qr_check_text (const char *text, GError **error)
{
  if (text == NULL || *text == '\0')
    {
      et_error_set (error, ET_ERROR_TICKET_KEY_MISSING);
      return FALSE;
    }
  if (strnlen (text, ET_TICKET_KEY_MAX_LENGTH + 1) > ET_TICKET_KEY_MAX_LENGTH)
    {
      et_error_set (error, ET_ERROR_TICKET_KEY_TOO_LONG);
      return FALSE;
    }
  return TRUE;
}

/* Encodes @text as a QR code of level M, in the alphanumeric mode where its characters allow it.
 * Sets the errors of et_qr_check_text(), and ET_ERROR_INTERNAL for want of memory.
 *
 * Returns: (transfer full): free with et_qr_free() */
EtQr *
et_qr_new (const char *text, GError **error)
{
  QRcode *code;
  EtQr *self;

  if (!et_qr_check_text (text, error))
    return NULL;
  code = encode (text);
  if (code == NULL)
    {
      et_error_set (error, ET_ERROR_INTERNAL);
      return NULL;
    }
  self = g_new0 (EtQr, 1);
  self->code = code;
  self->mask = make_mask (code);
  return self;
}

void
et_qr_free (EtQr *self)
{
  if (self == NULL)
    return;
  QRcode_free (self->code);
  cairo_surface_destroy (self->mask);
  g_free (self);
}

/* Returns: modules on a side, the quiet zone not counted: 17 + 4 × version */
int
et_qr_get_n_modules (EtQr *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->code->width;
}

/* Returns: modules on a side with the quiet zone, which is what et_qr_draw() covers */
int
et_qr_get_n_modules_with_quiet_zone (EtQr *self)
{
  return et_qr_get_n_modules (self) + 2 * QUIET_ZONE;
}

/* Tells whether a module is dark; (0, 0) is the top left one inside the quiet zone, and all of
 * the quiet zone and beyond is light. */
gboolean
et_qr_is_dark (EtQr *self, int x, int y)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (x < 0 || y < 0 || x >= self->code->width || y >= self->code->width)
    return FALSE;
  return is_dark (self->code, x, y);
}

/* Draws the code black on a white square of @side user units, quiet zone included, whatever the
 * colours around it: scanners want dark on light. */
void
et_qr_draw (EtQr *self, cairo_t *cr, double x, double y, double side)
{
  double module;

  g_return_if_fail (self != NULL);
  g_return_if_fail (side > 0);

  module = side / et_qr_get_n_modules_with_quiet_zone (self);
  cairo_save (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x, y, side, side);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_translate (cr, x + QUIET_ZONE * module, y + QUIET_ZONE * module);
  cairo_scale (cr, module, module);
  if (cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_SVG)
    fill_modules (self, cr);
  else
    mask_modules (self, cr);
  cairo_restore (cr);
}

/* SPDX-License-Identifier: MIT */
#include "render/et-export.h"

#include <math.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#include "core/et-blocking.h"
#include "core/et-error.h"
#include "core/et-time.h"
#include "core/et-translation.h"
#include "render/et-invoice-drawing.h"
#include "render/et-png.h"
#include "render/et-qr.h"
#include "render/et-ticket-drawing.h"

#define POINTS_PER_MM (72 / 25.4)
#define MIN_DPI 50
#define MAX_DPI 1200
#define MAX_PIXELS_PER_MODULE 64
#define QR_PIXELS_PER_METRE 11811 /* 300 dots per inch */

static cairo_status_t
append_cb (void *closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* A context on @surface, which it takes over, whose unit is a millimetre. */
static cairo_t *
start_drawing (cairo_surface_t *surface, double units_per_mm)
{
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  cairo_scale (cr, units_per_mm, units_per_mm);
  return cr;
}

/* Closes the document that @cr, which is freed, has drawn into @out.
 *
 * Returns: (transfer full): @out as bytes, or NULL with ET_ERROR_INTERNAL */
static GBytes *
finish_drawing (cairo_t *cr, GByteArray *out, GError **error)
{
  cairo_surface_t *surface = cairo_get_target (cr);
  cairo_status_t status = cairo_status (cr);

  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (out);
  g_byte_array_unref (out);
  et_error_set (error, ET_ERROR_INTERNAL);
  return NULL;
}

/* The same document gives the same bytes whenever it is drawn: its date is the record's. */
static cairo_surface_t *
make_pdf (GByteArray *out, const char *title, const char *author, int64_t created_at)
{
  cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream (append_cb, out, 1, 1);
  g_autofree char *date = et_time_to_iso (created_at != ET_NULL_INT64 ? created_at : 0);

  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_AUTHOR, author);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATOR, "eTickets " ET_VERSION);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATE_DATE, date);
  return pdf;
}

static void
set_page_size (cairo_t *cr, double width_mm, double height_mm)
{
  cairo_pdf_surface_set_size (cairo_get_target (cr), width_mm * POINTS_PER_MM,
                              height_mm * POINTS_PER_MM);
}

static char *
make_ticket_title (EtTicket *ticket, const char *language)
{
  return g_strdup_printf (et_translate (language, N_ ("Ticket %s: %s")), ticket->short_number,
                          ticket->event_name);
}

static GBytes *
draw_sheet_pdf (EtSheet *sheet, const char *title, int64_t created_at, GError **error)
{
  GByteArray *out = g_byte_array_new ();
  cairo_t *cr = start_drawing (make_pdf (out, title, "eTickets", created_at), POINTS_PER_MM);
  gboolean is_drawn = TRUE;

  for (guint page = 0; is_drawn && page < et_sheet_get_n_pages (sheet); page++)
    {
      double width, height;

      et_sheet_get_page_size (sheet, page, &width, &height);
      set_page_size (cr, width, height);
      is_drawn = et_sheet_draw_page (sheet, page, cr, error);
      cairo_show_page (cr);
    }
  if (is_drawn)
    return finish_drawing (cr, out, error);
  g_bytes_unref (finish_drawing (cr, out, NULL));
  return NULL;
}

/* One A6 page. Errors: those of et_ticket_drawing_new().
 *
 * Returns: (transfer full) */
GBytes *
et_export_ticket_pdf (EtTicket *ticket, const char *language, GError **error)
{
  g_autoptr (GListStore) list = g_list_store_new (ET_TYPE_RECORD);

  g_return_val_if_fail (ET_IS_TICKET (ticket), NULL);

  g_list_store_append (list, ticket);
  return et_export_tickets_pdf (G_LIST_MODEL (list), ET_SHEET_A6, language, error);
}

/* Cairo names the group that holds all by a number of the process; without it, which nothing
 * refers to, the same ticket gives the same bytes.
 * @svg: (transfer full) (nullable) */
static GBytes *
drop_group_number (GBytes *svg)
{
  static const char name[] = "<g id=\"surface";
  GByteArray *bytes;
  guint8 *start, *end;

  if (svg == NULL)
    return NULL;
  bytes = g_bytes_unref_to_array (svg);
  start = memmem (bytes->data, bytes->len, name, strlen (name));
  end = start != NULL ? memchr (start, '>', bytes->data + bytes->len - start) : NULL;
  if (end != NULL)
    g_byte_array_remove_range (bytes, (guint) (start + 2 - bytes->data), (guint) (end - start - 2));
  return g_byte_array_free_to_bytes (bytes);
}

/* One A6 picture whose text is outlines, so that it looks the same without our fonts. Errors:
 * those of et_ticket_drawing_new().
 *
 * Returns: (transfer full) */
GBytes *
et_export_ticket_svg (EtTicket *ticket, const char *language, GError **error)
{
  g_autoptr (EtTicketDrawing) drawing = NULL;
  double width, height;
  cairo_surface_t *svg;
  GByteArray *out;
  cairo_t *cr;

  g_return_val_if_fail (ET_IS_TICKET (ticket), NULL);

  drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, language, error);
  if (drawing == NULL)
    return NULL;
  et_ticket_drawing_get_size (drawing, &width, &height);
  out = g_byte_array_new ();
  svg = cairo_svg_surface_create_for_stream (append_cb, out, width, height);
  cairo_svg_surface_set_document_unit (svg, CAIRO_SVG_UNIT_MM);
  cr = start_drawing (svg, 1);
  et_ticket_drawing_draw (drawing, cr);
  return drop_group_number (finish_drawing (cr, out, error));
}

/* A row of an RGB24 surface whose colours are all greys: any channel is the level. */
static gboolean
fill_gray_row_cb (int y, guint8 *row, gpointer data)
{
  cairo_surface_t *surface = data;
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  const guint32 *source = (const guint32 *) (pixels +
                                             (gsize) y * cairo_image_surface_get_stride (surface));

  int width = cairo_image_surface_get_width (surface);

  for (int x = 0; x < width; x++)
    row[x] = (guint8) source[x];
  return TRUE;
}

/* One A6 picture in grey levels with its size in it. @dpi: dots per inch, 50 to 1200, else
 * ET_ERROR_INVALID. Further errors: those of et_ticket_drawing_new().
 *
 * Returns: (transfer full) */
GBytes *
et_export_ticket_png (EtTicket *ticket, const char *language, int dpi, GError **error)
{
  g_autoptr (EtTicketDrawing) drawing = NULL;
  EtPngHeader header = { .bit_depth = 8 };
  double width, height;
  cairo_surface_t *surface;
  GBytes *png = NULL;
  cairo_t *cr;

  g_return_val_if_fail (ET_IS_TICKET (ticket), NULL);

  if (dpi < MIN_DPI || dpi > MAX_DPI)
    {
      et_error_set_field (error, "dpi", N_ ("The resolution must be 50 to 1200 dots per inch"));
      return NULL;
    }
  drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, language, error);
  if (drawing == NULL)
    return NULL;
  et_ticket_drawing_get_size (drawing, &width, &height);
  header.pixels_per_metre = (int) round (dpi / 0.0254);
  header.width = (int) round (width / 25.4 * dpi);
  header.height = (int) round (height / 25.4 * dpi);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, header.width, header.height);
  cr = start_drawing (cairo_surface_reference (surface), dpi / 25.4);
  et_ticket_drawing_draw (drawing, cr);
  cairo_surface_flush (surface);
  if (cairo_status (cr) == CAIRO_STATUS_SUCCESS)
    png = et_png_encode (&header, fill_gray_row_cb, surface);
  else
    et_error_set (error, ET_ERROR_INTERNAL);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return png;
}

/* All @tickets, of EtTicket, on pages of a document. Errors: those of et_sheet_new().
 *
 * Returns: (transfer full) */
GBytes *
et_export_tickets_pdf (GListModel *tickets,
                       EtSheetLayout layout,
                       const char *language,
                       GError **error)
{
  g_autoptr (EtSheet) sheet = et_sheet_new (tickets, layout, language, error);
  g_autoptr (EtTicket) first = NULL;
  g_autofree char *title = NULL;
  const char *known = et_language_match (language, "en");

  if (sheet == NULL)
    return NULL;
  first = g_list_model_get_item (tickets, 0);
  if (g_list_model_get_n_items (tickets) == 1)
    title = make_ticket_title (first, known);
  else
    title = g_strdup_printf (et_translate (known, N_ ("%u tickets")),
                             g_list_model_get_n_items (tickets));
  return draw_sheet_pdf (sheet, title, first->created_at, error);
}

/* An invoice on as many A4 pages as it needs. Sets ET_ERROR_INTERNAL for want of memory.
 *
 * Returns: (transfer full) */
GBytes *
et_export_invoice_pdf (EtInvoice *invoice, const char *language, GError **error)
{
  g_autoptr (EtInvoiceDrawing) drawing = NULL;
  g_autofree char *title = NULL;
  GByteArray *out;
  cairo_t *cr;

  g_return_val_if_fail (ET_IS_INVOICE (invoice), NULL);

  drawing = et_invoice_drawing_new (invoice, language);
  title = g_strdup_printf (et_translate (et_language_match (language, "en"), N_ ("Invoice %s")),
                           invoice->number);
  out = g_byte_array_new ();
  cr = start_drawing (make_pdf (out, title, invoice->seller_name, invoice->issued_at),
                      POINTS_PER_MM);
  set_page_size (cr, ET_INVOICE_WIDTH_MM, ET_INVOICE_HEIGHT_MM);
  for (guint page = 0; page < et_invoice_drawing_get_n_pages (drawing); page++)
    {
      et_invoice_drawing_draw_page (drawing, page, cr);
      cairo_show_page (cr);
    }
  return finish_drawing (cr, out, error);
}

typedef struct
{
  EtQr *qr;
  int pixels_per_module;
} QrPicture;

static gboolean
fill_qr_row_cb (int y, guint8 *row, gpointer data)
{
  const QrPicture *picture = data;
  int n_modules = et_qr_get_n_modules_with_quiet_zone (picture->qr);
  int quiet = (n_modules - et_qr_get_n_modules (picture->qr)) / 2;
  int module_y = y / picture->pixels_per_module - quiet;

  if (y % picture->pixels_per_module != 0)
    return FALSE;
  for (int x = 0; x < n_modules * picture->pixels_per_module; x++)
    if (!et_qr_is_dark (picture->qr, x / picture->pixels_per_module - quiet, module_y))
      row[x / 8] |= (guint8) (0x80 >> (x % 8));
  return TRUE;
}

/* A QR code in black and white, quiet zone included. @pixels_per_module: 1 to 64, else
 * ET_ERROR_INVALID. Further errors: those of et_qr_new().
 *
 * Returns: (transfer full) */
GBytes *
et_export_qr_png (const char *text, int pixels_per_module, GError **error)
{
  EtPngHeader header = { .bit_depth = 1, .pixels_per_metre = QR_PIXELS_PER_METRE };
  g_autoptr (EtQr) qr = NULL;
  QrPicture picture;

  if (pixels_per_module < 1 || pixels_per_module > MAX_PIXELS_PER_MODULE)
    {
      et_error_set_field (error, "pixels_per_module", N_ ("The size must be 1 to 64"));
      return NULL;
    }
  qr = et_qr_new (text, error);
  if (qr == NULL)
    return NULL;
  picture = (QrPicture){ qr, pixels_per_module };
  header.width = et_qr_get_n_modules_with_quiet_zone (qr) * pixels_per_module;
  header.height = header.width;
  return et_png_encode (&header, fill_qr_row_cb, &picture);
}

/* Writes @document to @path, which it replaces whole or not at all; only its owner can read it.
 * Sets ET_ERROR_UNAVAILABLE with the path and the system's reason. */
gboolean
et_export_save (GBytes *document, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  gsize length;
  const char *data = g_bytes_get_data (document, &length);

  ET_BLOCKS ();
  if (g_file_set_contents_full (path, data, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local))
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_UNAVAILABLE,
                         N_ ("The file {path} cannot be written: {reason}"));
  et_error_add_text (error, "path", path);
  et_error_add_text (error, "reason", local->message);
  return FALSE;
}

/* SPDX-License-Identifier: MIT */
#include "ui/print/et-receipt-printout.h"

#include <glib/gi18n-lib.h>

#include "render/et-receipt-drawing.h"
#include "ui/shared/et-text.h"

#define A4_WIDTH 210.0 /* millimetres */
#define A4_HEIGHT 297.0
#define A4_MARGIN 18.0
#define A4_SCALE 1.4 /* of the strip, where it is not too long for the page */

struct _EtReceiptPrintout
{
  EtPrintout parent_instance;

  EtOrder *order; /* owned */
  char *seller; /* owned */
  EtReceiptDrawing *drawing; /* owned, nullable until it is laid out */
  gboolean is_strip;
};

G_DEFINE_FINAL_TYPE (EtReceiptPrintout, et_receipt_printout, ET_TYPE_PRINTOUT)

static gboolean
et_receipt_printout_lay_out (EtPrintout *printout,
                             EtSheetLayout layout,
                             GArray *copies,
                             GError **error)
{
  EtReceiptPrintout *self = ET_RECEIPT_PRINTOUT (printout);

  g_clear_pointer (&self->drawing, et_receipt_drawing_free);
  self->drawing = et_receipt_drawing_new (
      self->order, self->seller, g_array_index (copies, guint, 0), et_text_get_language ());
  self->is_strip = layout == ET_SHEET_ROLL;
  return TRUE;
}

static guint
et_receipt_printout_get_n_pages (EtPrintout *printout)
{
  return 1;
}

static void
et_receipt_printout_get_page_size (EtPrintout *printout,
                                   guint page,
                                   double *ret_width,
                                   double *ret_height)
{
  EtReceiptPrintout *self = ET_RECEIPT_PRINTOUT (printout);

  *ret_width = A4_WIDTH;
  *ret_height = A4_HEIGHT;
  if (self->is_strip)
    et_receipt_drawing_get_size (self->drawing, ret_width, ret_height);
}

static gboolean
et_receipt_printout_draw_page (EtPrintout *printout, guint page, cairo_t *cr, GError **error)
{
  EtReceiptPrintout *self = ET_RECEIPT_PRINTOUT (printout);
  double width, height, scale;

  et_receipt_drawing_get_size (self->drawing, &width, &height);
  cairo_save (cr);
  if (!self->is_strip)
    {
      scale = MIN (A4_SCALE, (A4_HEIGHT - 2 * A4_MARGIN) / height);
      cairo_translate (cr, (A4_WIDTH - width * scale) / 2, A4_MARGIN);
      cairo_scale (cr, scale, scale);
    }
  et_receipt_drawing_draw (self->drawing, cr);
  cairo_restore (cr);
  return TRUE;
}

static void
et_receipt_printout_finalize (GObject *object)
{
  EtReceiptPrintout *self = ET_RECEIPT_PRINTOUT (object);

  g_clear_object (&self->order);
  g_free (self->seller);
  g_clear_pointer (&self->drawing, et_receipt_drawing_free);

  G_OBJECT_CLASS (et_receipt_printout_parent_class)->finalize (object);
}

static void
et_receipt_printout_class_init (EtReceiptPrintoutClass *klass)
{
  EtPrintoutClass *printout_class = ET_PRINTOUT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_receipt_printout_finalize;
  printout_class->layouts = ET_LAYOUT_MASK (ET_SHEET_A4) | ET_LAYOUT_MASK (ET_SHEET_ROLL);
  printout_class->lay_out = et_receipt_printout_lay_out;
  printout_class->get_n_pages = et_receipt_printout_get_n_pages;
  printout_class->get_page_size = et_receipt_printout_get_page_size;
  printout_class->draw_page = et_receipt_printout_draw_page;
}

static void
et_receipt_printout_init (EtReceiptPrintout *self)
{
}

/* @seller: who sold, as it stands at the head. */
EtPrintout *
et_receipt_printout_new (EtOrder *order, const char *seller)
{
  EtReceiptPrintout *self = g_object_new (ET_TYPE_RECEIPT_PRINTOUT, NULL);
  /* Translators: %s is the code of an order, such as K7PQ2. */
  g_autofree char *title = g_strdup_printf (_ ("Receipt %s"),
                                            order->code != NULL ? order->code : "");

  self->order = g_object_ref (order);
  self->seller = g_strdup (seller);
  et_printout_set_only_subject (ET_PRINTOUT (self), "receipt", order->id, order->receipt_prints,
                                title);
  return ET_PRINTOUT (self);
}

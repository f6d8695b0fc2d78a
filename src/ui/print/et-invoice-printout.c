/* SPDX-License-Identifier: MIT */
#include "ui/print/et-invoice-printout.h"

#include <glib/gi18n-lib.h>
#include <poppler.h>

#include "core/et-error.h"
#include "render/et-print-page.h"
#include "ui/shared/et-text.h"

#define COPY_MARGIN 20.0 /* millimetres, as the page's own */
#define COPY_Y 8.0

struct _EtInvoicePrintout
{
  EtPrintout parent_instance;

  PopplerDocument *pdf; /* owned */
  EtPrintPage *mark; /* owned, nullable: printed for the first time */
};

G_DEFINE_FINAL_TYPE (EtInvoicePrintout, et_invoice_printout, ET_TYPE_PRINTOUT)

static void
et_invoice_printout_get_page_size (EtPrintout *printout,
                                   guint page,
                                   double *ret_width,
                                   double *ret_height)
{
  PopplerPage *leaf = poppler_document_get_page (ET_INVOICE_PRINTOUT (printout)->pdf, (int) page);

  poppler_page_get_size (leaf, ret_width, ret_height);
  g_object_unref (leaf);
  *ret_width *= ET_MM_PER_POINT;
  *ret_height *= ET_MM_PER_POINT;
}

/* Which copy it is stands above the title, where the page is empty. */
static gboolean
et_invoice_printout_lay_out (EtPrintout *printout,
                             EtSheetLayout layout,
                             GArray *copies,
                             GError **error)
{
  static const EtTextStyle style = { .size = 11,
                                     .flags = ET_TEXT_BOLD,
                                     .align = PANGO_ALIGN_RIGHT };
  EtInvoicePrintout *self = ET_INVOICE_PRINTOUT (printout);
  g_autoptr (EtTypeset) typeset = et_typeset_new (et_text_get_language ());
  g_autofree char *word = et_typeset_word_copy (typeset, g_array_index (copies, guint, 0));
  EtTextBox box = { COPY_MARGIN, COPY_Y, 0, 0 };
  double height;

  g_clear_pointer (&self->mark, et_print_page_free);
  if (word == NULL)
    return TRUE;
  et_invoice_printout_get_page_size (printout, 0, &box.width, &height);
  box.width -= 2 * COPY_MARGIN;
  self->mark = et_print_page_new (typeset);
  et_print_page_add_text (self->mark, word, &style, &box);
  return TRUE;
}

static guint
et_invoice_printout_get_n_pages (EtPrintout *printout)
{
  return (guint) poppler_document_get_n_pages (ET_INVOICE_PRINTOUT (printout)->pdf);
}

static gboolean
et_invoice_printout_draw_page (EtPrintout *printout, guint page, cairo_t *cr, GError **error)
{
  EtInvoicePrintout *self = ET_INVOICE_PRINTOUT (printout);
  PopplerPage *leaf = poppler_document_get_page (self->pdf, (int) page);

  cairo_save (cr);
  cairo_scale (cr, ET_MM_PER_POINT, ET_MM_PER_POINT);
  poppler_page_render_for_printing (leaf, cr);
  g_object_unref (leaf);
  cairo_restore (cr);
  if (self->mark != NULL)
    et_print_page_draw (self->mark, cr);
  return TRUE;
}

static void
et_invoice_printout_finalize (GObject *object)
{
  EtInvoicePrintout *self = ET_INVOICE_PRINTOUT (object);

  g_clear_object (&self->pdf);
  g_clear_pointer (&self->mark, et_print_page_free);

  G_OBJECT_CLASS (et_invoice_printout_parent_class)->finalize (object);
}

static void
et_invoice_printout_class_init (EtInvoicePrintoutClass *klass)
{
  EtPrintoutClass *printout_class = ET_PRINTOUT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_invoice_printout_finalize;
  printout_class->layouts = ET_LAYOUT_MASK (ET_SHEET_A4);
  printout_class->lay_out = et_invoice_printout_lay_out;
  printout_class->get_n_pages = et_invoice_printout_get_n_pages;
  printout_class->get_page_size = et_invoice_printout_get_page_size;
  printout_class->draw_page = et_invoice_printout_draw_page;
}

static void
et_invoice_printout_init (EtInvoicePrintout *self)
{
}

/* @order: has an invoice. Sets ET_ERROR_CORRUPT when @pdf cannot be read. */
EtPrintout *
et_invoice_printout_new (EtOrder *order, GBytes *pdf, GError **error)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  g_autofree char *title = NULL;
  EtInvoicePrintout *self;

  if (document == NULL || poppler_document_get_n_pages (document) < 1)
    {
      g_clear_object (&document);
      et_error_set_sentence (error, ET_ERROR_CORRUPT, N_ ("The invoice cannot be read"));
      return NULL;
    }
  self = g_object_new (ET_TYPE_INVOICE_PRINTOUT, NULL);
  self->pdf = document;
  title = g_strdup_printf (_ ("Invoice %s"), order->invoice_number);
  et_printout_set_only_subject (ET_PRINTOUT (self), "invoice", order->id, order->invoice_prints,
                                title);
  return ET_PRINTOUT (self);
}

/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>

#include "core/et-invoice.h"

G_BEGIN_DECLS

#define ET_INVOICE_WIDTH_MM 210.0
#define ET_INVOICE_HEIGHT_MM 297.0

/* An invoice on A4 pages, laid out once. */
typedef struct _EtInvoiceDrawing EtInvoiceDrawing;

EtInvoiceDrawing *et_invoice_drawing_new (EtInvoice *invoice, const char *language);
void et_invoice_drawing_free (EtInvoiceDrawing *drawing);
guint et_invoice_drawing_get_n_pages (EtInvoiceDrawing *drawing);
void et_invoice_drawing_draw_page (EtInvoiceDrawing *drawing, guint page, cairo_t *cr); /* mm */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtInvoiceDrawing, et_invoice_drawing_free)

G_END_DECLS

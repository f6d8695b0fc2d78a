/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>

#include "core/et-order.h"

G_BEGIN_DECLS

/* The receipt of an order on a strip of an 80 mm roll, as long as it needs, laid out once. */
typedef struct _EtReceiptDrawing EtReceiptDrawing;

EtReceiptDrawing *
et_receipt_drawing_new (EtOrder *order, const char *seller, guint copy, const char *language);
void et_receipt_drawing_free (EtReceiptDrawing *drawing);
void et_receipt_drawing_get_size (EtReceiptDrawing *drawing,
                                  double *ret_width_mm,
                                  double *ret_height_mm);
void et_receipt_drawing_draw (EtReceiptDrawing *drawing, cairo_t *cr); /* mm */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtReceiptDrawing, et_receipt_drawing_free)

G_END_DECLS

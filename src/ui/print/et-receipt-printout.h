/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* The receipt of an order: a strip of an 80 mm roll, or larger on an A4 page. */
#define ET_TYPE_RECEIPT_PRINTOUT (et_receipt_printout_get_type ())
G_DECLARE_FINAL_TYPE (EtReceiptPrintout, et_receipt_printout, ET, RECEIPT_PRINTOUT, EtPrintout)

EtPrintout *et_receipt_printout_new (EtOrder *order, const char *seller);

G_END_DECLS

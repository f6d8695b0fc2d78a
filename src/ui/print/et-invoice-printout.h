/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* The invoices and credit notes of an order: pages of the PDF that the server made and the copy
 * keeps, never drawn anew from what may have changed since. */
#define ET_TYPE_INVOICE_PRINTOUT (et_invoice_printout_get_type ())
G_DECLARE_FINAL_TYPE (EtInvoicePrintout, et_invoice_printout, ET, INVOICE_PRINTOUT, EtPrintout)

EtPrintout *et_invoice_printout_new (EtOrder *order, GBytes *pdf, GError **error);

G_END_DECLS

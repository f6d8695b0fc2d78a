/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-invoice.h"

G_BEGIN_DECLS

/* What an invoice holds at one tax rate. */
typedef struct
{
  int64_t tax_permille;
  int64_t net_cents;
  int64_t tax_cents;
  int64_t gross_cents; /* net and tax */
} EtTaxTotal;

GArray *et_tax_totals_new (EtInvoice *invoice);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-invoice.h"
#include "core/et-order.h"

G_BEGIN_DECLS

/* What an invoice or an order holds at one tax rate. */
typedef struct
{
  int64_t tax_permille;
  int64_t net_cents;
  int64_t tax_cents;
  int64_t gross_cents; /* net and tax */
} EtTaxTotal;

GArray *et_tax_totals_new (EtInvoice *invoice);
GArray *et_tax_totals_new_of_order (EtOrder *order);
char *et_tax_format_rate (int64_t tax_permille, const char *language);

G_END_DECLS

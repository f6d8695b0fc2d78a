/* SPDX-License-Identifier: MIT */
#include "core/et-invoice.h"

static const EtField line_fields[] = {
  ET_FIELD (EtInvoiceLine, name, TEXT, REQUIRED),
  ET_FIELD (EtInvoiceLine, price_cents, INT64, REQUIRED_MONEY),
  ET_FIELD_NAMED (EtInvoiceLine, "qty", quantity, INT64, REQUIRED),
  ET_FIELD (EtInvoiceLine, tax_permille, INT64, REQUIRED),
  ET_FIELD (EtInvoiceLine, line_total_cents, INT64, REQUIRED_MONEY),
  { NULL },
};

ET_DEFINE_RECORD (EtInvoiceLine, et_invoice_line, line_fields)

static const EtField invoice_fields[] = {
  ET_FIELD (EtInvoice, number, TEXT, REQUIRED),
  ET_FIELD (EtInvoice, credited_number, TEXT, NULLABLE),
  ET_FIELD (EtInvoice, issued_at, TIME, REQUIRED),
  ET_FIELD (EtInvoice, order_id, INT64, REQUIRED),
  ET_FIELD (EtInvoice, order_code, TEXT, REQUIRED),
  ET_FIELD (EtInvoice, seller_name, TEXT, REQUIRED),
  ET_FIELD (EtInvoice, seller_address, TEXT, REQUIRED),
  ET_FIELD (EtInvoice, seller_tax_number, TEXT, REQUIRED),
  ET_FIELD (EtInvoice, buyer_name, TEXT, REQUIRED),
  ET_FIELD (EtInvoice, buyer_address, TEXT, NULLABLE),
  ET_FIELD (EtInvoice, buyer_email, TEXT, NULLABLE),
  ET_FIELD (EtInvoice, total_cents, INT64, REQUIRED_MONEY),
  ET_FIELD (EtInvoice, currency, TEXT, REQUIRED),
  ET_FIELD_ITEMS (EtInvoice, items, et_invoice_line_get_type),
  { NULL },
};

ET_DEFINE_RECORD (EtInvoice, et_invoice, invoice_fields)

/* The tax within an amount that includes it: gross × rate ÷ (1000 + rate), rounded half away
 * from zero to the cent. */
int64_t
et_tax_included_in (int64_t gross_cents, int64_t tax_permille)
{
  int64_t divisor = 1000 + tax_permille;
  int64_t product = gross_cents * tax_permille;

  return product >= 0 ? (product + divisor / 2) / divisor : -((-product + divisor / 2) / divisor);
}

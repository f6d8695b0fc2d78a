/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* A line of an invoice; the price is that of the sale, tax included. */
typedef struct _EtInvoiceLine
{
  EtRecord parent_instance;

  char *name; /* owned */
  int64_t price_cents;
  int64_t quantity;
  int64_t tax_permille;
  int64_t line_total_cents;
} EtInvoiceLine;

ET_DECLARE_RECORD (EtInvoiceLine, et_invoice_line, INVOICE_LINE)

/* An invoice or a credit note: what was true when it was issued, never changed afterwards. */
typedef struct _EtInvoice
{
  EtRecord parent_instance;

  char *number; /* owned; gapless, such as 2026-000042 */
  char *credited_number; /* owned, nullable: of the invoice that this credit note refers to */
  int64_t issued_at;
  int64_t order_id;
  char *order_code; /* owned */
  char *seller_name; /* owned */
  char *seller_address; /* owned; lines parted by \n */
  char *seller_tax_number; /* owned */
  char *buyer_name; /* owned */
  char *buyer_address; /* owned, nullable; lines parted by \n */
  char *buyer_email; /* owned, nullable */
  int64_t total_cents;
  char *currency; /* owned */
  GPtrArray *items; /* owned, of EtInvoiceLine */
} EtInvoice;

ET_DECLARE_RECORD (EtInvoice, et_invoice, INVOICE)

int64_t et_tax_included_in (int64_t gross_cents, int64_t tax_permille);

G_END_DECLS

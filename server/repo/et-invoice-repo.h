/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* An invoice's number is that of its year and its serial in it. */
typedef struct
{
  int64_t year;
  int64_t serial;
  int64_t order_id;
  int64_t issued_at;
  const char *number; /* such as 2026-000042 */
  const char *document; /* the JSON that never changes */
} EtInvoiceRow;

gboolean et_invoice_repo_insert (EtDb *db, const EtInvoiceRow *row, GError **error);
char *et_invoice_repo_find_document (EtDb *db, int64_t order_id, GError **error);

G_END_DECLS

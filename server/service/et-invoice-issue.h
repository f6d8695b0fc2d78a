/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-invoice.h"
#include "server/repo/et-sale-repo.h"
#include "server/service/et-config.h"

G_BEGIN_DECLS

gboolean et_invoice_issue (EtDb *db,
                           const EtConfig *config,
                           const EtPendingOrder *order,
                           const char *order_code,
                           const EtBuyer *buyer,
                           GArray *lines,
                           int64_t now,
                           GError **error);
EtInvoiceLine *et_invoice_new_line (const EtSaleLine *sold, int64_t quantity);
gboolean et_invoice_issue_credit (EtDb *db, EtInvoice *note, int64_t *ret_id, GError **error);
EtInvoice *et_invoice_parse (const char *document, GError **error);
EtInvoice *et_invoice_load (EtDb *db, int64_t order_id, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* What is printed: a ticket, or the invoice or the receipt of an order. */
typedef enum
{
  ET_PRINT_TICKET,
  ET_PRINT_INVOICE,
  ET_PRINT_RECEIPT
} EtPrintKind;

gboolean et_print_repo_find_owner (
    EtDb *db, EtPrintKind kind, int64_t subject_id, int64_t *ret_account_id, GError **error);
gboolean
et_print_repo_count (EtDb *db, EtPrintKind kind, int64_t subject_id, int64_t copy, GError **error);

G_END_DECLS

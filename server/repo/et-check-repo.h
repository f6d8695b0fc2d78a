/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* Something in the rows that must not be. */
typedef struct
{
  const char *sentence; /* an English msgid in which {id} stands for the row's number */
  int64_t id;
} EtFault;

/* The text of an invoice as it was issued, beside what its rows say. */
typedef struct
{
  int64_t order_id;
  int64_t total_cents;
  const char *number;
  const char *document;
} EtInvoiceCheck;

typedef gboolean (*EtInvoiceCheckFunc) (const EtInvoiceCheck *check, gpointer data);

gboolean et_check_repo_find_faults (EtDb *db, GArray *faults, GError **error);
gboolean
et_check_repo_foreach_invoice (EtDb *db, EtInvoiceCheckFunc func, gpointer data, GError **error);

G_END_DECLS

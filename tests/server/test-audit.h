/* SPDX-License-Identifier: MIT */
#pragma once

#include "test-buyer.h"

G_BEGIN_DECLS

/* Looks at a server's database without a line of the server's code: nothing that buyers were told
 * is lost, and no order is half there. */
typedef struct
{
  guint n_told; /* orders in the ledger */
  guint n_paid; /* orders in the database */
} TestAudit;

TestAudit test_audit_run (EtTestServer *server, TestLedger *ledger);
char *test_audit_find_faults (EtTestServer *server, TestLedger *ledger, TestAudit *ret_audit);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#pragma once

#include "test-audit.h"

G_BEGIN_DECLS

/* A server on which several people buy at once, until something happens to it. */
typedef struct
{
  EtTestServer *server; /* owned */
  TestLedger *ledger; /* owned */
  GPtrArray *buyers; /* owned, of TestBuyer */
  gboolean is_spoiled; /* on purpose, and stopped: nothing is looked at in the end */
} TestStorm;

typedef void (*TestStormFunc) (TestStorm *storm);

void test_storm_add (const char *path, TestStormFunc func);

void test_storm_run (TestStorm *storm, int last_status, TestStormFunc end);
void test_storm_ask_again (TestStorm *storm);
guint test_storm_count_begun (TestStorm *storm);
void test_storm_wait_for_payment (TestStorm *storm, TestBuyer *buyer);
void test_storm_wait_for_settlement (TestStorm *storm);
int64_t test_storm_count_pending (TestStorm *storm);
void test_storm_assert_checked (TestStorm *storm);

G_END_DECLS

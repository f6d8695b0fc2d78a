/* SPDX-License-Identifier: MIT */
#pragma once

#include "test-clients.h"
#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

/* The orders that buyers were told they have, one a line in a file that is synced to the disk
 * before an order counts: what a server must never lose. From any thread. */
typedef struct
{
  char *path; /* owned */
  int fd;
  guint n_orders; /* atomic */
  GMutex mutex;
} TestLedger;

/* Somebody who buys again and again, each time one to three tickets. Every request has a key of
 * its own; one that got no answer is pending, and is what the buyer asks next. */
typedef struct
{
  TestLedger *ledger; /* borrowed */
  TestClient *client; /* owned, nullable: not connected */
  char *token; /* owned */
  int64_t account_id;
  int64_t wide_offer, scarce_offer; /* the latter sells out */
  gboolean is_late; /* has seen it sold out */
  guint purchase; /* the present one, from 0 */
  int step;
} TestBuyer;

TestLedger *test_ledger_new (const char *path);
void test_ledger_free (TestLedger *ledger);

void test_buyer_free (TestBuyer *buyer);
void test_buyer_connect (TestBuyer *buyer, EtTestServer *server);
int test_buyer_ask (TestBuyer *buyer);
gboolean test_buyer_is_at_rest (TestBuyer *buyer);

/* A server that is stopped, made ready for them. */
GPtrArray *
test_buyers_new (EtTestServer *server, TestLedger *ledger, guint n, int64_t scarce_quota);

G_END_DECLS

/* SPDX-License-Identifier: MIT */
#include "test-effects.h"

#include "tests/support/et-test-rows.h"

/* What the effect of a write changes. */
static const char *const queries[] = {
  "SELECT COUNT(*) FROM accounts",
  "SELECT COUNT(*) FROM accounts WHERE is_deleted = 1",
  "SELECT COUNT(*) FROM accounts WHERE role <> 'customer'",
  "SELECT COUNT(*) FROM sessions",
  "SELECT COUNT(*) FROM second_factors",
  "SELECT COUNT(*) FROM one_time_codes",
  "SELECT COUNT(*) FROM events",
  "SELECT SUM(version) FROM events",
  "SELECT SUM(taken) FROM events",
  "SELECT COUNT(*) FROM offers",
  "SELECT SUM(version) FROM offers",
  "SELECT SUM(sold) FROM offers",
  "SELECT SUM(held) FROM offers",
  "SELECT COUNT(*) FROM offers WHERE is_active = 1",
  "SELECT COUNT(*) FROM orders",
  "SELECT COUNT(*) FROM orders WHERE state = 'cart'",
  "SELECT COUNT(*) FROM orders WHERE state = 'paid'",
  "SELECT SUM(payment_attempt) FROM orders",
  "SELECT SUM(prolonged) FROM orders",
  "SELECT SUM(quantity) FROM order_lines",
  "SELECT COUNT(*) FROM tickets",
  "SELECT COUNT(*) FROM tickets WHERE state = 'used'",
  "SELECT COUNT(*) FROM tickets WHERE state = 'revoked'",
  "SELECT COUNT(*) FROM invoices",
  "SELECT COUNT(*) FROM credit_notes",
  "SELECT COUNT(*) FROM audit",
};

G_STATIC_ASSERT (G_N_ELEMENTS (queries) <= TEST_EFFECTS_MAX);

/* Adds what stands in a server's database now, times @sign. */
void
test_effects_count (TestEffects *effects, EtTestServer *server, int sign)
{
  g_autoptr (EtTestRows) rows = et_test_rows_open (et_test_server_get (server, "DATABASE_URL"));

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    effects->numbers[i] += sign * et_test_rows_get (rows, queries[i]);
}

gboolean
test_effects_are_the_same (const TestEffects *expected, const TestEffects *effects)
{
  gboolean are_the_same = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    if (expected->numbers[i] != effects->numbers[i])
      {
        g_test_message ("%s: %d instead of %d more", queries[i], (int) effects->numbers[i],
                        (int) expected->numbers[i]);
        are_the_same = FALSE;
      }
  return are_the_same;
}

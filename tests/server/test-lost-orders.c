/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-storm.h"

/* The negative control of the storms: what a server could do wrong when it is killed is done to its
 * rows, each time to another order, and must be found. */

typedef struct
{
  const char *name;
  const char *sql;
  const char *fault; /* that is found; nullable: one order more than people were told of */
} Crime;

/* :id is an order with :n tickets of :offer, which admit :people; :next, :ticket and :invoice are
 * beyond all numbers. */
static const Crime crimes[] = {
  { "doubled",
    "INSERT INTO orders (id, account_id, state, total_cents, created_at, paid_at) "
    "SELECT :next, account_id, state, total_cents, created_at, paid_at FROM orders "
    "WHERE id = :id; "
    "INSERT INTO order_lines (order_id, offer_id, quantity) "
    "SELECT :next, offer_id, quantity FROM order_lines WHERE order_id = :id; "
    "INSERT INTO tickets (id, order_id, account_id, offer_id, serial, admits, price_cents, key_id, "
    "nonce, valid_from, valid_minutes, holder, holder_key, created_at) "
    "SELECT id + :ticket, :next, account_id, offer_id, serial, admits, price_cents, key_id, nonce, "
    "valid_from, valid_minutes, holder, holder_key, created_at FROM tickets WHERE order_id = :id; "
    "INSERT INTO invoices (order_id, year, serial, number, issued_at, document) "
    "SELECT :next, year, :invoice, number, issued_at, document FROM invoices "
    "WHERE order_id = :id; "
    "UPDATE offers SET sold = sold + :n WHERE id = :offer; "
    "UPDATE events SET taken = taken + :people" },
  { "invoice-gap", "UPDATE invoices SET serial = serial + 1000 WHERE order_id = :id",
    "invoice missing: " },
  { "lost",
    "DELETE FROM tickets WHERE order_id = :id; DELETE FROM invoices WHERE order_id = :id; "
    "DELETE FROM order_lines WHERE order_id = :id; DELETE FROM orders WHERE id = :id; "
    "UPDATE offers SET sold = sold - :n WHERE id = :offer; "
    "UPDATE events SET taken = taken - :people",
    "lost: " },
  { "half",
    "DELETE FROM tickets WHERE order_id = :id AND serial = 1; "
    "UPDATE offers SET sold = sold - 1 WHERE id = :offer; "
    "UPDATE events SET taken = taken - :people / :n",
    "half: " },
  { "another-owner", "UPDATE tickets SET account_id = account_id + 1 WHERE order_id = :id",
    "lost: " },
  { "unpaid",
    "DELETE FROM invoices WHERE order_id = :id; UPDATE orders SET state = 'failed' WHERE id = :id",
    "tickets unpaid: " },
  { "no-invoice", "DELETE FROM invoices WHERE order_id = :id", "not invoiced once: " },
  { "oversold", "UPDATE offers SET quota = 0, sold = 0 WHERE id = :offer", "oversold: " },
};

/* Puts what a query gives in the place of a word. */
static int64_t
fill_in (GString *sql, const char *word, TestStorm *storm, const char *query)
{
  int64_t number = et_test_server_count (storm->server, query);
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  g_string_replace (sql, word, digits, 0);
  return number;
}

static void
fill_in_of_order (
    GString *sql, const char *word, TestStorm *storm, const char *query, int64_t order_id)
{
  g_autofree char *of_order = g_strdup_printf ("%s WHERE order_id = %" G_GINT64_FORMAT, query,
                                               order_id);

  fill_in (sql, word, storm, of_order);
}

/* @serial: of the invoice of the order to which it is done. */
static void
commit (TestStorm *storm, const Crime *crime, guint serial)
{
  g_autoptr (GString) sql = g_string_new (crime->sql);
  g_autofree char *query = g_strdup_printf ("SELECT order_id FROM invoices WHERE serial = %u",
                                            serial);
  int64_t order_id;

  fill_in (sql, ":next", storm, "SELECT MAX(id) + 1 FROM orders");
  fill_in (sql, ":ticket", storm, "SELECT MAX(id) FROM tickets");
  fill_in (sql, ":invoice", storm, "SELECT MAX(serial) + 1 FROM invoices");
  order_id = fill_in (sql, ":id", storm, query);
  fill_in_of_order (sql, ":people", storm, "SELECT SUM(admits) FROM tickets", order_id);
  fill_in_of_order (sql, ":offer", storm, "SELECT MAX(offer_id) FROM order_lines", order_id);
  fill_in_of_order (sql, ":n", storm, "SELECT COUNT(*) FROM tickets", order_id);
  et_test_server_exec (storm->server, sql->str);
}

/* Whether there is a fault of that word, which there was not before. */
static gboolean
has_more (const char *faults, const char *before, const char *word)
{
  g_auto (GStrv) lines = g_strsplit (faults, "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], word) && strstr (before, lines[i]) == NULL)
      return TRUE;
  return FALSE;
}

static void
commit_and_find (TestStorm *storm, const Crime *crime, guint serial)
{
  g_autofree char *before = NULL, *faults = NULL;
  TestAudit old, audit;

  before = test_audit_find_faults (storm->server, storm->ledger, &old);
  commit (storm, crime, serial);
  faults = test_audit_find_faults (storm->server, storm->ledger, &audit);
  g_test_message ("%s:\n%s", crime->name, faults);
  if (crime->fault != NULL)
    g_assert_true (has_more (faults, before, crime->fault));
  else
    g_assert_cmpuint (audit.n_paid, ==, audit.n_told + 1);
}

/* Each buyer has an order of one ticket, and then one of two. */
static void
test_crimes_are_found (TestStorm *storm)
{
  guint n = storm->buyers->len;

  for (guint i = 0; i < n; i++)
    while (((TestBuyer *) storm->buyers->pdata[i])->purchase < 2)
      g_assert_cmpint (test_buyer_ask (storm->buyers->pdata[i]), ==, 200);
  et_test_server_stop (storm->server);
  test_audit_run (storm->server, storm->ledger);

  storm->is_spoiled = TRUE;
  G_STATIC_ASSERT (G_N_ELEMENTS (crimes) <= 8);
  for (guint i = 0; i < G_N_ELEMENTS (crimes); i++)
    commit_and_find (storm, &crimes[i], n + 1 + i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_storm_add ("/lost-orders/found", test_crimes_are_found);
  return g_test_run ();
}

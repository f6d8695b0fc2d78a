/* SPDX-License-Identifier: MIT */
#include "test-audit.h"

#include <string.h>

#include "tests/support/et-test-rows.h"

/* Each finds the numbers of rows that must not be. */
static const struct
{
  const char *word;
  const char *sql;
} rules[] = {
  /* paid, but not with a ticket for each place, and one invoice */
  { "half", "SELECT id FROM orders o WHERE state = 'paid' AND "
            "(SELECT COUNT(*) FROM tickets t WHERE t.order_id = o.id) <> "
            "(SELECT COALESCE(SUM(quantity), 0) FROM order_lines l WHERE l.order_id = o.id)" },
  { "without a line",
    "SELECT id FROM orders WHERE state = 'paid' AND id NOT IN (SELECT order_id FROM "
    "order_lines)" },
  { "not invoiced once", "SELECT id FROM orders o WHERE state = 'paid' AND "
                         "(SELECT COUNT(*) FROM invoices i WHERE i.order_id = o.id) <> 1" },
  /* tickets or an invoice, but not paid */
  { "tickets unpaid",
    "SELECT id FROM tickets WHERE order_id NOT IN (SELECT id FROM orders WHERE state = 'paid')" },
  { "invoice unpaid", "SELECT order_id FROM invoices WHERE order_id NOT IN "
                      "(SELECT id FROM orders WHERE state = 'paid')" },
  /* more or less sold than there are tickets, or more than there are places */
  { "miscounted sale", "SELECT id FROM offers o WHERE sold <> "
                       "(SELECT COUNT(*) FROM tickets t WHERE t.offer_id = o.id)" },
  { "oversold", "SELECT id FROM offers o WHERE sold + held > quota OR "
                "(SELECT COUNT(*) FROM tickets t WHERE t.offer_id = o.id) > quota" },
  { "miscounted hold",
    "SELECT id FROM offers o WHERE held <> (SELECT COALESCE(SUM(l.quantity), 0) "
    "FROM order_lines l JOIN orders p ON p.id = l.order_id WHERE l.offer_id = o.id "
    "AND (p.state = 'pending' OR l.held > 0))" },
  { "overfull", "SELECT id FROM events WHERE taken > capacity" },
  { "miscounted event",
    "SELECT id FROM events e WHERE taken <> "
    "(SELECT COALESCE(SUM(t.admits), 0) FROM tickets t JOIN offers o ON o.id = t.offer_id "
    "WHERE o.event_id = e.id) + (SELECT COALESCE(SUM(l.held_admits * l.held), 0) "
    "FROM order_lines l JOIN orders p ON p.id = l.order_id JOIN offers o ON o.id = l.offer_id "
    "WHERE o.event_id = e.id)" },
  { "invoice missing",
    "SELECT year FROM invoices GROUP BY year HAVING MIN(serial) <> 1 OR MAX(serial) <> COUNT(*)" },
};

static void
find_broken_rules (EtTestRows *rows, GString *faults)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (GPtrArray) broken = et_test_rows_read (rows, rules[i].sql);

      for (guint j = 0; j < broken->len; j++)
        g_string_append_printf (faults, "%s: %s\n", rules[i].word, (char *) broken->pdata[j]);
    }
}

static void
check_file (EtTestRows *rows, EtTestServer *server, GString *faults)
{
  g_autoptr (GPtrArray) lines = NULL;

  if (!g_str_has_prefix (et_test_server_get (server, "DATABASE_URL"), "sqlite:"))
    return;
  lines = et_test_rows_read (rows, "PRAGMA integrity_check");
  if (!g_str_equal (lines->pdata[0], "ok"))
    g_string_append_printf (faults, "damaged: %s\n", (char *) lines->pdata[0]);
}

/* An order that a buyer was told of is paid, his, and has just those tickets. */
static gboolean
is_there (EtTestRows *rows, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *tickets = g_strdelimit (g_strdup (words[2]), " ", ',');
  guint n_tickets = g_strv_length (words) < 3 ? 0 : 1;
  g_autofree char *order = g_strdup_printf (
      "SELECT COUNT(*) FROM orders WHERE id = %s AND account_id = %s AND state = 'paid'", words[1],
      words[0]);
  g_autofree char *all = g_strdup_printf ("SELECT COUNT(*) FROM tickets WHERE order_id = %s",
                                          words[1]);
  g_autofree char *his = g_strdup_printf (
      "SELECT COUNT(*) FROM tickets WHERE order_id = %s AND account_id = %s AND id IN (%s)",
      words[1], words[0], tickets);

  for (const char *c = tickets; *c != '\0'; c++)
    n_tickets += *c == ',' ? 1 : 0;
  return et_test_rows_get (rows, order) == 1 && et_test_rows_get (rows, all) == n_tickets &&
         et_test_rows_get (rows, his) == n_tickets;
}

/* Nobody was told of one order twice: each answer was another order's. */
static guint
check_told_orders (EtTestRows *rows, TestLedger *ledger, GString *faults)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (ledger->path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);

      if (!g_hash_table_add (seen, g_strdup (words[1])))
        g_string_append_printf (faults, "told twice: %s\n", lines[i]);
      if (!is_there (rows, lines[i]))
        g_string_append_printf (faults, "lost: %s\n", lines[i]);
    }
  return g_hash_table_size (seen);
}

/* Returns: (transfer full): a line for each thing that is wrong. */
char *
test_audit_find_faults (EtTestServer *server, TestLedger *ledger, TestAudit *ret_audit)
{
  g_autoptr (EtTestRows) rows = et_test_rows_open (et_test_server_get (server, "DATABASE_URL"));
  GString *faults = g_string_new (NULL);

  find_broken_rules (rows, faults);
  ret_audit->n_told = check_told_orders (rows, ledger, faults);
  ret_audit->n_paid = (guint) et_test_rows_get (rows,
                                                "SELECT COUNT(*) FROM orders WHERE state = 'paid'");
  check_file (rows, server, faults);
  return g_string_free (faults, FALSE);
}

/* Asserts that all is well, whether the server runs, was stopped or was killed. */
TestAudit
test_audit_run (EtTestServer *server, TestLedger *ledger)
{
  TestAudit audit;
  g_autofree char *faults = test_audit_find_faults (server, ledger, &audit);

  g_assert_cmpstr (faults, ==, "");
  return audit;
}

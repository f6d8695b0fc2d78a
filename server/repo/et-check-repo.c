/* SPDX-License-Identifier: MIT */
#include "server/repo/et-check-repo.h"

#include <glib/gi18n-lib.h>

#define MOST_OF_A_KIND 100

/* Each sentence finds the rows that break one rule. */
static const struct
{
  const char *sentence;
  const char *sql;
} checks[] = {
  { N_ ("Offer {id}: the number sold is not that of its tickets"),
    "SELECT o.id FROM offers o LEFT JOIN (SELECT offer_id, COUNT(*) AS n FROM tickets "
    "WHERE state <> 'revoked' OR credit_note_id IS NULL "
    "GROUP BY offer_id) t ON t.offer_id = o.id WHERE o.sold <> COALESCE(t.n, 0)" },
  { N_ ("Offer {id}: the number held is not that of the carts and pending orders"),
    "SELECT o.id FROM offers o LEFT JOIN (SELECT offer_id, SUM(held) AS n FROM order_lines "
    "WHERE held > 0 GROUP BY offer_id) h ON h.offer_id = o.id WHERE o.held <> COALESCE(h.n, 0)" },
  { N_ ("Order {id}: a line holds other places than it has tickets"),
    "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id "
    "WHERE l.held <> CASE WHEN o.state = 'pending' OR (o.state = 'cart' AND l.held > 0) "
    "THEN l.quantity ELSE 0 END" },
  { N_ ("Cart {id}: its places are held without end"),
    "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id "
    "WHERE o.state = 'cart' AND o.held_until IS NULL AND l.held > 0" },
  { N_ ("Offer {id}: more is sold and held than the quota allows"),
    "SELECT id FROM offers WHERE sold + held > quota" },
  { N_ ("Event {id}: the places taken are not those of its tickets, carts and pending orders"),
    "SELECT e.id FROM events e LEFT JOIN (SELECT event_id, SUM(people) AS n FROM ("
    "SELECT f.event_id, t.admits AS people FROM tickets t JOIN offers f ON f.id = t.offer_id "
    "WHERE t.state <> 'revoked' OR t.credit_note_id IS NULL "
    "UNION ALL SELECT f.event_id, l.held_admits * l.held FROM order_lines l "
    "JOIN offers f ON f.id = l.offer_id WHERE l.held > 0) x GROUP BY event_id) c "
    "ON c.event_id = e.id WHERE e.taken <> COALESCE(c.n, 0)" },
  { N_ ("Event {id}: more places are taken than its capacity allows"),
    "SELECT id FROM events WHERE taken > capacity" },
  { N_ ("Order {id}: the total is not that of its lines"),
    "SELECT o.id FROM orders o LEFT JOIN (SELECT order_id, SUM(price_cents * quantity) AS total "
    "FROM order_lines GROUP BY order_id) l ON l.order_id = o.id "
    "WHERE o.state <> 'cart' AND o.total_cents <> COALESCE(l.total, -1)" },
  { N_ ("Order {id}: a line is not fixed at the terms of the sale"),
    "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.state <> 'cart' "
    "AND (l.name IS NULL OR l.price_cents IS NULL OR l.admits IS NULL OR l.tax_permille IS NULL)" },
  { N_ ("Cart {id}: a line is fixed as if it were sold"),
    "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id "
    "WHERE o.state = 'cart' AND (l.name IS NOT NULL OR l.price_cents IS NOT NULL)" },
  { N_ ("Order {id}: a paid line has not as many tickets as places"),
    "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id LEFT JOIN "
    "(SELECT order_id, offer_id, COUNT(*) AS n FROM tickets GROUP BY order_id, offer_id) t "
    "ON t.order_id = l.order_id AND t.offer_id = l.offer_id "
    "WHERE o.state = 'paid' AND l.quantity <> COALESCE(t.n, 0)" },
  { N_ ("Ticket {id}: its order was never paid"),
    "SELECT t.id FROM tickets t JOIN orders o ON o.id = t.order_id "
    "WHERE o.state NOT IN ('paid', 'refunded', 'cancelled')" },
  { N_ ("Ticket {id}: it does not say what its order's line says"),
    "SELECT t.id FROM tickets t JOIN orders o ON o.id = t.order_id LEFT JOIN order_lines l "
    "ON l.order_id = t.order_id AND l.offer_id = t.offer_id WHERE l.offer_id IS NULL "
    "OR t.account_id <> o.account_id OR t.price_cents <> l.price_cents OR t.admits <> l.admits" },
  { N_ ("Order {id}: the serials of its tickets have a gap"),
    "SELECT order_id FROM tickets GROUP BY order_id HAVING MAX(serial) <> COUNT(*)" },
  { N_ ("Ticket {id}: it is used, but nobody knows when or by whom it was admitted"),
    "SELECT id FROM tickets WHERE state = 'used' AND (used_at IS NULL OR used_by IS NULL)" },
  { N_ ("Ticket {id}: it is not used, but says when it was admitted"),
    "SELECT id FROM tickets WHERE state <> 'used' AND used_at IS NOT NULL" },
  { N_ ("Order {id}: it is paid without code, time or payment attempt"),
    "SELECT id FROM orders WHERE state = 'paid' "
    "AND (code IS NULL OR paid_at IS NULL OR purchase_key IS NULL OR payment_attempt < 1)" },
  { N_ ("Order {id}: it is pending, but nobody knows since when"),
    "SELECT id FROM orders WHERE state = 'pending' AND pending_at IS NULL" },
  { N_ ("Order {id}: it is paid, but has no invoice"),
    "SELECT o.id FROM orders o LEFT JOIN invoices i ON i.order_id = o.id "
    "WHERE o.state = 'paid' AND i.order_id IS NULL" },
  { N_ ("Order {id}: it has an invoice, but was never paid"),
    "SELECT o.id FROM orders o JOIN invoices i ON i.order_id = o.id "
    "WHERE o.state NOT IN ('paid', 'refunded', 'cancelled')" },
  { N_ ("Invoices of the year {id}: the numbers have a gap"),
    "SELECT year FROM invoices GROUP BY year HAVING MIN(serial) <> 1 OR MAX(serial) <> COUNT(*)" },
  { N_ ("Credit notes of the year {id}: the numbers have a gap"),
    "SELECT year FROM credit_notes GROUP BY year "
    "HAVING MIN(serial) <> 1 OR MAX(serial) <> COUNT(*)" },
  { N_ ("Order {id}: a credit note does not add up to its tickets"),
    "SELECT c.order_id FROM credit_notes c LEFT JOIN (SELECT credit_note_id, "
    "SUM(price_cents) AS total FROM tickets GROUP BY credit_note_id) t "
    "ON t.credit_note_id = c.id WHERE c.total_cents <> COALESCE(t.total, -1)" },
  { N_ ("Order {id}: it is refunded, but not all of its tickets are"),
    "SELECT o.id FROM orders o JOIN tickets t ON t.order_id = o.id "
    "WHERE o.state IN ('refunded', 'cancelled') AND t.credit_note_id IS NULL" },
  { N_ ("Order {id}: a request waits for its end, which has come"),
    "SELECT o.id FROM idempotency_keys k JOIN orders o ON o.request_key = k.request_key "
    "AND o.account_id = CAST(SUBSTR(k.caller, 2) AS DECIMAL(19)) "
    "WHERE k.status IS NULL AND k.caller LIKE 'a%' AND o.state <> 'pending'" },
  { N_ ("Change {id}: its number was never given out"),
    "SELECT seq FROM changes WHERE seq > (SELECT value FROM counters WHERE name = 'change')" },
};

static gboolean
find_faults (EtDb *db, gsize check, GArray *faults, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, checks[check].sql, error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  for (int n = 0; n < MOST_OF_A_KIND; n++)
    {
      EtFault fault = { .sentence = checks[check].sentence };

      if (!et_db_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      fault.id = et_db_stmt_get_int64 (stmt, 0);
      g_array_append_val (faults, fault);
    }
  return TRUE;
}

/* Appends what breaks the rules, of each rule a hundred rows at most.
 * @faults: of EtFault. */
gboolean
et_check_repo_find_faults (EtDb *db, GArray *faults, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (!find_faults (db, i, faults, error))
      return FALSE;
  return TRUE;
}

/* Calls @func for each invoice and credit note until it returns FALSE. */
gboolean
et_check_repo_foreach_invoice (EtDb *db, EtInvoiceCheckFunc func, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT i.order_id, o.total_cents, i.number, i.document "
                            "FROM invoices i JOIN orders o ON o.id = i.order_id "
                            "UNION ALL SELECT order_id, total_cents, number, document "
                            "FROM credit_notes",
                            error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  for (;;)
    {
      EtInvoiceCheck check;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      check.order_id = et_db_stmt_get_int64 (stmt, 0);
      check.total_cents = et_db_stmt_get_int64 (stmt, 1);
      check.number = et_db_stmt_get_text (stmt, 2);
      check.document = et_db_stmt_get_text (stmt, 3);
      if (!func (&check, data))
        return TRUE;
    }
}

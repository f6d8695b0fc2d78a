/* SPDX-License-Identifier: MIT */
#include "test-audit.h"

#include <sqlite3.h>
#include <string.h>

/* Each finds rows that must not be. */
static const char *const faults[] = {
  /* paid, but not with a ticket for each place, and one invoice */
  "SELECT id FROM orders o WHERE state = 'paid' AND "
  "(SELECT COUNT(*) FROM tickets t WHERE t.order_id = o.id) <> "
  "(SELECT SUM(quantity) FROM order_lines l WHERE l.order_id = o.id)",
  "SELECT id FROM orders o WHERE state = 'paid' AND "
  "(SELECT COUNT(*) FROM invoices i WHERE i.order_id = o.id) <> 1",
  /* tickets or an invoice, but not paid */
  "SELECT id FROM tickets WHERE order_id NOT IN (SELECT id FROM orders WHERE state = 'paid')",
  "SELECT order_id FROM invoices WHERE order_id NOT IN (SELECT id FROM orders WHERE state = "
  "'paid')",
  /* more or less sold than there are tickets, or more than there are places */
  "SELECT id FROM offers o WHERE sold <> (SELECT COUNT(*) FROM tickets t WHERE t.offer_id = o.id)",
  "SELECT id FROM offers WHERE sold + held > quota",
  "SELECT id FROM offers o WHERE held <> (SELECT COALESCE(SUM(l.quantity), 0) FROM order_lines l "
  "JOIN orders p ON p.id = l.order_id WHERE l.offer_id = o.id AND (p.state = 'pending' OR l.held > "
  "0))",
  "SELECT id FROM events WHERE taken > capacity",
  "SELECT id FROM events e WHERE taken <> "
  "(SELECT COALESCE(SUM(t.admits), 0) FROM tickets t JOIN offers o ON o.id = t.offer_id "
  "WHERE o.event_id = e.id) + (SELECT COALESCE(SUM(l.held_admits * l.held), 0) "
  "FROM order_lines l JOIN orders p ON p.id = l.order_id JOIN offers o ON o.id = l.offer_id "
  "WHERE o.event_id = e.id)",
  /* invoices with a gap between their numbers */
  "SELECT year FROM invoices GROUP BY year HAVING MIN(serial) <> 1 OR MAX(serial) <> COUNT(*)",
};

static sqlite3 *
open_database (EtTestServer *server)
{
  g_autofree char *path = et_test_server_get_path (server, "etickets.sqlite3");
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL), ==,
                   SQLITE_OK);
  return db;
}

/* Returns: the first column of the first row, -1 without one. */
static int64_t
look_up (sqlite3 *db, const char *sql, int64_t a, int64_t b)
{
  sqlite3_stmt *stmt;
  int64_t value = -1;
  int code;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  if (sqlite3_bind_parameter_count (stmt) > 0)
    sqlite3_bind_int64 (stmt, 1, a);
  if (sqlite3_bind_parameter_count (stmt) > 1)
    sqlite3_bind_int64 (stmt, 2, b);
  code = sqlite3_step (stmt);
  if (code == SQLITE_ROW)
    value = sqlite3_column_int64 (stmt, 0);
  g_assert_true (code == SQLITE_ROW || code == SQLITE_DONE);
  sqlite3_finalize (stmt);
  return value;
}

static void
check_file (sqlite3 *db)
{
  sqlite3_stmt *stmt;

  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &stmt, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (stmt, 0), ==, "ok");
  sqlite3_finalize (stmt);
}

/* An order that a buyer was told of is paid, his, and has just those tickets. */
static void
check_told_order (sqlite3 *db, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n_tickets = g_strv_length (words) - 2;
  int64_t account_id = g_ascii_strtoll (words[0], NULL, 10);
  int64_t order_id = g_ascii_strtoll (words[1], NULL, 10);

  g_assert_cmpint (
      look_up (db, "SELECT account_id FROM orders WHERE id = ?1 AND state = 'paid'", order_id, 0),
      ==, account_id);
  g_assert_cmpint (look_up (db,
                            "SELECT COUNT(*) FROM tickets WHERE order_id = ?1 AND account_id = ?2",
                            order_id, account_id),
                   ==, n_tickets);
  for (guint i = 0; i < n_tickets; i++)
    g_assert_cmpint (look_up (db, "SELECT order_id FROM tickets WHERE id = ?1",
                              g_ascii_strtoll (words[2 + i], NULL, 10), 0),
                     ==, order_id);
}

/* Nobody was told of one order twice: each answer was another order's. */
static guint
check_told_orders (sqlite3 *db, TestLedger *ledger)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (ledger->path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      g_assert_true (g_hash_table_add (seen, lines[i]));
      check_told_order (db, lines[i]);
    }
  return g_hash_table_size (seen);
}

/* Asserts that all is well, whether the server runs, was stopped or was killed. */
TestAudit
test_audit_run (EtTestServer *server, TestLedger *ledger)
{
  sqlite3 *db = open_database (server);
  TestAudit audit;

  look_up (db, "BEGIN", 0, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      int64_t id = look_up (db, faults[i], 0, 0);

      if (id != -1)
        g_test_message ("%" G_GINT64_FORMAT ": %s", id, faults[i]);
      g_assert_cmpint (id, ==, -1);
    }
  audit.n_told = check_told_orders (db, ledger);
  audit.n_paid = look_up (db, "SELECT COUNT(*) FROM orders WHERE state = 'paid'", 0, 0);
  check_file (db);
  sqlite3_close (db);
  return audit;
}

/* SPDX-License-Identifier: MIT */
#include "server/repo/et-order-repo.h"

#include "db/et-db-record.h"
#include "server/repo/et-like.h"

/* Orders with their lines, a row a line: @page is a query of orders, an order's own columns come
 * first. */
#define ORDERS(page, username) \
  "SELECT o.id, o.code, o.state, o.account_id, " username " AS username, o.total_cents, " \
  "o.currency, o.created_at, o.paid_at, i.number AS invoice_number, o.invoice_prints, " \
  "o.receipt_prints, o.refund_state, o.refund_reason, o.refund_answer, l.offer_id, l.name, " \
  "l.price_cents, l.quantity AS qty, l.admits, l.tax_permille, " \
  "l.price_cents * l.quantity AS line_total_cents " \
  "FROM (" page ") o JOIN accounts a ON a.id = o.account_id " \
  "JOIN order_lines l ON l.order_id = o.id LEFT JOIN invoices i ON i.order_id = o.id " \
  "ORDER BY o.id DESC, l.offer_id"
#define OWN_ORDERS(page) ORDERS (page, "NULL")
#define ALL_ORDERS(page) ORDERS (page, "a.username")

#define PAGE "ORDER BY q.id DESC LIMIT :limit OFFSET :offset"
#define OF_ACCOUNT \
  "FROM orders q WHERE q.account_id = :account AND q.state <> 'cart' " \
  "AND (:state = '' OR q.state = :state) "
#define OF_ALL \
  "FROM orders q JOIN accounts b ON b.id = q.account_id LEFT JOIN invoices j " \
  "ON j.order_id = q.id WHERE q.state <> 'cart' AND (:state = '' OR q.state = :state) " \
  "AND (:text = '' OR q.code = :text OR j.number = :text " \
  "OR b.username_key LIKE :pattern ESCAPE '!') "

/* Gathers the rows of ORDERS(). */
static GPtrArray *
read_orders (EtDbStmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func (g_object_unref);
  EtOrder *order = NULL;
  gboolean has_row;

  for (;;)
    {
      EtOrderLine *line;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&orders);
      if (order == NULL || order->id != et_db_stmt_get_int64 (stmt, 0))
        {
          order = et_db_stmt_get_record (stmt, et_order_get_type (), error);
          if (order == NULL)
            return NULL;
          g_ptr_array_add (orders, order);
        }
      line = et_db_stmt_get_record (stmt, et_order_line_get_type (), error);
      if (line == NULL)
        return NULL;
      g_ptr_array_add (order->items, line);
      order->ticket_count += line->quantity;
    }
}

static void
bind_query (EtDbStmt *stmt, const EtOrderQuery *query)
{
  et_db_stmt_bind_text (stmt, "state", query->state != NULL ? query->state : "");
  if (query->account_id != 0)
    et_db_stmt_bind_int64 (stmt, "account", query->account_id);
  else
    {
      g_autofree char *pattern = et_like_containing (query->text);
      g_autofree char *code = g_ascii_strup (query->text != NULL ? query->text : "", -1);

      et_db_stmt_bind_text (stmt, "text", code);
      et_db_stmt_bind_text (stmt, "pattern", pattern);
    }
}

/* Orders, the newest cart first, with their lines.
 * Returns: (transfer full) (element-type EtOrder). */
GPtrArray *
et_order_repo_list (EtDb *db, const EtOrderQuery *query, const EtPage *page, GError **error)
{
  const char *sql = query->account_id != 0 ? OWN_ORDERS ("SELECT q.* " OF_ACCOUNT PAGE)
                                           : ALL_ORDERS ("SELECT q.* " OF_ALL PAGE);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return NULL;

  bind_query (stmt, query);
  et_page_bind (page, stmt);
  return read_orders (stmt, error);
}

gboolean
et_order_repo_count (EtDb *db, const EtOrderQuery *query, int64_t *ret_count, GError **error)
{
  const char *sql = query->account_id != 0 ? "SELECT COUNT(*) " OF_ACCOUNT
                                           : "SELECT COUNT(*) " OF_ALL;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  bind_query (stmt, query);
  return et_rows_read_int64 (stmt, ret_count, error);
}

/* Returns: (transfer full): the order with its lines and its buyer's user name; NULL with
 * ET_ERROR_NOT_FOUND, also for a cart. */
EtOrder *
et_order_repo_find (EtDb *db, int64_t order_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, ALL_ORDERS ("SELECT * FROM orders WHERE id = :id AND state <> 'cart'"), error);
  g_autoptr (GPtrArray) orders = NULL;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  orders = read_orders (stmt, error);
  if (orders == NULL)
    return NULL;
  if (orders->len == 0)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  return g_object_ref (g_ptr_array_index (orders, 0));
}

/* All orders of an account. Returns: (transfer full) (element-type EtOrder). */
GPtrArray *
et_order_repo_list_of_account (EtDb *db, int64_t account_id, GError **error)
{
  static const EtPage all = { 1, G_MAXINT32 };
  EtOrderQuery query = { .account_id = account_id };

  return et_order_repo_list (db, &query, &all, error);
}

/* The account's own among the orders that the change feed names.
 * Returns: (transfer full) (element-type EtOrder). */
GPtrArray *
et_order_repo_list_changed (EtDb *db, const EtChangeRange *range, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            OWN_ORDERS ("SELECT * FROM orders WHERE account_id = :account "
                                        "AND state <> 'cart' AND id" ET_ROWS_CHANGED ("order")),
                            error);

  if (stmt == NULL)
    return NULL;

  et_rows_bind_range (stmt, range);
  return read_orders (stmt, error);
}

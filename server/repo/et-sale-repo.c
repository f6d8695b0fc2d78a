/* SPDX-License-Identifier: MIT */
#include "server/repo/et-sale-repo.h"

#include <string.h>

#include "server/repo/et-rows.h"

#define PENDING "p.id, p.account_id, p.payment_attempt, p.total_cents, p.purchase_key, p.pending_at"

void
et_sale_clear (EtSale *sale)
{
  g_clear_pointer (&sale->lines, g_array_unref);
}

void
et_buyer_clear (EtBuyer *buyer)
{
  g_clear_pointer (&buyer->name, g_free);
  g_clear_pointer (&buyer->address, g_free);
  g_clear_pointer (&buyer->email, g_free);
  g_clear_pointer (&buyer->secret, g_bytes_unref);
}

static void
clear_line (gpointer data)
{
  g_free (((EtSaleLine *) data)->name);
}

static void
read_order (EtDbStmt *stmt, EtPendingOrder *ret_order)
{
  gsize length;
  const void *key = et_db_stmt_get_bytes (stmt, 4, &length);

  *ret_order = (EtPendingOrder){
    .order_id = et_db_stmt_get_int64 (stmt, 0),
    .account_id = et_db_stmt_get_int64 (stmt, 1),
    .attempt = et_db_stmt_get_int64 (stmt, 2),
    .total_cents = et_db_stmt_get_int64 (stmt, 3),
    .pending_at = et_db_stmt_get_nullable (stmt, 5),
  };
  if (length == ET_PURCHASE_KEY_SIZE)
    memcpy (ret_order->purchase_key, key, ET_PURCHASE_KEY_SIZE);
}

#define N_LINE_COLUMNS (9 + ET_N_STOCK_COLUMNS)

/* Reads the columns of a line, the first of which is @column. */
static void
append_line (EtDbStmt *stmt, int column, GArray *lines)
{
  EtSaleLine line = {
    .offer_id = et_db_stmt_get_int64 (stmt, column),
    .quantity = et_db_stmt_get_int64 (stmt, column + 1),
    .name = g_strdup (et_db_stmt_get_text (stmt, column + 2)),
    .price_cents = et_db_stmt_get_int64 (stmt, column + 3),
    .admits = et_db_stmt_get_int64 (stmt, column + 4),
    .tax_permille = et_db_stmt_get_int64 (stmt, column + 5),
    .starts_at = et_db_stmt_get_int64 (stmt, column + 6),
    .held = et_db_stmt_get_int64 (stmt, column + 7),
    .held_admits = et_db_stmt_get_int64 (stmt, column + 8),
  };

  et_stock_read (&line.stock, stmt, column + 9);
  g_array_append_val (lines, line);
}

static GArray *
new_lines (void)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (EtSaleLine));

  g_array_set_clear_func (lines, clear_line);
  return lines;
}

static gboolean
read_sale (EtDbStmt *stmt, EtSale *ret_sale, GError **error)
{
  g_auto (EtSale) sale = { 0 };
  gboolean has_row;

  for (;;)
    {
      if (!et_db_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      if (sale.lines == NULL)
        {
          read_order (stmt, &sale.order);
          sale.is_pending = g_str_equal (et_db_stmt_get_text (stmt, 6), "pending");
          sale.lines = new_lines ();
        }
      append_line (stmt, 7, sale.lines);
    }
  *ret_sale = sale;
  sale.lines = NULL;
  return TRUE;
}

/* Reads an order of an account, whatever its state, with its lines in the order of their offers,
 * which is the order in which places are taken everywhere. Lines that are not frozen have the
 * offers' terms. An order without lines has none that is read. */
gboolean
et_sale_repo_load (EtDb *db, int64_t order_id, EtSale *ret_sale, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT " PENDING ", p.state, l.offer_id, l.quantity, COALESCE(l.name, o.name), "
      "COALESCE(l.price_cents, o.price_cents), COALESCE(l.admits, o.admits), "
      "COALESCE(l.tax_permille, o.tax_permille), e.starts_at, l.held, "
      "l.held_admits, " ET_STOCK_COLUMNS " FROM orders p JOIN order_lines l ON l.order_id = p.id "
      "JOIN offers o ON o.id = l.offer_id JOIN events e ON e.id = o.event_id "
      "WHERE p.id = :id ORDER BY l.offer_id",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  return read_sale (stmt, ret_sale, error);
}

/* Reads the line that an order has, or would have, of an offer: one of no tickets when there is none
 * yet. Of the order itself only its number is read. Sets ET_ERROR_OFFER_UNKNOWN.
 * @ret_others: the tickets of its other lines. */
gboolean
et_sale_repo_read_line (EtDb *db,
                        int64_t order_id,
                        int64_t offer_id,
                        EtSale *ret_sale,
                        int64_t *ret_others,
                        GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT o.id, COALESCE(l.quantity, 0), o.name, o.price_cents, o.admits, o.tax_permille, "
      "e.starts_at, COALESCE(l.held, 0), COALESCE(l.held_admits, 0), " ET_STOCK_COLUMNS ", "
      "(SELECT SUM(q.quantity) FROM order_lines q "
      "WHERE q.order_id = :order_id AND q.offer_id <> :offer_id) "
      "FROM offers o JOIN events e ON e.id = o.event_id LEFT JOIN order_lines l "
      "ON l.order_id = :order_id AND l.offer_id = o.id WHERE o.id = :offer_id",
      error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_OFFER_UNKNOWN);
      return FALSE;
    }
  *ret_sale = (EtSale){ .order.order_id = order_id, .lines = new_lines () };
  append_line (stmt, 0, ret_sale->lines);
  *ret_others = et_db_stmt_get_int64 (stmt, N_LINE_COLUMNS);
  return TRUE;
}

static void
append_address_line (GString *lines, const char *text)
{
  if (lines->len > 0 && text != NULL)
    g_string_append_c (lines, '\n');
  g_string_append (lines, text != NULL ? text : "");
}

/* Reads street, its second line, postal code, town and country from @column on.
 * Returns: (transfer full) (nullable): the lines of an address, without those that are not known. */
static char *
read_address (EtDbStmt *stmt, int column)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  const char *postal_code = et_db_stmt_get_text (stmt, column + 2);
  const char *town = et_db_stmt_get_text (stmt, column + 3);
  g_autofree char *place = postal_code != NULL && town != NULL
                               ? g_strconcat (postal_code, " ", town, NULL)
                               : g_strdup (town != NULL ? town : postal_code);

  append_address_line (lines, et_db_stmt_get_text (stmt, column));
  append_address_line (lines, et_db_stmt_get_text (stmt, column + 1));
  append_address_line (lines, place);
  append_address_line (lines, et_db_stmt_get_text (stmt, column + 4));
  return lines->len > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}

/* Sets ET_ERROR_NOT_FOUND when there is no such account. */
gboolean
et_sale_repo_read_buyer (EtDb *db, int64_t account_id, EtBuyer *ret_buyer, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT username, display_name, email, secret, street, street2, postal_code, town, country "
      "FROM accounts WHERE id = :id",
      error);
  gboolean has_row;
  const char *name;
  const void *secret;
  gsize length;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", account_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return FALSE;
    }
  name = et_db_stmt_get_text (stmt, 1);
  secret = et_db_stmt_get_bytes (stmt, 3, &length);
  ret_buyer->secret = g_bytes_new (secret, length);
  ret_buyer->address = read_address (stmt, 4);
  ret_buyer->email = g_strdup (et_db_stmt_get_text (stmt, 2));
  ret_buyer->name = g_strdup (name != NULL && *name != '\0' ? name : et_db_stmt_get_text (stmt, 0));
  return TRUE;
}

/* Returns: (transfer full): an array of EtPendingOrder. */
static GArray *
read_orders (EtDbStmt *stmt, GError **error)
{
  g_autoptr (GArray) orders = g_array_new (FALSE, FALSE, sizeof (EtPendingOrder));
  gboolean has_row;

  for (;;)
    {
      EtPendingOrder order;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&orders);
      read_order (stmt, &order);
      g_array_append_val (orders, order);
    }
}

/* The oldest orders whose payment began before @pending_before, @limit at most.
 * Returns: (transfer full): an array of EtPendingOrder. */
GArray *
et_sale_repo_list_pending (EtDb *db, int64_t pending_before, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT " PENDING " FROM orders p "
                                             "WHERE p.state = 'pending' AND p.pending_at < :before "
                                             "ORDER BY p.pending_at LIMIT :limit",
                                             error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "before", pending_before);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  return read_orders (stmt, error);
}

/* The oldest pending orders that a process is at work on, @limit at most.
 * Returns: (transfer full): an array of EtPendingOrder. */
GArray *
et_sale_repo_list_pending_of (EtDb *db, int64_t process, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT " PENDING " FROM orders p WHERE p.pending_at IS NOT NULL "
                            "AND p.state = 'pending' AND p.pending_by = :process "
                            "ORDER BY p.pending_at LIMIT :limit",
                            error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "process", process);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  return read_orders (stmt, error);
}

/* The processes that are at work on pending orders; those that are alone on their database have no
 * number. Returns: (transfer full): an array of int64_t. */
GArray *
et_sale_repo_list_processes (EtDb *db, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT DISTINCT p.pending_by FROM orders p "
      "WHERE p.pending_at IS NOT NULL AND p.state = 'pending' AND p.pending_by > 0",
      error);

  return stmt != NULL ? et_rows_read_ids (stmt, error) : NULL;
}

static gboolean
set_terms (EtDb *db, const EtSaleTerms *terms, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE orders SET total_cents = :total_cents, purchase_key = :purchase_key, "
      "pending_by = :process, request_key = :request_key WHERE id = :id",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", terms->order->order_id);
  et_db_stmt_bind_int64 (stmt, "total_cents", terms->order->total_cents);
  et_db_stmt_bind_int64 (stmt, "process", terms->process);
  et_db_stmt_bind_text (stmt, "request_key", terms->request_key);
  et_db_stmt_bind_bytes (stmt, "purchase_key", terms->order->purchase_key, ET_PURCHASE_KEY_SIZE);
  return et_db_stmt_run (stmt, NULL, error);
}

static gboolean
freeze_line (EtDb *db, int64_t order_id, const EtSaleLine *line, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE order_lines SET name = :name, price_cents = :price_cents, "
                            "admits = :admits, tax_permille = :tax_permille "
                            "WHERE order_id = :order_id AND offer_id = :offer_id",
                            error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  et_db_stmt_bind_int64 (stmt, "offer_id", line->offer_id);
  et_db_stmt_bind_text (stmt, "name", line->name);
  et_db_stmt_bind_int64 (stmt, "price_cents", line->price_cents);
  et_db_stmt_bind_int64 (stmt, "admits", line->admits);
  et_db_stmt_bind_int64 (stmt, "tax_permille", line->tax_permille);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Fixes the terms of an order for ever. */
gboolean
et_sale_repo_freeze (EtDb *db, const EtSaleTerms *terms, GError **error)
{
  if (!set_terms (db, terms, error))
    return FALSE;
  for (guint i = 0; i < terms->lines->len; i++)
    if (!freeze_line (db, terms->order->order_id, &g_array_index (terms->lines, EtSaleLine, i),
                      error))
      return FALSE;
  return TRUE;
}

/* The key of the request that made an order pending. @ret_key: (out) (transfer full): NULL when it
 * had none. */
gboolean
et_sale_repo_read_request_key (EtDb *db, int64_t order_id, char **ret_key, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT request_key FROM orders WHERE id = :id", error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_key = has_row ? g_strdup (et_db_stmt_get_text (stmt, 0)) : NULL;
  return TRUE;
}

/* Lets the lines of an order that became a cart again follow the offers. */
gboolean
et_sale_repo_thaw (EtDb *db, int64_t order_id, GError **error)
{
  return et_rows_run_by_id (db,
                            "UPDATE orders SET total_cents = 0, purchase_key = NULL WHERE id = :id",
                            order_id, error) &&
         et_rows_run_by_id (db,
                            "UPDATE order_lines SET name = NULL, price_cents = NULL, "
                            "admits = NULL, tax_permille = NULL WHERE order_id = :id",
                            order_id, error);
}

gboolean
et_sale_repo_has_code (EtDb *db, const char *code, gboolean *ret_has, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT id FROM orders WHERE code = :code", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "code", code);
  return et_db_stmt_step (stmt, ret_has, error);
}

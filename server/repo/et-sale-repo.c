/* SPDX-License-Identifier: MIT */
#include "server/repo/et-sale-repo.h"

#include <string.h>

#include "server/repo/et-rows.h"

#define PENDING "SELECT id, account_id, payment_attempt, total_cents, purchase_key FROM orders "

void
et_buyer_clear (EtBuyer *buyer)
{
  g_clear_pointer (&buyer->name, g_free);
  g_clear_pointer (&buyer->email, g_free);
  g_clear_pointer (&buyer->secret, g_bytes_unref);
}

/* Sets ET_ERROR_NOT_FOUND when there is no such account. */
gboolean
et_sale_repo_read_buyer (EtDb *db, int64_t account_id, EtBuyer *ret_buyer, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT username, display_name, email, secret FROM accounts WHERE id = :id", error);
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
  ret_buyer->email = g_strdup (et_db_stmt_get_text (stmt, 2));
  ret_buyer->name = g_strdup (name != NULL && *name != '\0' ? name : et_db_stmt_get_text (stmt, 0));
  return TRUE;
}

static void
clear_line (gpointer data)
{
  g_free (((EtSaleLine *) data)->name);
}

static void
read_line (EtDbStmt *stmt, EtSaleLine *ret_line)
{
  *ret_line = (EtSaleLine){
    .offer_id = et_db_stmt_get_int64 (stmt, 0),
    .quantity = et_db_stmt_get_int64 (stmt, 1),
    .name = g_strdup (et_db_stmt_get_text (stmt, 2)),
    .price_cents = et_db_stmt_get_int64 (stmt, 3),
    .admits = et_db_stmt_get_int64 (stmt, 4),
    .tax_permille = et_db_stmt_get_int64 (stmt, 5),
    .is_active = et_db_stmt_get_int64 (stmt, 6) != 0,
    .quota = et_db_stmt_get_nullable (stmt, 7),
    .taken = et_db_stmt_get_int64 (stmt, 8),
    .starts_at = et_db_stmt_get_int64 (stmt, 9),
    .ends_at = et_db_stmt_get_int64 (stmt, 10),
  };
}

/* The lines of a cart or a pending order in the order of their offers, which is the order in
 * which places are taken everywhere. Returns: (transfer full): an array of EtSaleLine. */
GArray *
et_sale_repo_list_lines (EtDb *db, int64_t order_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT l.offer_id, l.quantity, COALESCE(l.name, o.name), "
      "COALESCE(l.price_cents, o.price_cents), COALESCE(l.admits, o.admits), "
      "COALESCE(l.tax_permille, o.tax_permille), o.is_active, o.quota, o.sold + o.held, "
      "e.starts_at, e.ends_at "
      "FROM order_lines l JOIN offers o ON o.id = l.offer_id JOIN events e ON e.id = o.event_id "
      "WHERE l.order_id = :order_id ORDER BY l.offer_id",
      error);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (EtSaleLine));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  g_array_set_clear_func (lines, clear_line);
  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  for (;;)
    {
      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&lines);
      g_array_set_size (lines, lines->len + 1);
      read_line (stmt, &g_array_index (lines, EtSaleLine, lines->len - 1));
    }
}

/* Fixes the terms of an order for ever: its total, and in its lines the offers' names, prices,
 * admissions and taxes of now. */
gboolean
et_sale_repo_freeze (EtDb *db,
                     int64_t order_id,
                     int64_t total_cents,
                     const guint8 purchase_key[ET_PURCHASE_KEY_SIZE],
                     GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE orders SET total_cents = :total_cents, purchase_key = :purchase_key WHERE id = :id",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_int64 (stmt, "total_cents", total_cents);
  et_db_stmt_bind_bytes (stmt, "purchase_key", purchase_key, ET_PURCHASE_KEY_SIZE);
  return et_db_stmt_run (stmt, NULL, error) &&
         et_rows_run_by_id (
             db,
             "UPDATE order_lines SET "
             "name = (SELECT o.name FROM offers o WHERE o.id = offer_id), "
             "price_cents = (SELECT o.price_cents FROM offers o WHERE o.id = offer_id), "
             "admits = (SELECT o.admits FROM offers o WHERE o.id = offer_id), "
             "tax_permille = (SELECT o.tax_permille FROM offers o WHERE o.id = offer_id) "
             "WHERE order_id = :id",
             order_id, error);
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

static void
read_pending (EtDbStmt *stmt, EtPendingOrder *ret_order)
{
  gsize length;
  const void *key = et_db_stmt_get_bytes (stmt, 4, &length);

  *ret_order = (EtPendingOrder){
    .order_id = et_db_stmt_get_int64 (stmt, 0),
    .account_id = et_db_stmt_get_int64 (stmt, 1),
    .attempt = et_db_stmt_get_int64 (stmt, 2),
    .total_cents = et_db_stmt_get_int64 (stmt, 3),
  };
  memcpy (ret_order->purchase_key, key, MIN (length, sizeof ret_order->purchase_key));
}

/* @ret_found: FALSE when the order is not pending. */
gboolean
et_sale_repo_find_pending (
    EtDb *db, int64_t order_id, EtPendingOrder *ret_order, gboolean *ret_found, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, PENDING "WHERE id = :id AND state = 'pending'", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  if (!et_db_stmt_step (stmt, ret_found, error))
    return FALSE;
  if (*ret_found)
    read_pending (stmt, ret_order);
  return TRUE;
}

/* The oldest orders whose payment began before @pending_before, @limit at most.
 * Returns: (transfer full): an array of EtPendingOrder. */
GArray *
et_sale_repo_list_pending (EtDb *db, int64_t pending_before, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      PENDING "WHERE state = 'pending' AND pending_at < :before ORDER BY pending_at LIMIT :limit",
      error);
  g_autoptr (GArray) orders = g_array_new (FALSE, TRUE, sizeof (EtPendingOrder));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "before", pending_before);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  for (;;)
    {
      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&orders);
      g_array_set_size (orders, orders->len + 1);
      read_pending (stmt, &g_array_index (orders, EtPendingOrder, orders->len - 1));
    }
}

/* Gives a paid order what it is known by. */
gboolean
et_sale_repo_set_paid (
    EtDb *db, int64_t order_id, const char *code, int64_t paid_at, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE orders SET code = :code, paid_at = :paid_at WHERE id = :id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_text (stmt, "code", code);
  et_db_stmt_bind_int64 (stmt, "paid_at", paid_at);
  return et_db_stmt_run (stmt, NULL, error);
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

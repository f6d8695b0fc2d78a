/* SPDX-License-Identifier: MIT */
#include "server/repo/et-cart-repo.h"

#include "db/et-db-record.h"
#include "server/repo/et-rows.h"

/* @ret_order_id: 0 when the account has no cart. */
gboolean
et_cart_repo_find_of_account (EtDb *db, int64_t account_id, int64_t *ret_order_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT id FROM orders WHERE account_id = :account_id AND state = 'cart'", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  return et_rows_read_int64 (stmt, ret_order_id, error);
}

/* @ret_order_id: 0 when the guest has no cart. */
gboolean
et_cart_repo_find_of_guest (EtDb *db, int64_t session_id, int64_t *ret_order_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT id FROM orders WHERE session_id = :session_id "
                                             "AND account_id IS NULL AND state = 'cart'",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "session_id", session_id);
  return et_rows_read_int64 (stmt, ret_order_id, error);
}

/* Begins an empty cart of an account, or with @account_id 0 of a guest's session.
 * @held_until: ET_NULL_INT64 as long as it is to hold no places. */
gboolean
et_cart_repo_insert (EtDb *db,
                     int64_t account_id,
                     int64_t session_id,
                     int64_t now,
                     int64_t held_until,
                     int64_t *ret_order_id,
                     GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare_insert (db,
                                   "INSERT INTO orders (account_id, session_id, state, "
                                   "created_at, held_until) VALUES (:account_id, :session_id, "
                                   "'cart', :now, :held_until)",
                                   error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_nullable (stmt, "account_id", account_id != 0 ? account_id : ET_NULL_INT64);
  et_db_stmt_bind_nullable (stmt, "session_id", account_id == 0 ? session_id : ET_NULL_INT64);
  et_db_stmt_bind_int64 (stmt, "now", now);
  et_db_stmt_bind_nullable (stmt, "held_until", held_until);
  return et_db_stmt_run_insert (stmt, ret_order_id, error);
}

/* Makes a guest's cart that of an account which has none. */
gboolean
et_cart_repo_give_to_account (EtDb *db, int64_t order_id, int64_t account_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE orders SET account_id = :account_id, session_id = NULL WHERE id = :id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", account_id);
  et_db_stmt_bind_int64 (stmt, "id", order_id);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Removes a cart with its lines. */
gboolean
et_cart_repo_delete (EtDb *db, int64_t order_id, GError **error)
{
  return et_cart_repo_delete_lines (db, order_id, error) &&
         et_rows_run_by_id (db, "DELETE FROM orders WHERE id = :id AND state = 'cart'", order_id,
                            error);
}

/* Removes carts of guests whose session is gone, @limit at most. */
gboolean
et_cart_repo_delete_abandoned (EtDb *db, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT o.id FROM orders o WHERE o.state = 'cart' AND o.account_id IS NULL AND NOT EXISTS "
      "(SELECT 1 FROM sessions s WHERE s.id = o.session_id) LIMIT :limit",
      error);
  g_autoptr (GArray) ids = NULL;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "limit", limit);
  ids = et_rows_read_ids (stmt, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!et_cart_repo_delete (db, g_array_index (ids, int64_t, i), error))
      return FALSE;
  return TRUE;
}

/* The lines of a cart at the names and prices of now, by offer.
 * Returns: (transfer full) (element-type EtCartLine). */
GPtrArray *
et_cart_repo_list_lines (EtDb *db, int64_t order_id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT l.offer_id, o.name, o.price_cents, l.quantity AS qty, "
                            "o.price_cents * l.quantity AS line_total_cents "
                            "FROM order_lines l JOIN offers o ON o.id = l.offer_id "
                            "WHERE l.order_id = :order_id ORDER BY l.offer_id",
                            error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  return et_db_stmt_read_all (stmt, et_cart_line_get_type (), error);
}

/* Counts the tickets of one offer in a cart, and those of all the others. */
gboolean
et_cart_repo_read_quantities (EtDb *db,
                              int64_t order_id,
                              int64_t offer_id,
                              int64_t *ret_of_offer,
                              int64_t *ret_of_others,
                              GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT SUM(CASE WHEN offer_id = :offer_id THEN quantity ELSE 0 END), SUM(quantity) "
      "FROM order_lines WHERE order_id = :order_id",
      error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_of_offer = et_db_stmt_is_null (stmt, 0) ? 0 : et_db_stmt_get_int64 (stmt, 0);
  *ret_of_others = et_db_stmt_is_null (stmt, 1) ? 0 : et_db_stmt_get_int64 (stmt, 1);
  *ret_of_others -= *ret_of_offer;
  return TRUE;
}

static EtDbStmt *
prepare_line (EtDb *db, const char *sql, int64_t order_id, int64_t offer_id, GError **error)
{
  EtDbStmt *stmt = et_db_prepare (db, sql, error);

  if (stmt != NULL)
    {
      et_db_stmt_bind_int64 (stmt, "order_id", order_id);
      et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
    }
  return stmt;
}

/* Makes the line of an offer hold @quantity tickets.
 * @is_new: whether the offer had no line before. */
gboolean
et_cart_repo_set_line (
    EtDb *db, int64_t order_id, int64_t offer_id, int64_t quantity, gboolean is_new, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = prepare_line (db,
                           is_new ? "INSERT INTO order_lines (order_id, offer_id, quantity) "
                                    "VALUES (:order_id, :offer_id, :quantity)"
                                  : "UPDATE order_lines SET quantity = :quantity "
                                    "WHERE order_id = :order_id AND offer_id = :offer_id",
                           order_id, offer_id, error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "quantity", quantity);
  return et_db_stmt_run (stmt, NULL, error);
}

/* A line that is not there is no error. */
gboolean
et_cart_repo_delete_line (EtDb *db, int64_t order_id, int64_t offer_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = prepare_line (db,
                                            "DELETE FROM order_lines "
                                            "WHERE order_id = :order_id AND offer_id = :offer_id",
                                            order_id, offer_id, error);

  return stmt != NULL && et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_cart_repo_delete_lines (EtDb *db, int64_t order_id, GError **error)
{
  return et_rows_run_by_id (db, "DELETE FROM order_lines WHERE order_id = :id", order_id, error);
}

/* Takes an offer out of all carts. */
gboolean
et_cart_repo_delete_lines_of_offer (EtDb *db, int64_t offer_id, GError **error)
{
  return et_rows_run_by_id (db,
                            "DELETE FROM order_lines WHERE offer_id = :id AND order_id IN "
                            "(SELECT id FROM orders WHERE state = 'cart')",
                            offer_id, error);
}

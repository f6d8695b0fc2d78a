/* SPDX-License-Identifier: MIT */
#include "server/repo/et-hold-repo.h"

#include "core/et-record.h"
#include "server/repo/et-rows.h"

/* The line holds nothing any more. */
gboolean
et_hold_repo_end_line (EtDb *db, int64_t order_id, int64_t offer_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE order_lines SET held = 0, held_admits = 0 "
                                             "WHERE order_id = :order_id AND offer_id = :offer_id",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Counts the tickets of an offer that the account of @order has, those that @order holds left
 * out. */
gboolean
et_hold_repo_count_of_account (
    EtDb *db, const EtPendingOrder *order, int64_t offer_id, int64_t *ret_count, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT " ET_HOLD_COUNT_OF_ACCOUNT, error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", order->account_id);
  et_db_stmt_bind_int64 (stmt, "order_id", order->order_id);
  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  return et_rows_read_int64 (stmt, ret_count, error);
}

/* Lets a cart hold its places until @until, @most times in a row at most. */
gboolean
et_hold_repo_renew (EtDb *db, int64_t order_id, int64_t until, int64_t most, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE orders SET prolonged = CASE WHEN held_until IS NULL THEN 0 ELSE prolonged + 1 END, "
      "held_until = :until WHERE id = :id AND (held_until IS NULL OR prolonged < :most)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_int64 (stmt, "until", until);
  et_db_stmt_bind_int64 (stmt, "most", most);
  return et_db_stmt_run (stmt, NULL, error);
}

/* The lines hold nothing any more, for their places are sold. */
gboolean
et_hold_repo_end_lines (EtDb *db, int64_t order_id, GError **error)
{
  return et_rows_run_by_id (
      db, "UPDATE order_lines SET held = 0, held_admits = 0 WHERE order_id = :id", order_id, error);
}

/* @ret_until: ET_NULL_INT64 when no line of the order holds places. */
gboolean
et_hold_repo_read_until (EtDb *db, int64_t order_id, int64_t *ret_until, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT held_until FROM orders o WHERE id = :id AND "
                                             "EXISTS (SELECT 1 FROM order_lines l "
                                             "WHERE l.order_id = o.id AND l.held > 0)",
                                             error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_until = has_row ? et_db_stmt_get_nullable (stmt, 0) : ET_NULL_INT64;
  return TRUE;
}

/* The carts whose holds ended first, by @now, @limit at most.
 * Returns: (transfer full): an array of int64_t. */
GArray *
et_hold_repo_list_expired (EtDb *db, int64_t now, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT id FROM orders WHERE held_until <= :now "
                                             "AND state = 'cart' ORDER BY held_until LIMIT :limit",
                                             error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "now", now);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  return et_rows_read_ids (stmt, error);
}

/* The carts that hold places of an offer. Returns: (transfer full): an array of int64_t. */
GArray *
et_hold_repo_list_carts_with (EtDb *db, int64_t offer_id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT o.id FROM orders o JOIN order_lines l ON l.order_id = o.id "
                            "WHERE l.offer_id = :offer_id AND l.held > 0 AND o.state = 'cart'",
                            error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  return et_rows_read_ids (stmt, error);
}

/* SPDX-License-Identifier: MIT */
#include "server/repo/et-guards.h"

#include "server/repo/et-cart-repo.h"
#include "server/repo/et-change-repo.h"
#include "server/repo/et-counter-repo.h"
#include "server/repo/et-hold-repo.h"
#include "server/repo/et-order-transition.h"

static gboolean
run_once (EtDbStmt *stmt, gboolean *ret_done, GError **error)
{
  int64_t n;

  if (!et_db_stmt_run (stmt, &n, error))
    return FALSE;
  *ret_done = n == 1;
  return TRUE;
}

/* Waits until no other process writes, and keeps them waiting until the transaction ends: what it
 * looks at stays as it is until it has written. On SQLite there is no other process. */
gboolean
et_guard_take_turn (EtDb *db, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT value FROM counters WHERE name = 'turn' FOR UPDATE", error);
  gboolean has_row;

  if (stmt == NULL || !et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    et_error_set (error, ET_ERROR_INTERNAL);
  return has_row;
}

/* Takes the numbers for @n changes. Nobody sees a number of another batch, or a change under one,
 * before this transaction has ended: who has read up to a number has read all before it. */
gboolean
et_guard_take_numbers (EtDb *db, int64_t n, int64_t *ret_first, GError **error)
{
  int64_t last;

  if (!et_counter_repo_raise (db, ET_CHANGE_COUNTER, n, &last, error))
    return FALSE;
  *ret_first = last - n + 1;
  return TRUE;
}

/* Holds places of an offer, in tickets, if it is on sale now, the order may have so many, and as
 * many are left. */
gboolean
et_guard_take_places (EtDb *db, const EtPlacesClaim *claim, gboolean *ret_taken, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE offers SET held = held + :tickets WHERE id = :id AND is_active = 1 "
      "AND (quota IS NULL OR sold + held + :tickets <= quota) "
      "AND (sale_starts IS NULL OR sale_starts <= :now) "
      "AND (sale_ends IS NULL OR sale_ends > :now) "
      "AND (max_per_order IS NULL OR max_per_order >= :quantity)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", claim->offer_id);
  et_db_stmt_bind_int64 (stmt, "tickets", claim->tickets);
  et_db_stmt_bind_int64 (stmt, "quantity", claim->quantity);
  et_db_stmt_bind_int64 (stmt, "now", claim->now);
  return run_once (stmt, ret_taken, error);
}

/* Notes how many tickets a line holds, if its account may have so many beside those that it holds
 * elsewhere and those it has bought and kept. Whoever wants more of an offer has taken its places
 * before, and so the lock of its row, until the commit: of two who ask for one account, the second
 * counts what the first has got. */
gboolean
et_guard_hold_line (EtDb *db, const EtLineClaim *claim, gboolean *ret_held, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE order_lines SET held = :held, held_admits = :admits "
      "WHERE order_id = :order_id AND offer_id = :offer_id AND NOT EXISTS "
      "(SELECT 1 FROM offers f WHERE f.id = :offer_id AND f.max_per_account IS NOT NULL AND "
      "f.max_per_account < :held + (" ET_HOLD_COUNT_OF_ACCOUNT "))",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", claim->account_id);
  et_db_stmt_bind_int64 (stmt, "order_id", claim->order_id);
  et_db_stmt_bind_int64 (stmt, "offer_id", claim->offer_id);
  et_db_stmt_bind_int64 (stmt, "held", claim->held);
  et_db_stmt_bind_int64 (stmt, "admits", claim->held_admits);
  return run_once (stmt, ret_held, error);
}

/* Holds places at an event, in people, if as many are left. */
gboolean
et_guard_take_event_places (
    EtDb *db, int64_t event_id, int64_t people, gboolean *ret_taken, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE events SET taken = taken + :people "
                                             "WHERE id = :id AND (capacity IS NULL OR "
                                             "taken + :people <= capacity)",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", event_id);
  et_db_stmt_bind_int64 (stmt, "people", people);
  return run_once (stmt, ret_taken, error);
}

/* Turns the cart of an account into a pending order, once; its next payment attempt begins.
 * @ret_order_id: 0 when there is no cart. */
gboolean
et_guard_claim_cart (
    EtDb *db, int64_t account_id, int64_t now, int64_t *ret_order_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE orders SET state = 'pending', pending_at = :now, "
      "payment_attempt = payment_attempt + 1 WHERE id = :id AND state = 'cart'",
      error);
  gboolean is_claimed;

  if (stmt == NULL || !et_cart_repo_find_of_account (db, account_id, ret_order_id, error))
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", *ret_order_id);
  et_db_stmt_bind_int64 (stmt, "now", now);
  if (!run_once (stmt, &is_claimed, error))
    return FALSE;
  if (!is_claimed)
    *ret_order_id = 0;
  return TRUE;
}

/* Ends the hold of a cart whose time has come, once; whoever does it gives the places back. */
gboolean
et_guard_expire_hold (
    EtDb *db, int64_t order_id, int64_t now, gboolean *ret_expired, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE orders SET held_until = NULL, prolonged = 0 "
                                             "WHERE id = :id AND state = 'cart' "
                                             "AND held_until <= :now",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return run_once (stmt, ret_expired, error);
}

/* Ends the payment attempt of a pending order, once; its hold of places ends with it, unless it
 * becomes a cart again. @ret_settled: FALSE also for a state that a pending order does not go to. */
gboolean
et_guard_settle_order (EtDb *db,
                       const EtSettlement *settlement,
                       gboolean *ret_settled,
                       GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE orders SET state = :state, pending_at = NULL, code = :code, paid_at = :paid_at, "
      "held_until = CASE WHEN :is_cart = 1 THEN held_until END, "
      "prolonged = CASE WHEN :is_cart = 1 THEN prolonged ELSE 0 END "
      "WHERE id = :id AND state = 'pending' AND payment_attempt = :attempt "
      "AND purchase_key = :purchase_key",
      error);

  *ret_settled = FALSE;
  if (!et_order_transition_is_allowed ("pending", settlement->state))
    return TRUE;
  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", settlement->order->order_id);
  et_db_stmt_bind_int64 (stmt, "attempt", settlement->order->attempt);
  et_db_stmt_bind_bytes (stmt, "purchase_key", settlement->order->purchase_key,
                         ET_PURCHASE_KEY_SIZE);
  et_db_stmt_bind_text (stmt, "state", settlement->state);
  et_db_stmt_bind_int64 (stmt, "is_cart", g_str_equal (settlement->state, "cart") ? 1 : 0);
  et_db_stmt_bind_text (stmt, "code", settlement->code);
  et_db_stmt_bind_nullable (stmt, "paid_at", settlement->paid_at);
  return run_once (stmt, ret_settled, error);
}

/* Ends a paid order all of whose tickets are refunded, once; another stays as it is.
 * @ret_ended: FALSE also for a state that a paid order does not go to. */
gboolean
et_guard_end_order (
    EtDb *db, int64_t order_id, const char *state, gboolean *ret_ended, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE orders SET state = :state WHERE id = :id AND state = 'paid' AND NOT EXISTS "
      "(SELECT 1 FROM tickets t WHERE t.order_id = orders.id AND t.credit_note_id IS NULL)",
      error);

  *ret_ended = FALSE;
  if (!et_order_transition_is_allowed ("paid", state))
    return TRUE;
  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_text (stmt, "state", state);
  return run_once (stmt, ret_ended, error);
}

/* Notes that a request is being carried out, once. */
gboolean
et_guard_begin_request (
    EtDb *db, const EtIdempotencyKey *key, int64_t now, gboolean *ret_is_first, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO idempotency_keys (caller, request_key, digest, created_at) "
      "VALUES (:caller, :key, :digest, :now) ON CONFLICT (caller, request_key) DO NOTHING",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "caller", key->caller);
  et_db_stmt_bind_text (stmt, "key", key->key);
  et_db_stmt_bind_bytes (stmt, "digest", key->digest, sizeof key->digest);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return run_once (stmt, ret_is_first, error);
}

/* Marks a valid ticket used, once. */
gboolean
et_guard_admit (EtDb *db, const EtAdmissionClaim *claim, gboolean *ret_admitted, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE tickets SET state = 'used', used_at = :now, used_gate = :gate, used_by = :staff_id, "
      "scan_nonce = :nonce WHERE id = :id AND state = 'valid'",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", claim->ticket_id);
  et_db_stmt_bind_int64 (stmt, "now", claim->now);
  et_db_stmt_bind_text (stmt, "gate", claim->gate);
  et_db_stmt_bind_int64 (stmt, "staff_id", claim->staff_id);
  et_db_stmt_bind_text (stmt, "nonce", claim->nonce);
  return run_once (stmt, ret_admitted, error);
}

/* Uses a one-time code up, once. */
gboolean
et_guard_use_code (
    EtDb *db, const EtCodeClaim *code, int64_t now, gboolean *ret_used, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "DELETE FROM one_time_codes "
                                             "WHERE account_id = :account_id "
                                             "AND code_hash = :code_hash AND expires_at > :now",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", code->account_id);
  et_db_stmt_bind_bytes (stmt, "code_hash", code->hash.bytes, sizeof code->hash.bytes);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return run_once (stmt, ret_used, error);
}

/* Uses the code of an authenticator up, once, and with it all earlier ones. */
gboolean
et_guard_use_totp (EtDb *db, const EtTotpClaim *claim, gboolean *ret_used, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE second_factors SET last_step = :step "
                                             "WHERE account_id = :id AND is_confirmed = 1 "
                                             "AND last_step < :step",
                                             error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", claim->account_id);
  et_db_stmt_bind_int64 (stmt, "step", claim->step);
  return run_once (stmt, ret_used, error);
}

/* Uses a recovery code up, once. */
gboolean
et_guard_use_recovery_code (EtDb *db, const EtCodeClaim *code, gboolean *ret_used, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "DELETE FROM recovery_codes WHERE account_id = :account_id AND code_hash = :code_hash",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "account_id", code->account_id);
  et_db_stmt_bind_bytes (stmt, "code_hash", code->hash.bytes, sizeof code->hash.bytes);
  return run_once (stmt, ret_used, error);
}

/* Gives a ticket its credit note, once, and revokes it; one that was used stays used, and is
 * refunded only when that is forced. */
gboolean
et_guard_refund_ticket (EtDb *db,
                        const EtRefundClaim *claim,
                        gboolean *ret_refunded,
                        GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE tickets SET credit_note_id = :note_id, "
      "state = CASE WHEN state = 'used' THEN 'used' ELSE 'revoked' END "
      "WHERE id = :id AND credit_note_id IS NULL AND (state <> 'used' OR :is_forced = 1)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", claim->ticket_id);
  et_db_stmt_bind_int64 (stmt, "note_id", claim->credit_note_id);
  et_db_stmt_bind_int64 (stmt, "is_forced", claim->is_forced ? 1 : 0);
  return run_once (stmt, ret_refunded, error);
}

/* SPDX-License-Identifier: MIT */
#include "server/repo/et-cart-repo.h"
#include "server/repo/et-change-repo.h"
#include "server/repo/et-counter-repo.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-hold-repo.h"

/* The guards as a server has them that looks first and then writes: the negative control of the
 * race tests. Each writes without a condition what it decided by a look before.
 *
 * A look inside the write would show no race, and prove nothing: the one writer of SQLite does
 * its writes one after the other, so such a look sees all that came before. Where a look is not
 * the writer's, it goes wrong: on a reader ahead of the write, in another process, after a wait.
 * So these look through a reader's connection, at what was committed up to LOOK_AGE ago. */

#define LOOK_AGE (50 * G_TIME_SPAN_MILLISECOND)

/* Begins a transaction that stays at what its first query sees. */
static gboolean
begin_look (EtDb *view, GError **error)
{
  static const char stay[] = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";
  const char *driver = et_db_get_driver_name (view);

  return (!g_str_equal (driver, "mariadb") || et_db_exec (view, stay, error)) &&
         et_db_begin (view, error) &&
         (!g_str_equal (driver, "postgres") || et_db_exec (view, stay, error));
}

/* The connection to look through; the writer's thread alone uses it. */
static EtDb *
look (GError **error)
{
  static EtDb *view;
  static int64_t opened_at;
  int64_t now = g_get_monotonic_time ();
  int64_t order_id;

  if (view == NULL)
    view = et_db_open (g_getenv ("DATABASE_URL"), ET_DB_READ_ONLY, error);
  if (view == NULL || now - opened_at < LOOK_AGE)
    return view;

  et_db_rollback (view);
  opened_at = now;
  if (begin_look (view, error) && et_cart_repo_find_of_account (view, 0, &order_id, error))
    return view; /* its transaction stays at what this query has seen */
  return NULL;
}

static EtDbStmt *
look_for (const char *sql, int64_t id, GError **error)
{
  EtDb *view = look (error);
  EtDbStmt *stmt = view != NULL ? et_db_prepare (view, sql, error) : NULL;

  if (stmt != NULL)
    et_db_stmt_bind_int64 (stmt, "id", id);
  return stmt;
}

/* Returns: FALSE for an error. @ret_is_free: nothing that forbids the write was found. */
static gboolean
finish_look (EtDbStmt *stmt, gboolean *ret_is_free, GError **error)
{
  gboolean has_row;

  if (stmt == NULL || !et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_is_free = !has_row;
  return TRUE;
}

/* The CHECK of the table is a second guard of the same decision. A test that wants to see it at
 * work keeps it. */
static gboolean
drop_check (EtDb *db, GError **error)
{
  static gboolean is_done;
  const char *driver = et_db_get_driver_name (db);

  if (is_done || g_getenv ("ET_TEST_KEEP_CHECK") != NULL)
    return TRUE;
  is_done = g_str_equal (driver, "postgres") || /* test-hall.c has dropped it */
            et_db_exec (db,
                        g_str_equal (driver, "mariadb") ? "SET SESSION check_constraint_checks = 0"
                                                        : "PRAGMA ignore_check_constraints = ON",
                        error);
  return is_done;
}

gboolean
et_guard_take_turn (EtDb *db, GError **error)
{
  return TRUE;
}

/* As from a sequence: a number is out before the change that bears it. SQLite has one writer. */
gboolean
et_guard_take_numbers (EtDb *db, int64_t n, int64_t *ret_first, GError **error)
{
  static EtDb *sequence;
  gboolean has_sequence = !g_str_equal (et_db_get_driver_name (db), "sqlite");
  int64_t last;

  if (has_sequence && sequence == NULL &&
      (sequence = et_db_open (g_getenv ("DATABASE_URL"), ET_DB_READ_WRITE, error)) == NULL)
    return FALSE;
  if (!et_counter_repo_raise (has_sequence ? sequence : db, ET_CHANGE_COUNTER, n, &last, error))
    return FALSE;
  *ret_first = last - n + 1;
  return TRUE;
}

gboolean
et_guard_take_places (EtDb *db, const EtPlacesClaim *claim, gboolean *ret_taken, GError **error)
{
  g_autoptr (EtDbStmt) seen = look_for (
      "SELECT id FROM offers WHERE id = :id AND (is_active = 0 OR sold + held + :tickets > quota "
      "OR sale_starts > :now OR sale_ends <= :now OR max_per_order < :quantity)",
      claim->offer_id, error);
  g_autoptr (EtDbStmt) stmt = NULL;

  if (seen == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (seen, "tickets", claim->tickets);
  et_db_stmt_bind_int64 (seen, "quantity", claim->quantity);
  et_db_stmt_bind_int64 (seen, "now", claim->now);
  if (!finish_look (seen, ret_taken, error) || !drop_check (db, error))
    return FALSE;
  if (!*ret_taken)
    return TRUE;

  stmt = et_db_prepare (db, "UPDATE offers SET held = held + :tickets WHERE id = :id", error);
  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "id", claim->offer_id);
  et_db_stmt_bind_int64 (stmt, "tickets", claim->tickets);
  return et_db_stmt_run (stmt, NULL, error);
}

static gboolean
hold_line (EtDb *db, const EtLineClaim *claim, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE order_lines SET held = :held, "
                                             "held_admits = :admits "
                                             "WHERE order_id = :order_id AND offer_id = :offer_id",
                                             error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "order_id", claim->order_id);
  et_db_stmt_bind_int64 (stmt, "offer_id", claim->offer_id);
  et_db_stmt_bind_int64 (stmt, "held", claim->held);
  et_db_stmt_bind_int64 (stmt, "admits", claim->held_admits);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_guard_hold_line (EtDb *db, const EtLineClaim *claim, gboolean *ret_held, GError **error)
{
  g_autoptr (EtDbStmt) seen = look_for (
      "SELECT id FROM offers WHERE id = :id AND max_per_account IS NOT NULL AND "
      "max_per_account < :held + (" ET_HOLD_COUNT_OF_ACCOUNT ") AND id = :offer_id",
      claim->offer_id, error);

  if (seen == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (seen, "account_id", claim->account_id);
  et_db_stmt_bind_int64 (seen, "order_id", claim->order_id);
  et_db_stmt_bind_int64 (seen, "offer_id", claim->offer_id);
  et_db_stmt_bind_int64 (seen, "held", claim->held);
  return finish_look (seen, ret_held, error) && (!*ret_held || hold_line (db, claim, error));
}

gboolean
et_guard_take_event_places (
    EtDb *db, int64_t event_id, int64_t people, gboolean *ret_taken, GError **error)
{
  g_autoptr (EtDbStmt) seen = look_for (
      "SELECT id FROM events WHERE id = :id AND taken + :people > capacity", event_id, error);
  g_autoptr (EtDbStmt) stmt = NULL;

  if (seen == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (seen, "people", people);
  if (!finish_look (seen, ret_taken, error) || !drop_check (db, error))
    return FALSE;
  if (!*ret_taken)
    return TRUE;

  stmt = et_db_prepare (db, "UPDATE events SET taken = taken + :people WHERE id = :id", error);
  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "id", event_id);
  et_db_stmt_bind_int64 (stmt, "people", people);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_guard_claim_cart (
    EtDb *db, int64_t account_id, int64_t now, int64_t *ret_order_id, GError **error)
{
  EtDb *view = look (error);
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE orders SET state = 'pending', pending_at = :now, "
                            "payment_attempt = payment_attempt + 1 WHERE id = :id",
                            error);

  if (view == NULL || stmt == NULL ||
      !et_cart_repo_find_of_account (view, account_id, ret_order_id, error))
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", *ret_order_id);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_guard_expire_hold (
    EtDb *db, int64_t order_id, int64_t now, gboolean *ret_expired, GError **error)
{
  g_autoptr (EtDbStmt) seen = look_for ("SELECT id FROM orders WHERE id = :id AND "
                                        "(state <> 'cart' OR held_until > :now)",
                                        order_id, error);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE orders SET held_until = NULL, prolonged = 0 WHERE id = :id", error);

  if (seen == NULL || stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (seen, "now", now);
  if (!finish_look (seen, ret_expired, error) || !*ret_expired)
    return *ret_expired == FALSE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_guard_settle_order (EtDb *db,
                       const EtSettlement *settlement,
                       gboolean *ret_settled,
                       GError **error)
{
  g_autoptr (EtDbStmt) seen = look_for ("SELECT id FROM orders WHERE id = :id AND state = 'paid'",
                                        settlement->order->order_id, error);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE orders SET state = :state, pending_at = NULL, "
                                             "code = :code, paid_at = :paid_at, "
                                             "held_until = NULL, prolonged = 0 WHERE id = :id",
                                             error);

  if (stmt == NULL || !finish_look (seen, ret_settled, error))
    return FALSE;
  if (!*ret_settled)
    return TRUE;

  et_db_stmt_bind_int64 (stmt, "id", settlement->order->order_id);
  et_db_stmt_bind_text (stmt, "state", settlement->state);
  et_db_stmt_bind_text (stmt, "code", settlement->code);
  et_db_stmt_bind_nullable (stmt, "paid_at", settlement->paid_at);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_guard_end_order (
    EtDb *db, int64_t order_id, const char *state, gboolean *ret_ended, GError **error)
{
  g_autoptr (EtDbStmt) seen = look_for (
      "SELECT id FROM tickets WHERE order_id = :id AND credit_note_id IS NULL", order_id, error);
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "UPDATE orders SET state = :state WHERE id = :id", error);

  if (stmt == NULL || !finish_look (seen, ret_ended, error))
    return FALSE;
  if (!*ret_ended)
    return TRUE;

  et_db_stmt_bind_int64 (stmt, "id", order_id);
  et_db_stmt_bind_text (stmt, "state", state);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_guard_begin_request (
    EtDb *db, const EtIdempotencyKey *key, int64_t now, gboolean *ret_is_first, GError **error)
{
  EtStoredAnswer answer = { 0 };
  EtDb *view = look (error);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO idempotency_keys (caller, request_key, digest, created_at) "
      "VALUES (:caller, :key, :digest, :now) "
      "ON CONFLICT (caller, request_key) DO UPDATE SET status = NULL",
      error);
  gboolean found, is_same;

  if (view == NULL || stmt == NULL ||
      !et_idempotency_repo_find (view, key, &found, &is_same, &answer, error))
    return FALSE;
  et_stored_answer_clear (&answer);
  *ret_is_first = !found;
  if (found)
    return TRUE;

  et_db_stmt_bind_text (stmt, "caller", key->caller);
  et_db_stmt_bind_text (stmt, "key", key->key);
  et_db_stmt_bind_bytes (stmt, "digest", key->digest, sizeof key->digest);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

gboolean
et_guard_admit (EtDb *db, const EtAdmissionClaim *claim, gboolean *ret_admitted, GError **error)
{
  g_autoptr (EtDbStmt) seen = look_for (
      "SELECT id FROM tickets WHERE id = :id AND state <> 'valid'", claim->ticket_id, error);
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE tickets SET state = 'used', used_at = :now, used_gate = :gate, "
                            "used_by = :staff_id, scan_nonce = :nonce WHERE id = :id",
                            error);

  if (stmt == NULL || !finish_look (seen, ret_admitted, error))
    return FALSE;
  if (!*ret_admitted)
    return TRUE;

  et_db_stmt_bind_int64 (stmt, "id", claim->ticket_id);
  et_db_stmt_bind_int64 (stmt, "now", claim->now);
  et_db_stmt_bind_text (stmt, "gate", claim->gate);
  et_db_stmt_bind_int64 (stmt, "staff_id", claim->staff_id);
  et_db_stmt_bind_text (stmt, "nonce", claim->nonce);
  return et_db_stmt_run (stmt, NULL, error);
}

/* The look was that of the first step, on a reader ahead of the hashing. */
gboolean
et_guard_use_code (
    EtDb *db, const EtCodeClaim *code, int64_t now, gboolean *ret_used, GError **error)
{
  *ret_used = TRUE;
  return et_code_repo_delete_of_account (db, code->account_id, error);
}

gboolean
et_guard_use_totp (EtDb *db, const EtTotpClaim *claim, gboolean *ret_used, GError **error)
{
  *ret_used = TRUE;
  return TRUE;
}

gboolean
et_guard_use_recovery_code (EtDb *db, const EtCodeClaim *code, gboolean *ret_used, GError **error)
{
  *ret_used = TRUE;
  return TRUE;
}

gboolean
et_guard_refund_ticket (EtDb *db,
                        const EtRefundClaim *claim,
                        gboolean *ret_refunded,
                        GError **error)
{
  g_autoptr (EtDbStmt)
      seen = look_for ("SELECT id FROM tickets WHERE id = :id AND credit_note_id IS NOT NULL",
                       claim->ticket_id, error);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE tickets SET credit_note_id = :note_id, state = 'revoked' WHERE id = :id", error);

  if (stmt == NULL || !finish_look (seen, ret_refunded, error))
    return FALSE;
  if (!*ret_refunded)
    return TRUE;

  et_db_stmt_bind_int64 (stmt, "id", claim->ticket_id);
  et_db_stmt_bind_int64 (stmt, "note_id", claim->credit_note_id);
  return et_db_stmt_run (stmt, NULL, error);
}

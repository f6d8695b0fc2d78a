/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-code-repo.h"
#include "server/repo/et-idempotency-repo.h"
#include "server/repo/et-sale-repo.h"
#include "server/repo/et-second-factor-repo.h"

G_BEGIN_DECLS

/* The decisions that two callers may want at once. Each is one guarded statement whose row count
 * is the answer; nothing else in the server decides them, in particular no look before the write.
 * They stand in a library of their own so that a test can link a server without them and see the
 * races happen: tests/server/et-guards-unguarded.c. */

/* Places that a line wants of an offer. */
typedef struct
{
  int64_t offer_id;
  int64_t tickets; /* more than the line holds; 0 asks only whether it may hold them */
  int64_t quantity; /* of the line with them */
  int64_t now;
} EtPlacesClaim;

/* A line that is to hold the places it has been given. */
typedef struct
{
  int64_t account_id;
  int64_t order_id;
  int64_t offer_id;
  int64_t held; /* tickets */
  int64_t held_admits; /* people that each of these lets in */
} EtLineClaim;

/* How a payment attempt ends. */
typedef struct
{
  const EtPendingOrder *order; /* borrowed: as it became pending */
  const char *state; /* "paid", "cart" or "expired" */
  const char *code; /* nullable; of a paid order */
  int64_t paid_at; /* ET_NULL_INT64 unless it is paid */
} EtSettlement;

/* A scan: who admits a ticket, when, where. */
typedef struct
{
  int64_t ticket_id;
  int64_t now;
  int64_t staff_id;
  const char *gate; /* nullable */
  const char *nonce; /* nullable; of the scan */
} EtAdmissionClaim;

/* A ticket that is to be refunded by a credit note. */
typedef struct
{
  int64_t ticket_id;
  int64_t credit_note_id;
  gboolean is_forced; /* a used ticket, too */
} EtRefundClaim;

gboolean et_guard_take_turn (EtDb *db, GError **error);
gboolean et_guard_take_numbers (EtDb *db, int64_t n, int64_t *ret_first, GError **error);
gboolean
et_guard_take_places (EtDb *db, const EtPlacesClaim *claim, gboolean *ret_taken, GError **error);
gboolean et_guard_take_event_places (
    EtDb *db, int64_t event_id, int64_t people, gboolean *ret_taken, GError **error);
gboolean
et_guard_hold_line (EtDb *db, const EtLineClaim *claim, gboolean *ret_held, GError **error);
gboolean et_guard_claim_cart (
    EtDb *db, int64_t account_id, int64_t now, int64_t *ret_order_id, GError **error);
gboolean et_guard_expire_hold (
    EtDb *db, int64_t order_id, int64_t now, gboolean *ret_expired, GError **error);
gboolean et_guard_settle_order (EtDb *db,
                                const EtSettlement *settlement,
                                gboolean *ret_settled,
                                GError **error);
gboolean et_guard_end_order (
    EtDb *db, int64_t order_id, const char *state, gboolean *ret_ended, GError **error);
gboolean et_guard_begin_request (
    EtDb *db, const EtIdempotencyKey *key, int64_t now, gboolean *ret_is_first, GError **error);
gboolean et_guard_use_code (
    EtDb *db, const EtCodeClaim *code, int64_t now, gboolean *ret_used, GError **error);
gboolean et_guard_use_totp (EtDb *db, const EtTotpClaim *claim, gboolean *ret_used, GError **error);
gboolean
et_guard_use_recovery_code (EtDb *db, const EtCodeClaim *code, gboolean *ret_used, GError **error);
gboolean
et_guard_admit (EtDb *db, const EtAdmissionClaim *claim, gboolean *ret_admitted, GError **error);
gboolean et_guard_refund_ticket (EtDb *db,
                                 const EtRefundClaim *claim,
                                 gboolean *ret_refunded,
                                 GError **error);

G_END_DECLS

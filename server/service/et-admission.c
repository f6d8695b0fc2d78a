/* SPDX-License-Identifier: MIT */
#include "server/service/et-admission.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "db/et-db-change.h"
#include "server/repo/et-guards.h"
#include "server/service/et-audit.h"
#include "server/service/et-ticket-issue.h"

void
et_admission_clear (EtAdmission *admission)
{
  g_clear_pointer (&admission->row, et_admission_row_free);
}

/* So that whoever stands at the gate sees whose ticket was refused. */
static void
describe (GError **error, const EtAdmissionRow *row)
{
  et_error_add_int64 (error, "ticket_id", row->ticket_id);
  et_error_add_text (error, "short_number", row->short_number);
  et_error_add_text (error, "offer", row->offer_name);
  et_error_add_text (error, "event_name", row->event_name);
  et_error_add_text (error, "holder", row->holder);
  et_error_add_int64 (error, "admits", row->admits);
}

static gboolean
refuse_revoked (const EtAdmissionRow *row, GError **error)
{
  if (row->is_refunded)
    et_error_set_sentence (error, ET_ERROR_REVOKED, N_ ("This ticket was refunded"));
  else
    et_error_set (error, ET_ERROR_REVOKED);
  if (row->is_refunded)
    et_error_add_text (error, "reason", "refunded");
  describe (error, row);
  return FALSE;
}

static gboolean
refuse_used (const EtAdmissionRow *row, GError **error)
{
  et_error_set (error, ET_ERROR_ALREADY_USED);
  et_error_add_time (error, "first_used_at", row->used_at);
  et_error_add_text (error, "gate", row->used_gate);
  describe (error, row);
  return FALSE;
}

static gboolean
refuse_outside (const EtAdmissionRow *row, int64_t from, int64_t until, GError **error)
{
  et_error_set (error, ET_ERROR_OUTSIDE_VALIDITY);
  et_error_add_time (error, "valid_from", from);
  et_error_add_time (error, "valid_until", until);
  describe (error, row);
  return FALSE;
}

/* Whether this is another try of the scan that admitted the ticket: the same word from another
 * account or at another gate is another scan. */
static gboolean
is_repeated (const EtAdmissionRow *row, const EtScan *scan)
{
  const char *first = row->scan_nonce, *this_one = scan->nonce;

  return this_one != NULL && g_strcmp0 (first, this_one) == 0 && row->used_by == scan->account_id &&
         g_strcmp0 (row->used_gate, scan->gate) == 0;
}

/* Reads the row anew that another scan wrote, and answers with it: as the first time when this is
 * the same scan again. */
static gboolean
answer_used (EtAdmission *admission, EtDb *db, const EtScan *scan, GError **error)
{
  EtAdmissionRow *used = et_admission_repo_find (db, admission->row->ticket_id, error);

  if (used == NULL)
    return FALSE;
  et_admission_row_free (admission->row);
  admission->row = used;
  return is_repeated (used, scan) || refuse_used (used, error);
}

/* Of all scans the guard lets one through. @ret_admitted: FALSE when another one came first. */
static gboolean
admit_once (
    EtAdmissionRow *row, EtDb *db, const EtScan *scan, gboolean *ret_admitted, GError **error)
{
  EtAdmissionClaim claim = { row->ticket_id, scan->now, scan->account_id, scan->gate, scan->nonce };

  if (!et_guard_admit (db, &claim, ret_admitted, error))
    return FALSE;
  if (*ret_admitted)
    {
      et_db_announce (db, "ticket", row->ticket_id, row->account_id, FALSE);
      et_record_set_text (&row->state, "used");
      et_record_set_text (&row->used_gate, scan->gate);
      row->used_at = scan->now;
    }
  return TRUE;
}

/* The dates are the event's as they stand now, not those that the key was made with. A ticket that
 * was used is refused for that at any time. */
static gboolean
check_time (const EtAdmissionRow *row, int64_t now, GError **error)
{
  int64_t from = et_ticket_valid_from (row->starts_at);
  int64_t until = et_ticket_valid_until (row->ends_at);

  return (now >= from && now <= until) || g_str_equal (row->state, "used") ||
         refuse_outside (row, from, until, error);
}

/* Admits the ticket of admission->row, which may be another reading of it afterwards. */
static gboolean
admit (EtAdmission *admission, EtDb *db, const EtScan *scan, GError **error)
{
  gboolean is_first;

  if (!check_time (admission->row, scan->now, error) ||
      !admit_once (admission->row, db, scan, &is_first, error) ||
      (!is_first && !answer_used (admission, db, scan, error)))
    return FALSE;

  admission->is_admitted = TRUE;
  admission->verified_at = admission->row->used_at;
  return TRUE;
}

/* Reads the ticket that is to be admitted. Sets ET_ERROR_TICKET_UNKNOWN, also for an account that
 * may not know of it, and ET_ERROR_REVOKED.
 * @nonce: (nullable): of the key that was shown; another than the ticket's is that of an earlier
 * edition. */
static gboolean
find_ticket (EtAdmission *admission,
             EtDb *db,
             int64_t ticket_id,
             const EtScan *scan,
             const guint8 *nonce,
             GError **error)
{
  EtAdmissionRow *row = admission->row = et_admission_repo_find (db, ticket_id, error);

  if (row == NULL)
    return FALSE;
  if (scan->role < ET_ROLE_STAFF && row->account_id != scan->account_id)
    {
      et_error_set (error, ET_ERROR_TICKET_UNKNOWN);
      return FALSE;
    }
  if (g_str_equal (row->state, "revoked") ||
      (nonce != NULL && sodium_memcmp (nonce, row->nonce, ET_TICKET_NONCE_SIZE) != 0))
    return refuse_revoked (row, error);
  return TRUE;
}

static void
hand_over (EtAdmission *admission, EtAdmission *ret_admission)
{
  *ret_admission = *admission;
  admission->row = NULL;
}

/* Decides about a ticket whose key was proven: staff admit it, once; its owner only looks; nobody
 * else learns that there is such a ticket. Sets ET_ERROR_TICKET_UNKNOWN, ET_ERROR_REVOKED, ET_ERROR_ALREADY_USED or
 * ET_ERROR_OUTSIDE_VALIDITY. */
gboolean
et_admission_verify (EtDb *db,
                     const EtTicketClaims *claims,
                     const EtScan *scan,
                     EtAdmission *ret_admission,
                     GError **error)
{
  g_auto (EtAdmission) admission = { .verified_at = scan->now };

  if (!find_ticket (&admission, db, claims->ticket_id, scan, claims->nonce, error) ||
      (scan->role >= ET_ROLE_STAFF && !admit (&admission, db, scan, error)))
    return FALSE;

  hand_over (&admission, ret_admission);
  return TRUE;
}

/* Admits a ticket that staff found by its number or its holder, under the same rules, and writes
 * @reason into the audit log. Sets ET_ERROR_NOT_FOUND, or the errors of et_admission_verify(). */
gboolean
et_admission_admit_by_hand (EtDb *db,
                            int64_t ticket_id,
                            const EtScan *scan,
                            const char *reason,
                            EtAdmission *ret_admission,
                            GError **error)
{
  g_auto (EtAdmission) admission = { 0 };

  if (!find_ticket (&admission, db, ticket_id, scan, NULL, error) ||
      !admit (&admission, db, scan, error) ||
      !et_audit_write (db, scan->account_id, "admit_by_hand", "ticket", ticket_id, reason, error))
    return FALSE;

  hand_over (&admission, ret_admission);
  return TRUE;
}

void
et_admission_write_json_members (const EtAdmission *admission, EtJsonWriter *writer)
{
  const EtAdmissionRow *row = admission->row;

  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_int64 (writer, "ticket_id", row->ticket_id);
  et_json_writer_text (writer, "offer", row->offer_name);
  et_json_writer_time (writer, "verified_at", admission->verified_at);
  et_json_writer_bool (writer, "admitted", admission->is_admitted);
  et_json_writer_text (writer, "state", row->state);
  et_json_writer_text (writer, "short_number", row->short_number);
  et_json_writer_text (writer, "event_name", row->event_name);
  et_json_writer_text (writer, "holder", row->holder);
  et_json_writer_int64 (writer, "admits", row->admits);
  et_json_writer_text (writer, "gate", row->used_gate);
  et_json_writer_time (writer, "used_at", row->used_at);
  et_json_writer_time (writer, "valid_from", et_ticket_valid_from (row->starts_at));
  et_json_writer_time (writer, "valid_until", et_ticket_valid_until (row->ends_at));
}

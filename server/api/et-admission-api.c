/* SPDX-License-Identifier: MIT */
#include "server/api/et-admission-api.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "server/service/et-admission.h"
#include "server/service/et-services.h"

static gboolean read_scan (EtRequest *req, GError **error);
static gboolean verify (EtRequest *req, EtDb *db, GError **error);
static gboolean read_by_hand (EtRequest *req, GError **error);
static gboolean admit_by_hand (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_admission_api_routes[] = {
  { "POST", "/api/tickets/verify", ET_ROLE_CUSTOMER, ET_WRITE, read_scan, verify,
    "Check one's own ticket; staff admit it, once", .limit = ET_LIMIT_VERIFICATIONS },
  { "POST", "/api/tickets/{id}/admit", ET_ROLE_STAFF, ET_WRITE, read_by_hand, admit_by_hand,
    "Admit a ticket that was found by its number or holder, with a reason" },
  { NULL },
};
/* clang-format on */

#define MAX_GATE 64
#define MAX_NONCE 64
#define MAX_REASON 500

typedef struct
{
  EtTicketKey key;
  const char *gate; /* nullable */
  const char *nonce; /* nullable */
  const char *reason; /* nullable */
} ScanRequest;

/* The original knows the words for a key that is missing; a key of another type is another
 * mistake. The signature is proven here, where several threads may do it at once. */
static gboolean
read_key (EtRequest *req, EtTicketKey *ret_key, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  const char *text;

  if (!et_request_has (req, "ticket_key"))
    {
      et_error_set (error, ET_ERROR_TICKET_KEY_MISSING);
      return FALSE;
    }
  if (!et_request_read_text (req, "ticket_key", 0, G_MAXSIZE, &text, error) ||
      !et_ticket_key_parse (text, ret_key, error))
    return FALSE;
  if (!et_signing_keys_prove (services->signing_keys, ret_key))
    {
      et_error_set (error, ET_ERROR_TICKET_UNKNOWN);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_direction (EtRequest *req, GError **error)
{
  const char *direction;

  if (!et_request_read_text_or (req, "direction", 1, 8, "in", &direction, error))
    return FALSE;
  if (!g_str_equal (direction, "in"))
    et_error_set_field (error, "direction", N_ ("“{field}” must be in"));
  return g_str_equal (direction, "in");
}

static gboolean
read_place (EtRequest *req, ScanRequest *parsed, GError **error)
{
  return et_request_read_text_or (req, "gate", 1, MAX_GATE, NULL, &parsed->gate, error) &&
         et_request_read_text_or (req, "nonce", 1, MAX_NONCE, NULL, &parsed->nonce, error);
}

static gboolean
read_scan (EtRequest *req, GError **error)
{
  ScanRequest *parsed = et_request_new_parsed (req, ScanRequest, NULL);

  return read_key (req, &parsed->key, error) && read_place (req, parsed, error) &&
         read_direction (req, error);
}

static void
fill_in_scan (EtRequest *req, EtScan *scan)
{
  const EtCaller *caller = et_request_get_caller (req);
  const ScanRequest *parsed = et_request_get_parsed (req);

  *scan = (EtScan){ caller->account_id, caller->role, et_time_now (), parsed->gate, parsed->nonce };
}

static void
answer (EtRequest *req, const EtAdmission *admission)
{
  et_admission_write_json_members (admission, et_request_begin_json (req));
  et_request_finish_json (req);
}

static void
note_admission (EtRequest *req, const EtAdmission *admission)
{
  if (admission->is_admitted)
    et_request_note_event (req,
                           "event=ticket_admitted ticket=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
                           admission->row->ticket_id, et_request_get_caller (req)->account_id);
}

static gboolean
refuse (EtRequest *req, int64_t ticket_id, const GError *error)
{
  et_request_note_refusal (req, error,
                           "event=ticket_refused ticket=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
                           ticket_id, et_request_get_caller (req)->account_id);
  return FALSE;
}

static gboolean
verify (EtRequest *req, EtDb *db, GError **error)
{
  const ScanRequest *parsed = et_request_get_parsed (req);
  g_auto (EtAdmission) admission = { 0 };
  EtScan scan;

  fill_in_scan (req, &scan);
  if (!et_admission_verify (db, &parsed->key.claims, &scan, &admission, error))
    return refuse (req, parsed->key.claims.ticket_id, *error);
  note_admission (req, &admission);
  answer (req, &admission);
  return TRUE;
}

static gboolean
read_by_hand (EtRequest *req, GError **error)
{
  static const char *const members[] = { "reason", "gate", "nonce", NULL };
  ScanRequest *parsed = et_request_new_parsed (req, ScanRequest, NULL);

  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_text (req, "reason", 1, MAX_REASON, &parsed->reason, error) &&
         read_place (req, parsed, error);
}

static gboolean
admit_by_hand (EtRequest *req, EtDb *db, GError **error)
{
  const ScanRequest *parsed = et_request_get_parsed (req);
  g_auto (EtAdmission) admission = { 0 };
  EtScan scan;

  fill_in_scan (req, &scan);
  if (!et_admission_admit_by_hand (db, et_request_get_id (req), &scan, parsed->reason, &admission,
                                   error))
    return refuse (req, et_request_get_id (req), *error);
  note_admission (req, &admission);
  answer (req, &admission);
  return TRUE;
}

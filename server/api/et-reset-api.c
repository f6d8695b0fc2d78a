/* SPDX-License-Identifier: MIT */
#include "server/api/et-reset-api.h"

#include "server/api/et-password-text.h"
#include "server/service/et-password-reset.h"

static gboolean read_issue (EtRequest *req, GError **error);
static gboolean issue_code (EtRequest *req, EtDb *db, GError **error);
static gboolean read_reset (EtRequest *req, GError **error);
static gboolean find_account (EtRequest *req, EtDb *db, GError **error);
static gboolean hash_password (EtRequest *req, EtDb *db, GError **error);
static gboolean reset_password (EtRequest *req, EtDb *db, GError **error);

#define MAX_CODE 64

/* clang-format off */
const EtRoute et_reset_api_routes[] = {
  { "POST", "/api/{admin}/accounts/{id}/reset-code", ET_ROLE_ADMIN, ET_WRITE, read_issue,
    issue_code, "Make a code for somebody who forgot the password, good once and for 15 minutes",
    .answers_with_token = TRUE },
  { "POST", "/api/accounts/reset-password", ET_ROLE_ANYONE, ET_READ, read_reset, find_account,
    "Set a new password with a code from an administrator",
    { { ET_HASH, hash_password }, { ET_WRITE, reset_password } },
    .limit = ET_LIMIT_LOGINS },
  { NULL },
};
/* clang-format on */

static gboolean
read_issue (EtRequest *req, GError **error)
{
  static const char *const members[] = { NULL };

  et_request_new_parsed (req, EtIssuedCode, et_issued_code_clear);
  return et_request_refuse_unknown (req, members, error);
}

static gboolean
issue_code (EtRequest *req, EtDb *db, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;
  int64_t account_id = et_request_get_id (req);
  EtIssuedCode *issued = et_request_get_parsed (req);
  EtJsonWriter *writer;

  if (!et_password_reset_issue (db, actor_id, account_id, issued, error))
    return FALSE;
  et_request_note_event (
      req, "event=reset_code_issued account=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT, account_id,
      actor_id);
  writer = et_request_begin_json (req);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_text (writer, "code", issued->code);
  et_json_writer_time (writer, "expires_at", issued->expires_at);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_reset (EtRequest *req, GError **error)
{
  static const char *const members[] = { "username", "code", "new_password", NULL };
  EtPasswordReset *reset = et_request_new_parsed (req, EtPasswordReset, et_password_reset_clear);

  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_text (req, "username", 1, G_MAXUINT16, &reset->username, error) &&
         et_request_read_text (req, "code", 1, MAX_CODE, &reset->code, error) &&
         et_password_text_read (req, "new_password", &reset->new_password, error);
}

static gboolean
find_account (EtRequest *req, EtDb *db, GError **error)
{
  return et_password_reset_find (db, et_request_get_parsed (req), error);
}

static gboolean
hash_password (EtRequest *req, EtDb *db, GError **error)
{
  return et_password_reset_hash (et_request_get_parsed (req), error);
}

static gboolean
reset_password (EtRequest *req, EtDb *db, GError **error)
{
  const EtPasswordReset *reset = et_request_get_parsed (req);

  if (!et_password_reset_finish (db, reset, error))
    return FALSE;
  et_request_note_event (req, "event=password_reset account=%" G_GINT64_FORMAT,
                         reset->claim.account_id);
  et_request_answer_ok (req);
  return TRUE;
}

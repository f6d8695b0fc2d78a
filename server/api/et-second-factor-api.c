/* SPDX-License-Identifier: MIT */
#include "server/api/et-second-factor-api.h"

#include "server/api/et-password-text.h"
#include "server/api/et-proof.h"
#include "server/repo/et-account-repo.h"
#include "server/service/et-services.h"

static gboolean show_factor (EtRequest *req, EtDb *db, GError **error);
static gboolean read_enrolment (EtRequest *req, GError **error);
static gboolean enrol (EtRequest *req, EtDb *db, GError **error);
static gboolean read_confirmation (EtRequest *req, GError **error);
static gboolean confirm (EtRequest *req, EtDb *db, GError **error);
static gboolean read_removal (EtRequest *req, GError **error);
static gboolean remove_own (EtRequest *req, EtDb *db, GError **error);
static gboolean remove_other (EtRequest *req, EtDb *db, GError **error);

#define MAX_CODE 64

/* clang-format off */
const EtRoute et_second_factor_api_routes[] = {
  { "GET", "/api/accounts/me/second-factor", ET_ROLE_CUSTOMER, ET_READ, NULL, show_factor,
    "Whether signing in takes a second step", .serves_enrolment = TRUE },
  { "POST", "/api/accounts/me/second-factor", ET_ROLE_CUSTOMER, ET_READ, read_enrolment,
    et_proof_find, "Begin to set up the second step: a secret for an authenticator",
    { { ET_HASH, et_proof_verify }, { ET_WRITE, enrol } },
    .answers_with_token = TRUE, .serves_enrolment = TRUE },
  { "POST", "/api/accounts/me/second-factor/confirm", ET_ROLE_CUSTOMER, ET_WRITE, read_confirmation,
    confirm, "Put the second step into force with its first code", .answers_with_token = TRUE,
    .serves_enrolment = TRUE },
  { "DELETE", "/api/accounts/me/second-factor", ET_ROLE_CUSTOMER, ET_READ, read_removal,
    et_proof_find, "Sign in without a second step again",
    { { ET_HASH, et_proof_verify }, { ET_WRITE, remove_own } } },
  { "DELETE", "/api/{admin}/accounts/{id}/second-factor", ET_ROLE_ADMIN, ET_WRITE, NULL,
    remove_other, "Take away the second step of somebody who lost it" },
  { NULL },
};
/* clang-format on */

/* A request that takes the password once more. */
typedef struct
{
  EtProof proof;
  EtEnrolment enrolment;
} ProvenRequest;

static void
clear_proven_request (ProvenRequest *parsed)
{
  et_proof_clear (&parsed->proof);
  et_enrolment_clear (&parsed->enrolment);
}

static gboolean
show_factor (EtRequest *req, EtDb *db, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);
  EtSecondFactor factor;
  EtJsonWriter *writer;
  int64_t n_codes;

  if (!et_second_factor_repo_find (db, caller->account_id, &factor, error) ||
      !et_second_factor_repo_count_recovery_codes (db, caller->account_id, &n_codes, error))
    return FALSE;
  writer = et_request_begin_json (req);
  et_json_writer_bool (writer, "enabled", factor.is_confirmed);
  et_json_writer_bool (writer, "due", caller->must_enrol);
  et_json_writer_int64 (writer, "recovery_codes", n_codes);
  et_request_finish_json (req);
  return TRUE;
}

static ProvenRequest *
new_proven_request (EtRequest *req)
{
  ProvenRequest *parsed = et_request_new_parsed (req, ProvenRequest, clear_proven_request);

  et_proof_begin (&parsed->proof, req);
  return parsed;
}

static gboolean
read_enrolment (EtRequest *req, GError **error)
{
  static const char *const members[] = { "password", NULL };
  ProvenRequest *parsed = new_proven_request (req);

  return et_request_refuse_unknown (req, members, error) &&
         et_password_text_read (req, "password", &parsed->proof.attempt.password, error);
}

static gboolean
enrol (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  ProvenRequest *parsed = et_request_get_parsed (req);
  EtJsonWriter *writer;

  if (!et_second_step_enrol (db, services, parsed->proof.account, &parsed->enrolment, error))
    return FALSE;
  writer = et_request_begin_json (req);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_text (writer, "secret", parsed->enrolment.secret);
  et_json_writer_text (writer, "uri", parsed->enrolment.uri);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_confirmation (EtRequest *req, GError **error)
{
  static const char *const members[] = { "code", NULL };
  const char **code = et_request_new_parsed (req, const char *, NULL);

  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_text (req, "code", 1, MAX_CODE, code, error);
}

static gboolean
confirm (EtRequest *req, EtDb *db, GError **error)
{
  int64_t account_id = et_request_get_caller (req)->account_id;
  const char *const *code = et_request_get_parsed (req);
  const EtServices *services = et_request_get_app (req);
  g_autoptr (GPtrArray)
      codes = et_second_step_confirm (db, services->signing_keys, account_id, *code, error);
  EtJsonWriter *writer;

  if (codes == NULL)
    return FALSE;
  et_request_note_event (req, "event=second_factor_added account=%" G_GINT64_FORMAT, account_id);
  writer = et_request_begin_json (req);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_begin_array (writer, "recovery_codes");
  for (guint i = 0; i < codes->len; i++)
    et_json_writer_text (writer, NULL, codes->pdata[i]);
  et_json_writer_end_array (writer);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_removal (EtRequest *req, GError **error)
{
  static const char *const members[] = { "password", "code", NULL };
  ProvenRequest *parsed = new_proven_request (req);

  parsed->proof.attempt.takes_two_steps = TRUE;
  return et_request_refuse_unknown (req, members, error) &&
         et_password_text_read (req, "password", &parsed->proof.attempt.password, error) &&
         et_request_read_text_or (req, "code", 1, MAX_CODE, NULL,
                                  &parsed->proof.attempt.second.code, error);
}

static gboolean
remove_factor (EtRequest *req, EtDb *db, int64_t account_id, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;

  if (!et_second_step_remove (db, actor_id, account_id, error))
    return FALSE;
  et_request_note_event (
      req, "event=second_factor_removed account=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
      account_id, actor_id);
  et_request_answer_ok (req);
  return TRUE;
}

static gboolean
remove_own (EtRequest *req, EtDb *db, GError **error)
{
  ProvenRequest *parsed = et_request_get_parsed (req);

  return et_second_step_use (db, &parsed->proof.attempt.second, error) &&
         remove_factor (req, db, parsed->proof.account->id, error);
}

static gboolean
remove_other (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, et_request_get_id (req), error);

  return account != NULL && remove_factor (req, db, account->id, error);
}

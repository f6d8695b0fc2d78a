/* SPDX-License-Identifier: MIT */
#include "server/api/et-account-api.h"

#include <glib/gi18n-lib.h>

#include "core/et-translation.h"
#include "server/api/et-line.h"
#include "server/api/et-password-text.h"
#include "server/api/et-proof.h"
#include "server/api/et-visitor.h"
#include "server/repo/et-account-repo.h"
#include "server/service/et-profile.h"
#include "server/service/et-services.h"
#include "server/service/et-sign-up.h"

static gboolean show_account (EtRequest *req, EtDb *db, GError **error);
static gboolean read_change (EtRequest *req, GError **error);
static gboolean save_account (EtRequest *req, EtDb *db, GError **error);
static gboolean read_deletion (EtRequest *req, GError **error);
static gboolean read_password_change (EtRequest *req, GError **error);
static gboolean delete_account (EtRequest *req, EtDb *db, GError **error);
static gboolean hash_new_password (EtRequest *req, EtDb *db, GError **error);
static gboolean set_password (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_account_api_routes[] = {
  { "GET", "/api/accounts/me", ET_ROLE_CUSTOMER, ET_READ, NULL, show_account,
    "One's own account", .serves_enrolment = TRUE },
  { "PATCH", "/api/accounts/me", ET_ROLE_CUSTOMER, ET_WRITE, read_change, save_account,
    "Change e-mail, display name, language or postal address" },
  { "DELETE", "/api/accounts/me", ET_ROLE_CUSTOMER, ET_READ, read_deletion, et_proof_find,
    "Delete one's own account", { { ET_HASH, et_proof_verify }, { ET_WRITE, delete_account } } },
  { "POST", "/api/accounts/password", ET_ROLE_CUSTOMER, ET_READ, read_password_change,
    et_proof_find, "Change one's password",
    { { ET_HASH, hash_new_password }, { ET_WRITE, set_password } } },
  { NULL },
};
/* clang-format on */

/* A request that takes the password once more. */
typedef struct
{
  EtProof proof;
  const char *new_password; /* nullable */
  char *new_hash; /* owned, nullable */
} ProvenRequest;

static void
clear_proven_request (ProvenRequest *parsed)
{
  et_proof_clear (&parsed->proof);
  g_free (parsed->new_hash);
}

static int64_t
get_account_id (EtRequest *req)
{
  return et_request_get_caller (req)->account_id;
}

static void
answer_account (EtRequest *req, EtAccount *account)
{
  const EtServices *services = et_request_get_app (req);

  if (et_account_get_role (account) == ET_ROLE_ADMIN)
    et_record_set_text (&account->admin_path, services->config->admin_path);
  et_record_write_json_members (account, et_request_begin_json (req));
  et_request_finish_json (req);
}

static gboolean
show_account (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, get_account_id (req), error);

  if (account == NULL)
    return FALSE;
  answer_account (req, account);
  return TRUE;
}

static gboolean
check_language (const char *language, GError **error)
{
  if (language == NULL || g_strv_contains (et_languages, language))
    return TRUE;
  et_error_set_field (error, "language", N_ ("“{field}” must be en, fr, de or es"));
  return FALSE;
}

static gboolean
read_change (EtRequest *req, GError **error)
{
  EtProfileChange *change = et_request_new_parsed (req, EtProfileChange, NULL);
  const char *names[ET_N_PROFILE_MEMBERS + 1] = { NULL };

  for (guint i = 0; i < ET_N_PROFILE_MEMBERS; i++)
    names[i] = et_profile_members[i].name;
  if (!et_request_refuse_unknown (req, names, error))
    return FALSE;
  for (guint i = 0; i < ET_N_PROFILE_MEMBERS; i++)
    if (!et_line_read_erasable (req, names[i], et_profile_members[i].max, &change->has[i],
                                &change->text[i], error))
      return FALSE;
  return check_language (change->text[ET_PROFILE_LANGUAGE], error);
}

static gboolean
save_account (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtAccount)
      account = et_profile_save (db, get_account_id (req), et_request_get_parsed (req), error);

  if (account == NULL)
    return FALSE;
  answer_account (req, account);
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
read_deletion (EtRequest *req, GError **error)
{
  static const char *const members[] = { "password", NULL };
  ProvenRequest *parsed = new_proven_request (req);

  return et_request_refuse_unknown (req, members, error) &&
         et_password_text_read (req, "password", &parsed->proof.attempt.password, error);
}

static gboolean
read_password_change (EtRequest *req, GError **error)
{
  static const char *const members[] = { "old_password", "new_password", NULL };
  ProvenRequest *parsed = new_proven_request (req);

  return et_request_refuse_unknown (req, members, error) &&
         et_password_text_read (req, "old_password", &parsed->proof.attempt.password, error) &&
         et_password_text_read (req, "new_password", &parsed->new_password, error);
}

static gboolean
delete_account (EtRequest *req, EtDb *db, GError **error)
{
  if (!et_profile_delete (db, get_account_id (req), error))
    return FALSE;
  if (et_request_get_caller (req)->by_cookie)
    et_visitor_clear_cookies (req);
  et_request_answer_ok (req);
  return TRUE;
}

static gboolean
hash_new_password (EtRequest *req, EtDb *db, GError **error)
{
  ProvenRequest *parsed = et_request_get_parsed (req);

  return et_proof_verify (req, db, error) &&
         et_profile_hash_password (parsed->proof.account, parsed->new_password, &parsed->new_hash,
                                   error);
}

static gboolean
set_password (EtRequest *req, EtDb *db, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);
  ProvenRequest *parsed = et_request_get_parsed (req);

  if (!et_profile_set_password (db, caller->account_id, caller->session_id, parsed->new_hash,
                                error))
    return FALSE;
  et_request_answer_ok (req);
  return TRUE;
}

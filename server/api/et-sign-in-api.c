/* SPDX-License-Identifier: MIT */
#include "server/api/et-sign-in-api.h"

#include "server/api/et-cart-wishes.h"
#include "server/api/et-password-text.h"
#include "server/api/et-visitor.h"
#include "server/service/et-services.h"
#include "server/service/et-hold.h"
#include "server/service/et-sign-in.h"
#include "server/service/et-sign-up.h"

static gboolean read_sign_up (EtRequest *req, GError **error);
static gboolean check_name (EtRequest *req, EtDb *db, GError **error);
static gboolean hash_password (EtRequest *req, EtDb *db, GError **error);
static gboolean create_account (EtRequest *req, EtDb *db, GError **error);
static gboolean read_sign_in (EtRequest *req, GError **error);
static gboolean find_account (EtRequest *req, EtDb *db, GError **error);
static gboolean verify_password (EtRequest *req, EtDb *db, GError **error);
static gboolean begin_session (EtRequest *req, EtDb *db, GError **error);
static gboolean end_session (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_sign_in_api_routes[] = {
  { "POST", "/api/accounts/signup", ET_ROLE_ANYONE, ET_READ, read_sign_up, check_name,
    "Make an account and sign in", { { ET_HASH, hash_password }, { ET_WRITE, create_account } },
    .answers_with_token = TRUE, .limit = ET_LIMIT_SIGNUPS },
  { "POST", "/api/accounts/login", ET_ROLE_ANYONE, ET_READ, read_sign_in, find_account,
    "Sign in", { { ET_HASH, verify_password }, { ET_WRITE, begin_session } },
    .answers_with_token = TRUE, .limit = ET_LIMIT_LOGINS },
  { "POST", "/api/accounts/logout", ET_ROLE_CUSTOMER, ET_WRITE, NULL, end_session,
    "End this session", .serves_enrolment = TRUE },
  { NULL },
};
/* clang-format on */

typedef struct
{
  EtSignUp wish;
  char *hash; /* owned */
  EtCartWishes cart;
} SignUpRequest;

typedef struct
{
  const char *username;
  EtSignIn attempt;
  EtCartWishes cart;
} SignInRequest;

static void
clear_sign_up (SignUpRequest *parsed)
{
  g_free (parsed->hash);
}

static void
clear_sign_in (SignInRequest *parsed)
{
  et_sign_in_clear (&parsed->attempt);
}

/* What the caller had as a guest, or as somebody else with a cookie, becomes the account's or ends:
 * a session before signing in must not be the one after it. */
static gboolean
leave_old_session (
    EtRequest *req, EtDb *db, int64_t account_id, const EtCartWishes *cart, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  const EtCaller *caller = et_request_get_caller (req);
  int64_t guest_session = caller->account_id == 0 ? caller->session_id : 0;

  if ((guest_session != 0 || cart->n > 0) &&
      !et_cart_adopt (db, services->config, account_id, guest_session, cart->wishes, cart->n,
                      error))
    return FALSE;
  return !caller->by_cookie || caller->session_id == 0 ||
         et_session_end (db, caller->session_id, error);
}

static gboolean
answer_signed_in (
    EtRequest *req, EtDb *db, int64_t account_id, const EtNewSession *session, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, account_id, error);
  EtJsonWriter *writer;

  if (account == NULL)
    return FALSE;

  et_visitor_set_cookies (req, session);
  writer = et_request_begin_json (req);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_text (writer, "token", session->token);
  et_json_writer_time (writer, "expires_at", session->expires_at);
  et_record_write_json (account, "account", writer);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
read_sign_up (EtRequest *req, GError **error)
{
  static const char *const members[] = { "username", "password",   "email", "display_name",
                                         "cart",     "setup_code", NULL };
  SignUpRequest *parsed = et_request_new_parsed (req, SignUpRequest, clear_sign_up);
  EtSignUp *wish = &parsed->wish;

  if (!et_request_refuse_unknown (req, members, error) ||
      !et_request_read_text_or (req, "setup_code", 1, 64, NULL, &wish->setup_code, error))
    return FALSE;
  wish->role = wish->setup_code != NULL ? ET_ROLE_ADMIN : ET_ROLE_CUSTOMER;
  return et_request_read_text (req, "username", 1, G_MAXUINT16, &wish->username, error) &&
         et_password_text_read (req, "password", &wish->password, error) &&
         et_request_read_text_or (req, "email", 1, G_MAXUINT16, NULL, &wish->email, error) &&
         et_request_read_text_or (req, "display_name", 1, ET_DISPLAY_NAME_MAX, NULL,
                                  &wish->display_name, error) &&
         et_cart_wishes_read (req, &parsed->cart, error) && et_sign_up_check (wish, error);
}

static gboolean
check_name (EtRequest *req, EtDb *db, GError **error)
{
  SignUpRequest *parsed = et_request_get_parsed (req);

  return et_sign_up_check_setup_code (db, &parsed->wish, error) &&
         et_sign_up_check_name_is_free (db, &parsed->wish, error);
}

static gboolean
hash_password (EtRequest *req, EtDb *db, GError **error)
{
  SignUpRequest *parsed = et_request_get_parsed (req);

  return et_sign_up_hash_password (&parsed->wish, &parsed->hash, error);
}

static gboolean
create_account (EtRequest *req, EtDb *db, GError **error)
{
  SignUpRequest *parsed = et_request_get_parsed (req);
  EtNewSession session;
  int64_t account_id;

  if (!et_sign_up_create (db, &parsed->wish, parsed->hash, &account_id, error) ||
      !et_session_begin (db, account_id, et_request_get_address (req), &session, error) ||
      !leave_old_session (req, db, account_id, &parsed->cart, error))
    return FALSE;

  et_request_note_event (req, "event=account_created account=%" G_GINT64_FORMAT " role=%s",
                         account_id, et_role_to_word (parsed->wish.role));
  et_request_set_status (req, 201);
  return answer_signed_in (req, db, account_id, &session, error);
}

static gboolean
read_sign_in (EtRequest *req, GError **error)
{
  static const char *const members[] = { "username", "password", "code", "cart", NULL };
  SignInRequest *parsed = et_request_new_parsed (req, SignInRequest, clear_sign_in);

  parsed->attempt.address = et_request_get_address (req);
  parsed->attempt.takes_two_steps = TRUE;
  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_text (req, "username", 1, G_MAXUINT16, &parsed->username, error) &&
         et_password_text_read (req, "password", &parsed->attempt.password, error) &&
         et_request_read_text_or (req, "code", 1, 64, NULL, &parsed->attempt.second.code, error) &&
         et_cart_wishes_read (req, &parsed->cart, error);
}

static gboolean
find_account (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  SignInRequest *parsed = et_request_get_parsed (req);

  return et_sign_in_find (db, services->signing_keys, &parsed->attempt, parsed->username, error);
}

static gboolean
verify_password (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  SignInRequest *parsed = et_request_get_parsed (req);

  return et_sign_in_verify (&parsed->attempt, services->sign_in_limit, error);
}

static gboolean
begin_session (EtRequest *req, EtDb *db, GError **error)
{
  SignInRequest *parsed = et_request_get_parsed (req);
  int64_t account_id = parsed->attempt.credentials.account_id;
  EtNewSession session;

  return et_sign_in_finish (db, &parsed->attempt, &session, error) &&
         leave_old_session (req, db, account_id, &parsed->cart, error) &&
         answer_signed_in (req, db, account_id, &session, error);
}

static gboolean
end_session (EtRequest *req, EtDb *db, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);

  if (!et_session_end (db, caller->session_id, error) ||
      !et_hold_release_of_account (db, caller->account_id, error))
    return FALSE;
  if (caller->by_cookie)
    et_visitor_clear_cookies (req);
  et_request_answer_ok (req);
  return TRUE;
}

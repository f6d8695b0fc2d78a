/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "cli/et-command.h"
#include "cli/et-json-output.h"
#include "cli/et-text-table.h"
#include "client/et-json.h"
#include "core/et-password-prompt.h"

#define SECOND_STEP "/api/accounts/me/second-factor/"

static gboolean sign_up (EtCli *cli, GError **error);
static gboolean sign_in (EtCli *cli, GError **error);
static gboolean sign_out (EtCli *cli, GError **error);
static gboolean begin_second_step (EtCli *cli, GError **error);
static gboolean confirm_second_step (EtCli *cli, GError **error);

/* clang-format off */
const EtCommand et_account_commands[] = {
  { "signup", NULL, 0, sign_up, N_("Make an account and sign in"),
    { "username", "email", "display-name", "token-file" } },
  { "login", NULL, 0, sign_in, N_("Sign in"), { "username", "token-file" } },
  { "logout", NULL, 0, sign_out, N_("Sign out and empty the offline copy"), { "discard" } },
  { "second-step begin", NULL, 0, begin_second_step, N_("Show the secret for an authenticator"), { NULL } },
  { "second-step confirm", NULL, 0, confirm_second_step, N_("Ask for a code at each sign-in from now on; shows the recovery codes"), { NULL } },
  { NULL },
};
/* clang-format on */

static void
print_account (EtCli *cli, EtSession *session)
{
  EtAccount *account = et_session_get_account (session);
  g_autoptr (EtJsonWriter) writer = NULL;
  g_autofree char *name = NULL;

  if (!cli->options.is_json)
    {
      name = et_text_make_printable (account->username);
      printf (et_cli_text (cli, N_ ("Signed in as %s.\n")), name);
      return;
    }
  writer = et_json_writer_new ();
  et_json_writer_begin_object (writer, NULL);
  et_json_writer_bool (writer, "ok", TRUE);
  et_record_write_json (account, "account", writer);
  et_json_writer_bool (writer, "token_is_kept", et_session_get_token_is_kept (session));
  et_json_writer_end_object (writer);
  et_json_output_print (writer);
}

static gboolean
need_username (EtCli *cli, GError **error)
{
  if (cli->options.username != NULL)
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, N_ ("{word} is missing; see --help"));
  et_error_add_text (error, "word", "--username");
  return FALSE;
}

static void
wipe (char *password)
{
  sodium_memzero (password, strlen (password));
  g_free (password);
}

/* The new token would be lost with this program: it is given back. */
static gboolean
refuse_token_nowhere (EtCli *cli, GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (cli->context), "POST",
                                                  "/api/accounts/logout/", NULL, NULL, NULL, NULL);

  et_error_set_sentence (
      error, ET_ERROR_UNAVAILABLE,
      N_ ("There is no keyring to keep the token in. Unlock one, sign in with --token-file FILE, "
          "or give the token in ETICKETS_TOKEN"));
  return FALSE;
}

static gboolean
sign_up (EtCli *cli, GError **error)
{
  EtSession *session = et_context_get_session (cli->context);
  EtCliOptions *options = &cli->options;
  char *password;
  gboolean is_done;

  if (!need_username (cli, error))
    return FALSE;
  password = et_password_prompt (cli->language, TRUE, error);
  if (password == NULL)
    return FALSE;
  is_done = et_session_sign_up (session, options->username, password, options->email,
                                options->display_name, NULL, error);
  wipe (password);
  if (!is_done)
    return FALSE;
  et_cli_try_sync (cli);
  print_account (cli, session);
  if (!et_session_get_token_is_kept (session))
    et_cli_note (cli, N_ ("There is no keyring to keep the token in: sign in with --token-file "
                          "FILE before the next command."));
  return TRUE;
}

/* Asks for the code of the second step where the account has one. */
static gboolean
sign_in_by_steps (EtCli *cli, const char *password, GError **error)
{
  EtSession *session = et_context_get_session (cli->context);
  g_autoptr (GError) failure = NULL;
  g_autofree char *code = NULL;

  if (et_session_sign_in (session, cli->options.username, password, NULL, NULL, &failure))
    return TRUE;
  if (!g_error_matches (failure, ET_ERROR, ET_ERROR_SECOND_FACTOR_REQUIRED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  code = et_password_prompt_code (cli->language, error);
  return code != NULL &&
         et_session_sign_in (session, cli->options.username, password, code, NULL, error);
}

static gboolean
sign_in (EtCli *cli, GError **error)
{
  EtSession *session = et_context_get_session (cli->context);
  char *password;
  gboolean is_done;

  if (!need_username (cli, error))
    return FALSE;
  password = et_password_prompt (cli->language, FALSE, error);
  if (password == NULL)
    return FALSE;
  is_done = sign_in_by_steps (cli, password, error);
  wipe (password);
  if (!is_done)
    return FALSE;
  if (!et_session_get_token_is_kept (session))
    return refuse_token_nowhere (cli, error);
  et_cli_try_sync (cli);
  print_account (cli, session);
  return TRUE;
}

/* Says what may be done about edits that keep the session. */
static void
advise (GError *refusal, GError **error)
{
  const char *count = et_error_get_detail (refusal, "count");

  if (!g_error_matches (refusal, ET_ERROR, ET_ERROR_CONFLICT) || count == NULL)
    {
      g_propagate_error (error, refusal);
      return;
    }
  et_error_set_sentence (error, ET_ERROR_CONFLICT,
                         N_ ("Changes that have not reached the server would be lost: {count}. "
                             "Sync first, or sign out with --discard"));
  et_error_add_int64 (error, "count", g_ascii_strtoll (count, NULL, 10));
  g_error_free (refusal);
}

static gboolean
sign_out (EtCli *cli, GError **error)
{
  GError *refusal = NULL;

  if (!et_session_sign_out (et_context_get_session (cli->context), cli->options.discards, NULL,
                            &refusal))
    {
      advise (refusal, error);
      return FALSE;
    }
  if (cli->options.is_json)
    et_json_output_ok ();
  else
    puts (et_cli_text (cli, N_ ("Signed out. The offline copy is empty.")));
  return TRUE;
}

static JsonObject *
post_text (EtCli *cli, const char *path, const char *member, const char *text, GError **error)
{
  const char *pairs[] = { member, text, NULL };
  g_autoptr (GBytes) body = et_json_write_texts (pairs);

  return et_remote_call (et_context_get_remote (cli->context), "POST", path, body, NULL, NULL,
                         error);
}

static void
print_secret (EtCli *cli, const char *secret, const char *uri)
{
  g_autoptr (EtJsonWriter) writer = NULL;

  if (!cli->options.is_json)
    {
      printf ("%s\n%s\n", secret, uri);
      return;
    }
  writer = et_json_writer_new ();
  et_json_writer_begin_object (writer, NULL);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_text (writer, "secret", secret);
  et_json_writer_text (writer, "uri", uri);
  et_json_writer_end_object (writer);
  et_json_output_print (writer);
}

/* Nothing changes before a code of the authenticator comes back. */
static gboolean
begin_second_step (EtCli *cli, GError **error)
{
  char *password = et_password_prompt (cli->language, FALSE, error);
  g_autoptr (JsonObject) answer = NULL;
  const char *secret, *uri;

  if (password == NULL)
    return FALSE;
  answer = post_text (cli, SECOND_STEP, "password", password, error);
  wipe (password);
  if (answer == NULL || !et_json_read_text (answer, "secret", &secret, error) ||
      !et_json_read_text (answer, "uri", &uri, error))
    return FALSE;
  print_secret (cli, secret, uri);
  return TRUE;
}

static gboolean
print_recovery_codes (EtCli *cli, JsonArray *codes, GError **error)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_begin_array (writer, "recovery_codes");
  for (guint i = 0; i < json_array_get_length (codes); i++)
    {
      const char *code = json_node_get_string (json_array_get_element (codes, i));

      if (code == NULL)
        {
          et_error_set (error, ET_ERROR_BAD_ANSWER);
          return FALSE;
        }
      et_json_writer_text (writer, NULL, code);
      if (!cli->options.is_json)
        puts (code);
    }
  et_json_writer_end_array (writer);
  et_json_writer_end_object (writer);
  if (cli->options.is_json)
    et_json_output_print (writer);
  return TRUE;
}

static gboolean
confirm_second_step (EtCli *cli, GError **error)
{
  g_autofree char *code = et_password_prompt_code (cli->language, error);
  g_autoptr (JsonObject) answer = NULL;
  JsonArray *codes;

  if (code == NULL)
    return FALSE;
  answer = post_text (cli, SECOND_STEP "confirm/", "code", code, error);
  return answer != NULL && et_json_read_array (answer, "recovery_codes", &codes, error) &&
         print_recovery_codes (cli, codes, error);
}

/* SPDX-License-Identifier: MIT */
#include "cli/et-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/et-json-output.h"
#include "cli/et-text-table.h"
#include "core/et-translation.h"

#define DEFAULT_SERVER "http://127.0.0.1:8000"

static const char *
get_server (EtCli *cli)
{
  const char *server = cli->options.server;

  if (server == NULL)
    server = g_getenv ("ETICKETS_SERVER");
  return server != NULL && *server != '\0' ? server : DEFAULT_SERVER;
}

static void
tell_damage (EtCli *cli)
{
  EtCopyDamage damage;
  g_autofree char *sentence = NULL;

  if (!et_store_get_damage (et_context_get_store (cli->context), &damage))
    return;
  sentence = et_copy_damage_describe (&damage, cli->language);
  fprintf (stderr, "etickets-cli: %s\n", sentence);
}

/* Opens the offline copy of the server and looks for the token. */
gboolean
et_cli_open (EtCli *cli, GError **error)
{
  const char *token = g_getenv ("ETICKETS_TOKEN");

  cli->context = et_context_new (get_server (cli), cli->options.data_dir);
  if (cli->context == NULL)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("“{word}” is not the address of a server"));
      et_error_add_text (error, "word", get_server (cli));
      return FALSE;
    }
  et_remote_set_language (et_context_get_remote (cli->context), cli->language);
  if (token != NULL && *token != '\0')
    et_session_set_token (et_context_get_session (cli->context), token);
  if (cli->options.token_file != NULL)
    et_session_set_token_file (et_context_get_session (cli->context), cli->options.token_file);
  if (!et_context_open (cli->context, NULL, error))
    return FALSE;
  tell_damage (cli);
  return TRUE;
}

void
et_cli_clear (EtCli *cli)
{
  g_clear_object (&cli->context);
  et_cli_options_clear (&cli->options);
}

/* Returns: @msgid in the language of the person, static. */
const char *
et_cli_text (EtCli *cli, const char *msgid)
{
  return et_translate (cli->language, msgid);
}

/* Returns: (transfer full): the error in the language of the person. */
char *
et_cli_get_sentence (EtCli *cli, const GError *error)
{
  return et_error_fill_sentence (error, et_cli_text (cli, error->message), cli->language);
}

/* The exit status that an error means. */
EtExit
et_cli_get_status (const GError *error)
{
  int status;

  switch (et_error_get_code (error))
    {
    case ET_ERROR_CONFIGURATION:
      return ET_EXIT_USAGE;
    case ET_ERROR_OFFLINE:
    case ET_ERROR_BAD_ANSWER:
      return ET_EXIT_OFFLINE;
    case ET_ERROR_UNAUTHENTICATED:
    case ET_ERROR_WRONG_CREDENTIALS:
    case ET_ERROR_WRONG_CODE:
    case ET_ERROR_SECOND_FACTOR_REQUIRED:
      return ET_EXIT_SIGN_IN;
    case ET_ERROR_PAYMENT_TIMEOUT:
      return ET_EXIT_REFUSED;
    case ET_ERROR_IN_PROGRESS:
      return ET_EXIT_BUSY;
    default:
      status = et_error_code_get_status (et_error_get_code (error));
      return status >= 400 && status < 500 ? ET_EXIT_REFUSED : ET_EXIT_FAILED;
    }
}

/* Says what went wrong on standard error, and for programs as JSON on standard output. */
void
et_cli_report (EtCli *cli, const GError *error)
{
  g_autofree char *sentence = et_cli_get_sentence (cli, error);
  g_autofree char *printable = et_text_make_printable (sentence);

  fprintf (stderr, "etickets-cli: %s\n", printable);
  if (cli->options.is_json)
    et_json_output_error (error, sentence);
}

/* Something that the person should know although the command did what it was asked. */
void
et_cli_note (EtCli *cli, const char *msgid)
{
  fprintf (stderr, "etickets-cli: %s\n", et_cli_text (cli, msgid));
}

/* A copy that never saw the server is empty: fills it first. */
gboolean
et_cli_need_catalogue (EtCli *cli, GError **error)
{
  EtSyncStanding standing;

  if (!et_sync_read_standing (et_context_get_store (cli->context), &standing, error))
    return FALSE;
  return standing.last_success != ET_NULL_INT64 ||
         et_sync_run (et_context_get_sync (cli->context), NULL, error);
}

/* Sends what waits if that is possible now; otherwise it goes with the next sync. */
void
et_cli_try_sync (EtCli *cli)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *sentence = NULL;

  if (et_session_get_account (et_context_get_session (cli->context)) == NULL ||
      et_sync_run (et_context_get_sync (cli->context), NULL, &failure))
    return;
  sentence = et_cli_get_sentence (cli, failure);
  fprintf (stderr, "etickets-cli: %s\n", sentence);
  et_cli_note (cli, N_ ("The change is kept and sent with the next sync."));
}

/* Reads a number that names a record. Sets ET_ERROR_CONFIGURATION. */
gboolean
et_cli_read_id (EtCli *cli, const char *text, int64_t *ret_id, GError **error)
{
  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, ret_id, NULL))
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, N_ ("“{word}” is not a number"));
  et_error_add_text (error, "word", text);
  return FALSE;
}

/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>

#include "core/et-error.h"
#include "core/et-password-prompt.h"
#include "core/et-translation.h"
#include "server/commands/et-command-line.h"
#include "server/commands/et-command-socket.h"
#include "server/commands/et-environment.h"
#include "server/commands/et-log.h"
#include "server/commands/et-operator-command.h"
#include "server/commands/et-operator.h"
#include "server/commands/et-restore.h"
#include "server/commands/et-serve.h"
#include "server/db/et-drivers.h"

static int
report (const GError *error, const char *language, int status)
{
  g_autofree char *sentence = et_error_fill_sentence (
      error, et_translate (language, error->message), language);

  fprintf (stderr, "%s\n", sentence);
  return status;
}

static char *
get_password (char **environ_, const char *language, GError **error)
{
  const char *password = g_environ_getenv (environ_, "ETICKETS_PASSWORD");

  if (password == NULL)
    return et_password_prompt (language, TRUE, error);
  return g_utf8_normalize (password, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

/* Returns: (nullable): NULL when the password is missing. */
static EtOperatorRequest *
make_request (const EtConfig *config,
              const EtCommandLine *line,
              char **environ_,
              const char *language,
              GError **error)
{
  g_autoptr (EtOperatorRequest) request = et_operator_request_new ();

  request->database = et_command_socket_get_database (config);
  et_record_set_text (&request->command, line->command);
  et_record_set_text (&request->version, ET_VERSION);
  et_record_set_text (&request->language, language);
  et_record_set_text (&request->role, line->role);
  et_record_set_text (&request->username, line->username);
  et_record_set_text (&request->email, line->email);
  et_record_set_text (&request->file, line->file);
  if (line->username != NULL &&
      (request->password = get_password (environ_, language, error)) == NULL)
    return NULL;
  return g_steal_pointer (&request);
}

static int
run_operator_command (const EtConfig *config,
                      const EtCommandLine *line,
                      char **environ_,
                      const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtOperatorRequest) request = make_request (config, line, environ_, language, &error);
  g_autoptr (EtOperatorReply) reply = NULL;

  if (request == NULL)
    return report (error, language, ET_STATUS_USAGE);
  reply = et_operator_command_run (config, request, &error);
  if (reply == NULL)
    return report (error, language, ET_STATUS_FAILED);
  fputs (reply->output, stdout);
  fputs (reply->errors, stderr);
  return reply->status;
}

static int
restore (const EtConfig *config, const EtCommandLine *line, const char *language)
{
  g_autoptr (GError) error = NULL;

  if (!et_restore (config, line->file, line->force, &error))
    return report (error, language, ET_STATUS_FAILED);
  puts (et_translate (language, N_ ("The backup is the database now.")));
  return 0;
}

static int
run (const EtCommandLine *line, const char *program, const char *language)
{
  gboolean serves = g_str_equal (line->command, "serve");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) environ_ = et_environment_read (line, language, &error);
  g_autoptr (EtConfig) config = NULL;

  if (environ_ == NULL || (config = et_config_new (environ_, serves, language, &error)) == NULL)
    return report (error, language, ET_STATUS_USAGE);

  et_log_start (config->log_level, config->env == ET_ENV_PRODUCTION);
  if (g_str_equal (line->command, "restore"))
    return restore (config, line, language);
  return serves ? et_serve (config, line, program, language)
                : run_operator_command (config, line, environ_, language);
}

/* Puts the process in a state that its environment cannot change. */
static void
prepare_process (void)
{
  umask (077);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is as a disk that is full */
  g_unsetenv ("SOUP_SERVER_HTTP2"); /* libsoup's HTTP/2 server is not fit for use */
  setlocale (LC_ALL, "");
}

int
main (int argc, char **argv)
{
  g_auto (EtCommandLine) line = { 0 };
  g_autoptr (GError) error = NULL;
  const char *language;

  prepare_process ();
  language = et_language_match (g_get_language_names ()[0], "en");
  if (sodium_init () < 0)
    {
      fputs ("libsodium cannot be initialised\n", stderr);
      return ET_STATUS_FAILED;
    }
  et_drivers_add ();
  if (!et_command_line_parse (&line, argv, &error))
    return report (error, language, ET_STATUS_USAGE);
  if (line.wants_help)
    {
      g_autofree char *help = et_command_line_get_help (language);

      fputs (help, stdout);
      return 0;
    }
  if (line.wants_version)
    {
      puts ("etickets-server " ET_VERSION);
      return 0;
    }
  return run (&line, argv[0], language);
}

/* SPDX-License-Identifier: MIT */
#include "server/commands/et-serve.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/et-error.h"
#include "core/et-translation.h"
#include "server/commands/et-environment.h"
#include "server/commands/et-log.h"
#include "server/commands/et-operator.h"
#include "server/commands/et-server.h"
#include "server/commands/et-soundness.h"
#include "server/service/et-password.h"

/* By then a server that was told to stop is no more. */
#define END_MS 9500

/* What the signals are about. */
typedef struct
{
  const EtCommandLine *line;
  const char *language;
  GMainLoop *loop; /* borrowed */
  int status; /* of the program, at its end */
  EtServer *server; /* owned, nullable: not there yet */
} Serving;

/* What waits for others longer than anybody waits for us, say for the payment provider, is left as a
 * crash leaves it: the next start settles it. */
static gpointer
end_at_last (gpointer data)
{
  g_usleep (END_MS * 1000);
  g_warning ("Something is still under way and is left to the next start");
  _exit (0);
}

/* Reads the settings again; those that cannot change while the server runs stay as they are. */
static gboolean
reload_cb (gpointer data)
{
  Serving *serving = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) environ_ = et_environment_read (serving->line, serving->language, &error);
  g_autoptr (EtConfig)
      config = environ_ != NULL ? et_config_new (environ_, TRUE, serving->language, &error) : NULL;

  if (config != NULL && et_server_reload (serving->server, config, &error))
    {
      et_log_set_level (config->log_level);
      g_message ("The settings were read again");
    }
  else
    {
      g_autofree char *sentence = et_error_fill_sentence (error, error->message, "en");

      g_warning ("The settings were not read again: %s", sentence);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static void
print_address (const char *scheme, const char *listen, guint port)
{
  const char *colon = strrchr (listen, ':');

  printf ("Listening on %s://%.*s:%u/\n", scheme, (int) (colon - listen), listen, port);
}

/* With the ports that were taken. */
static void
print_addresses (const EtConfig *config, EtServer *server)
{
  guint tls_port = et_server_get_tls_port (server);

  if (tls_port != 0)
    print_address ("https", config->tls_listen, tls_port);
  print_address ("http", config->listen, et_server_get_port (server));
  fflush (stdout);
}

/* Says how to make the first administrator: there is none by default. */
static void
print_hint (EtServer *server, const EtCommandLine *line, const char *program, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *env_file = line->env_file != NULL ? g_shell_quote (line->env_file) : NULL;
  g_auto (EtIssuedCode) issued = { 0 };

  if (!et_server_issue_setup_code (server, &issued, &error))
    g_warning ("Making a code for the first administrator failed: %s", error->message);
  else if (issued.code != NULL)
    printf ("%s\n  %s create-account --role admin --username NAME%s%s\n%s\n  %s\n",
            et_translate (language, N_ ("There is no administrator yet. This makes one:")), program,
            env_file != NULL ? " --env-file " : "", env_file != NULL ? env_file : "",
            et_translate (language, N_ ("or signing up within 15 minutes with this setup code:")),
            issued.code);
}

static int
report (const GError *error, const char *language)
{
  g_autofree char *sentence = et_error_fill_sentence (
      error, et_translate (language, error->message), language);

  fprintf (stderr, "%s\n", sentence);
  return g_error_matches (error, ET_ERROR, ET_ERROR_CONFIGURATION) ? ET_STATUS_USAGE
                                                                   : ET_STATUS_FAILED;
}

/* A database that is damaged gets worse with each write: the operator has backups. */
static void
damage_cb (gpointer data, const GError *error)
{
  Serving *serving = data;

  serving->status = report (error, serving->language);
  g_main_loop_quit (serving->loop);
}

/* Serves until the loop ends. Returns: the exit status. */
static int
run (Serving *serving, const EtConfig *config, const char *program)
{
  g_autoptr (EtSoundness) soundness = NULL;
  g_autoptr (GError) error = NULL;

  if (!et_password_prepare ())
    g_warning ("cracklib's dictionary cannot be read; passwords are judged without it");
  serving->server = et_server_start (config, &error);
  if (serving->server == NULL)
    return report (error, serving->language);

  print_hint (serving->server, serving->line, program, serving->language);
  print_addresses (config, serving->server);
  soundness = et_soundness_new (config->database_url, damage_cb, serving);
  g_main_loop_run (serving->loop);
  return serving->status;
}

/* Serves until SIGTERM or SIGINT, or until the database turns out to be damaged; SIGHUP has the
 * settings read again.
 * @program: how this program was called, for the operator to repeat.
 * Returns: the exit status. */
int
et_serve (const EtConfig *config,
          const EtCommandLine *line,
          const char *program,
          const char *language)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Serving serving = { .line = line, .language = language, .loop = loop };
  guint terminate = g_unix_signal_add (SIGTERM, stop_cb, loop);
  guint interrupt = g_unix_signal_add (SIGINT, stop_cb, loop);
  guint hang_up = g_unix_signal_add (SIGHUP, reload_cb, &serving);
  int status = run (&serving, config, program);

  g_source_remove (terminate); /* a second signal ends the program at once */
  g_source_remove (interrupt);
  g_source_remove (hang_up);
  if (serving.server != NULL)
    {
      g_thread_unref (g_thread_new ("end", end_at_last, NULL));
      et_server_free (serving.server);
    }
  return status;
}

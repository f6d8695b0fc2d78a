/* SPDX-License-Identifier: MIT */
#include "server/commands/et-command-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-error.h"
#include "core/et-role.h"
#include "core/et-translation.h"
#include "server/service/et-config.h"

#define RENEWAL "set-password"

typedef struct
{
  const char *name;
  const char *summary;
} Command;

static const Command commands[] = {
  { "serve", N_ ("Run the server (this is also what happens without a command)") },
  { "migrate", N_ ("Bring the database up to date") },
  { "seed-offers", N_ ("Add the demonstration catalogue, once") },
  { "create-account", N_ ("Make an account with --role and --username") },
  { RENEWAL, N_ ("Give the account --username a new password and end its sessions") },
  { "generate-key", N_ ("Add a key that signs tickets from now on") },
  { "backup", N_ ("Write a copy of the SQLite database into the new file FILE") },
  { "restore", N_ ("Put the backup FILE in the place of the database; no server may run") },
  { "verify-audit", N_ ("Look for audit rows that were changed or taken away") },
  { "check", N_ ("Recompute every invariant of the database and report") },
};

static const char usage[] = N_ ("Usage: etickets-server [COMMAND] [OPTION…]\n"
                                "The server of the eTickets ticket office.\n");
static const char options_text[] = N_ (
    "  --env-file FILE          read NAME=value lines; the environment wins over them\n"
    "  --listen ADDRESS:PORT    where to serve; port 0 takes a free one\n"
    "  --role ROLE              of create-account: customer, staff or admin\n"
    "  --username NAME          of create-account and set-password\n"
    "  --email ADDRESS          of create-account\n"
    "  --force                  of restore: replaces a database that holds data\n"
    "  --help                   show this\n"
    "  --version                show the version\n");
static const char password_text[] = N_ (
    "create-account and set-password take the password from ETICKETS_PASSWORD, else from the\n"
    "terminal, where it is not shown, else from standard input. Each command but restore works "
    "while\n"
    "a server runs, too: on SQLite the server then carries it out.\n");
static const char status_text[] = N_ (
    "The exit status is 0 on success, 1 when something failed, 2 when the command line or the\n"
    "settings are wrong.\n");

static gboolean
is_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return TRUE;
  return FALSE;
}

static gboolean
fail (GError **error, const char *msgid, const char *word)
{
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, msgid);
  et_error_add_text (error, "word", word);
  return FALSE;
}

static gboolean
check_command (EtCommandLine *line, GError **error)
{
  gboolean creates = g_str_equal (line->command, "create-account");
  gboolean renews = g_str_equal (line->command, RENEWAL);
  EtRole role;

  if (!is_command (line->command))
    return fail (error, N_ ("There is no command {word}; see --help"), line->command);
  if (renews && (line->role != NULL || line->email != NULL))
    return fail (error, N_ ("{word} has no --role and no --email"), line->command);
  if (renews && line->username == NULL)
    return fail (error, N_ ("{word} needs --username"), line->command);
  if (!creates && !renews && (line->role != NULL || line->username != NULL || line->email != NULL))
    return fail (error, N_ ("{word} has no --role, --username or --email"), line->command);
  if (creates && (line->role == NULL || line->username == NULL))
    return fail (error, N_ ("{word} needs --role and --username"), line->command);
  if (creates && !et_role_from_word (line->role, &role))
    return fail (error, N_ ("--role must be customer, staff or admin, not “{word}”"), line->role);
  if (line->force && !g_str_equal (line->command, "restore"))
    return fail (error, N_ ("{word} has no --force"), line->command);
  if (line->listen != NULL && !g_str_equal (line->command, "serve"))
    return fail (error, N_ ("{word} has no --listen"), line->command);
  return TRUE;
}

static gboolean
take_words (EtCommandLine *line, char **words, GError **error)
{
  guint n = words != NULL ? g_strv_length (words) : 0;
  gboolean has_file;

  line->command = g_strdup (n > 0 ? words[0] : "serve");
  has_file = g_str_equal (line->command, "backup") || g_str_equal (line->command, "restore");
  if (n > (has_file ? 2 : 1))
    return fail (error, N_ ("“{word}” is one word too many; see --help"), words[has_file ? 2 : 1]);
  if (has_file && n < 2)
    return fail (error, N_ ("{word} needs a FILE"), line->command);
  if (has_file)
    line->file = g_canonicalize_filename (words[1], NULL);
  return TRUE;
}

/* Reads the command line. Sets ET_ERROR_CONFIGURATION.
 * @line: zeroed. */
gboolean
et_command_line_parse (EtCommandLine *line, char **argv, GError **error)
{
  g_auto (GStrv) words = NULL, copy = g_strdupv (argv);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionEntry entries[] = {
    { "env-file", 0, 0, G_OPTION_ARG_FILENAME, &line->env_file, NULL, NULL },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &line->listen, NULL, NULL },
    { "role", 0, 0, G_OPTION_ARG_STRING, &line->role, NULL, NULL },
    { "username", 0, 0, G_OPTION_ARG_STRING, &line->username, NULL, NULL },
    { "email", 0, 0, G_OPTION_ARG_STRING, &line->email, NULL, NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &line->force, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &line->wants_help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &line->wants_version, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words, NULL, NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, &copy, &failure))
    return fail (error, "{word}", failure->message);
  if (line->wants_help || line->wants_version)
    return TRUE;
  return take_words (line, words, error) && check_command (line, error);
}

void
et_command_line_clear (EtCommandLine *line)
{
  g_free (line->command);
  g_free (line->env_file);
  g_free (line->listen);
  g_free (line->role);
  g_free (line->username);
  g_free (line->email);
  g_free (line->file);
}

/* Returns: (transfer full): what --help prints. */
char *
et_command_line_get_help (const char *language)
{
  GString *help = g_string_new (et_translate (language, usage));
  g_autofree char *settings = et_config_describe (language);

  g_string_append_printf (help, "\n%s\n", et_translate (language, N_ ("Commands:")));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (help, "  %-16s %s\n", commands[i].name,
                            et_translate (language, commands[i].summary));
  g_string_append_printf (
      help, "\n%s\n%s\n%s\n%s\n%s\n%s", et_translate (language, N_ ("Options:")),
      et_translate (language, options_text), et_translate (language, password_text),
      et_translate (language, N_ ("Settings, from the environment:")), settings,
      et_translate (language, status_text));
  return g_string_free (help, FALSE);
}

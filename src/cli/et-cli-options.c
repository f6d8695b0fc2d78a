/* SPDX-License-Identifier: MIT */
#include "cli/et-cli-options.h"

#include <glib/gi18n-lib.h>

#include "cli/et-command.h"
#include "core/et-error.h"
#include "core/et-translation.h"

#define FIELD(member) ((gpointer) G_STRUCT_OFFSET (EtCliOptions, member))

/* arg_data is an offset in EtCliOptions. */
static const GOptionEntry global_entries[] = {
  { "server", 0, 0, G_OPTION_ARG_STRING, FIELD (server),
    N_ ("The server (default: ETICKETS_SERVER, else http://127.0.0.1:8000)"), "URL" },
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, FIELD (data_dir), N_ ("Where the offline copy lies"),
    "DIR" },
  { "json", 0, 0, G_OPTION_ARG_NONE, FIELD (is_json), N_ ("Print JSON for programs"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, FIELD (wants_version), N_ ("Print the version"), NULL },
};

static const GOptionEntry command_entries[] = {
  { "username", 0, 0, G_OPTION_ARG_STRING, FIELD (username), N_ ("The name to sign in with"),
    "NAME" },
  { "email", 0, 0, G_OPTION_ARG_STRING, FIELD (email), N_ ("Where invoices may be sent"),
    "ADDRESS" },
  { "display-name", 0, 0, G_OPTION_ARG_STRING, FIELD (display_name), N_ ("The name on tickets"),
    "NAME" },
  { "token-file", 0, 0, G_OPTION_ARG_FILENAME, FIELD (token_file),
    N_ ("Keep the token in this file (mode 0600) instead of the keyring"), "FILE" },
  { "search", 0, 0, G_OPTION_ARG_STRING, FIELD (search),
    N_ ("Words of the name, event, venue or sport; case and accents do not matter"), "TEXT" },
  { "type", 0, 0, G_OPTION_ARG_STRING, FIELD (type), N_ ("solo, duo or familiale"), "TYPE" },
  { "sport", 0, 0, G_OPTION_ARG_STRING, FIELD (sport), N_ ("Such as athletics or swimming"),
    "SPORT" },
  { "qty", 0, 0, G_OPTION_ARG_INT, FIELD (quantity), N_ ("How many tickets"), "N" },
  { "card", 0, 0, G_OPTION_ARG_STRING, FIELD (card),
    N_ ("A card number of the simulated payment, such as 4242424242424242"), "NUMBER" },
  { "pdf", 0, 0, G_OPTION_ARG_FILENAME, FIELD (pdf), N_ ("Write the ticket as PDF"), "FILE" },
  { "png", 0, 0, G_OPTION_ARG_FILENAME, FIELD (png), N_ ("Write the ticket as PNG, 300 dpi"),
    "FILE" },
  { "svg", 0, 0, G_OPTION_ARG_FILENAME, FIELD (svg), N_ ("Write the ticket as SVG"), "FILE" },
  { "ics", 0, 0, G_OPTION_ARG_FILENAME, FIELD (ics), N_ ("Write the ticket for a calendar"),
    "FILE" },
  { "invoice", 0, 0, G_OPTION_ARG_STRING, FIELD (invoice), N_ ("Write the invoice of this order"),
    "ORDER" },
  { "gate", 0, 0, G_OPTION_ARG_STRING, FIELD (gate), N_ ("The name of the gate"), "NAME" },
  { "discard", 0, 0, G_OPTION_ARG_NONE, FIELD (discards),
    N_ ("Lose the changes that have not reached the server"), NULL },
};

static void
append_entry (GArray *entries, const GOptionEntry *entry, EtCliOptions *options)
{
  GOptionEntry copy = *entry;

  copy.arg_data = (char *) options + GPOINTER_TO_SIZE (entry->arg_data);
  g_array_append_val (entries, copy);
}

static gboolean
has_option (const EtCommand *command, const char *name)
{
  for (guint i = 0; i < ET_COMMAND_MAX_OPTIONS && command->options[i] != NULL; i++)
    if (g_str_equal (command->options[i], name))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full): the entries of the whole program and of @command (nullable). */
static GArray *
make_entries (EtCliOptions *options, const EtCommand *command)
{
  GArray *entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  GOptionEntry rest = { G_OPTION_REMAINING,
                        0,
                        G_OPTION_FLAG_NONE,
                        G_OPTION_ARG_STRING_ARRAY,
                        &options->arguments,
                        NULL,
                        NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (global_entries); i++)
    append_entry (entries, &global_entries[i], options);
  if (command == NULL)
    return entries;
  for (gsize i = 0; i < G_N_ELEMENTS (command_entries); i++)
    if (has_option (command, command_entries[i].long_name))
      append_entry (entries, &command_entries[i], options);
  g_array_append_val (entries, rest);
  return entries;
}

static const char *
translate_cb (const char *msgid, gpointer language)
{
  return et_translate (language, msgid);
}

static char *
describe_statuses (const char *language)
{
  return g_strdup (et_translate (
      language,
      N_ ("COMMAND --help tells the options of a command.\n"
          "\n"
          "Exit status: 0 done, 1 failed, 2 wrong command line, 3 the server cannot be reached,\n"
          "4 sign in first, 5 refused, 6 another program syncs this copy.\n"
          "\n"
          "Passwords are asked for without echo, or read from standard input. The token is taken\n"
          "from ETICKETS_TOKEN, else from the keyring, else from the file of login --token-file.\n"
          "Everything but signing in, paying, syncing and checking tickets works from the copy\n"
          "without the server.")));
}

static char *
describe_commands (const char *language)
{
  GString *text = g_string_new (et_translate (language, N_ ("Commands:")));

  for (guint t = 0; et_command_tables[t] != NULL; t++)
    for (const EtCommand *command = et_command_tables[t]; command->name != NULL; command++)
      {
        g_autofree char *usage = g_strjoin (" ", command->name, command->arguments, NULL);

        g_string_append_printf (text, "\n  %-22s %s", usage,
                                et_translate (language, command->summary));
      }
  return g_string_free (text, FALSE);
}

static GOptionContext *
make_context (EtCliOptions *options, const EtCommand *command, const char *language)
{
  g_autoptr (GArray) entries = make_entries (options, command);
  g_autofree char *statuses = describe_statuses (language);
  g_autofree char *commands = describe_commands (language);
  g_autofree char *usage = command != NULL
                               ? g_strjoin (" ", command->name, command->arguments, NULL)
                               : g_strdup (et_translate (language, N_ ("COMMAND")));
  GOptionContext *context = g_option_context_new (usage);

  g_option_context_set_translate_func (context, translate_cb, (gpointer) language, NULL);
  g_option_context_add_main_entries (context, (GOptionEntry *) (gpointer) entries->data, NULL);
  g_option_context_set_summary (context, command != NULL ? et_translate (language, command->summary)
                                                         : commands);
  g_option_context_set_description (context, command != NULL ? NULL : statuses);
  return context;
}

static gboolean
fail (GError **error, const char *msgid, const char *word)
{
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, msgid);
  et_error_add_text (error, "word", word);
  return FALSE;
}

static gboolean
parse (EtCliOptions *options,
       char ***argv,
       const EtCommand *command,
       const char *language,
       GError **error)
{
  GOptionContext *context = make_context (options, command, language);
  g_autoptr (GError) failure = NULL;
  gboolean is_parsed;

  g_option_context_set_strict_posix (context, command == NULL);
  is_parsed = g_option_context_parse_strv (context, argv, &failure);
  g_option_context_free (context);
  return is_parsed || fail (error, N_ ("{word}; see --help"), failure->message);
}

static gboolean
check_arguments (EtCliOptions *options, const EtCommand *command, GError **error)
{
  guint n = options->arguments != NULL ? g_strv_length (options->arguments) : 0;

  if (n > command->n_arguments)
    return fail (error, N_ ("“{word}” is one word too many; see --help"),
                 options->arguments[command->n_arguments]);
  if (n < command->n_arguments)
    return fail (error, N_ ("{word} is missing; see --help"), command->arguments);
  return TRUE;
}

/* Reads the command line: options of the program, a command, then options of either and the
 * command's arguments. --help ends the program. Sets ET_ERROR_CONFIGURATION.
 * @options: zeroed.
 * @argv: (inout): a copy of the program's, words are taken out of it. */
gboolean
et_cli_options_parse (EtCliOptions *options,
                      char ***argv,
                      const EtCommand **ret_command,
                      const char *language,
                      GError **error)
{
  const EtCommand *command;

  options->quantity = ET_CLI_NO_QUANTITY;
  if (!parse (options, argv, NULL, language, error))
    return FALSE;
  *ret_command = NULL;
  if (options->wants_version)
    return TRUE;
  command = et_command_find (argv);
  if (command == NULL && g_strv_length (*argv) > 1)
    return fail (error, N_ ("There is no command {word}; see --help"), (*argv)[1]);
  if (command == NULL)
    return fail (error, N_ ("{word} is missing; see --help"), "COMMAND");
  *ret_command = command;
  return parse (options, argv, command, language, error) &&
         check_arguments (options, command, error);
}

void
et_cli_options_clear (EtCliOptions *options)
{
  char **texts[] = { &options->server, &options->data_dir,     &options->username,
                     &options->email,  &options->display_name, &options->token_file,
                     &options->search, &options->type,         &options->sport,
                     &options->card,   &options->pdf,          &options->png,
                     &options->svg,    &options->ics,          &options->invoice,
                     &options->gate };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
  g_clear_pointer (&options->arguments, g_strfreev);
}

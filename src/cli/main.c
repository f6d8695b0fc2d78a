/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdio.h>

#include "cli/et-command.h"
#include "core/et-translation.h"

static const char *
find_language (void)
{
  const char *const *names = g_get_language_names ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *language = et_language_match (names[i], NULL);

      if (language != NULL)
        return language;
    }
  return et_languages[0];
}

static gboolean
run (EtCli *cli, char ***argv, GError **error)
{
  const EtCommand *command = NULL;

  if (!et_cli_options_parse (&cli->options, argv, &command, cli->language, error))
    return FALSE;
  if (command == NULL)
    {
      puts ("etickets-cli " ET_VERSION);
      return TRUE;
    }
  return et_cli_open (cli, error) && command->run (cli, error);
}

int
main (int argc, char *argv[])
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  EtCli cli = { 0 };
  EtExit status;

  setlocale (LC_ALL, "");
  g_set_prgname ("etickets-cli");
  words = g_strdupv (argv);
  cli.language = find_language ();
  if (!run (&cli, &words, &error))
    {
      et_cli_report (&cli, error);
      cli.status = et_cli_get_status (error);
    }
  status = cli.status;
  if (fflush (stdout) != 0 && status == ET_EXIT_DONE)
    status = ET_EXIT_FAILED;
  et_cli_clear (&cli);
  return status;
}

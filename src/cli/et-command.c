/* SPDX-License-Identifier: MIT */
#include "cli/et-command.h"

#include <string.h>

const EtCommand *const et_command_tables[] = { et_account_commands,
                                               et_catalogue_commands,
                                               et_cart_commands,
                                               et_wallet_commands,
                                               et_gate_commands,
                                               et_sync_commands,
                                               NULL };

/* How many of the words @argv[1] and so on spell the name. */
static guint
match (const EtCommand *command, char **argv)
{
  g_auto (GStrv) words = g_strsplit (command->name, " ", -1);
  guint n = g_strv_length (words);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (argv[1 + i], words[i]) != 0)
      return 0;
  return n;
}

static void
remove_words (char **argv, guint n)
{
  guint length = g_strv_length (argv);

  for (guint i = 1; i <= n; i++)
    g_free (argv[i]);
  memmove (&argv[1], &argv[1 + n], (length - n) * sizeof (char *));
}

/* Finds the command that the words behind the program's name spell, the longest name first, and
 * removes them. Returns: (nullable). */
const EtCommand *
et_command_find (char ***argv)
{
  const EtCommand *best = NULL;
  guint n_best = 0;

  if ((*argv)[0] == NULL)
    return NULL;
  for (guint t = 0; et_command_tables[t] != NULL; t++)
    for (const EtCommand *command = et_command_tables[t]; command->name != NULL; command++)
      {
        guint n = match (command, *argv);

        if (n <= n_best)
          continue;
        best = command;
        n_best = n;
      }
  if (best != NULL)
    remove_words (*argv, n_best);
  return best;
}

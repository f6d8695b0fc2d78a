/* SPDX-License-Identifier: MIT */
#pragma once

#include "cli/et-cli.h"

G_BEGIN_DECLS

#define ET_COMMAND_MAX_OPTIONS 6

/* One line of what the program can do. */
struct _EtCommand
{
  const char *name; /* one or two words */
  const char *arguments; /* as the help shows them; nullable */
  guint n_arguments;
  gboolean (*run) (EtCli *cli, GError **error);
  const char *summary; /* a msgid */
  const char *const options[ET_COMMAND_MAX_OPTIONS]; /* of its own; long names */
};

/* Tables ended by a NULL name. */
extern const EtCommand et_account_commands[];
extern const EtCommand et_catalogue_commands[];
extern const EtCommand et_cart_commands[];
extern const EtCommand et_wallet_commands[];
extern const EtCommand et_gate_commands[];
extern const EtCommand et_sync_commands[];

extern const EtCommand *const et_command_tables[]; /* ended by NULL */

const EtCommand *et_command_find (char ***argv);

G_END_DECLS

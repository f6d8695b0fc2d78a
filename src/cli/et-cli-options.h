/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ET_CLI_NO_QUANTITY G_MININT

typedef struct _EtCommand EtCommand;

/* What stands on the command line; what is not there is NULL. */
typedef struct
{
  char *server; /* owned */
  char *data_dir; /* owned */
  gboolean is_json;
  gboolean wants_version;

  char *username; /* owned */
  char *email; /* owned */
  char *display_name; /* owned */
  char *token_file; /* owned */
  char *search; /* owned */
  char *type; /* owned */
  char *sport; /* owned */
  int quantity; /* ET_CLI_NO_QUANTITY when not said */
  char *card; /* owned */
  char *pdf; /* owned */
  char *png; /* owned */
  char *svg; /* owned */
  char *ics; /* owned */
  char *invoice; /* owned */
  char *gate; /* owned */
  gboolean discards;

  char **arguments; /* owned; behind the command, ended by NULL */
} EtCliOptions;

gboolean et_cli_options_parse (EtCliOptions *options,
                               char ***argv,
                               const EtCommand **ret_command,
                               const char *language,
                               GError **error);
void et_cli_options_clear (EtCliOptions *options);

G_END_DECLS

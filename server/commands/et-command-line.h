/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the command line says; strings are owned and nullable. */
typedef struct
{
  char *command;
  char *env_file;
  char *listen;
  char *role;
  char *username;
  char *email;
  char *file; /* absolute */
  gboolean force;
  gboolean wants_version;
  gboolean wants_help;
} EtCommandLine;

gboolean et_command_line_parse (EtCommandLine *line, char **argv, GError **error);
void et_command_line_clear (EtCommandLine *line);
char *et_command_line_get_help (const char *language);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtCommandLine, et_command_line_clear)

G_END_DECLS

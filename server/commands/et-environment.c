/* SPDX-License-Identifier: MIT */
#include "server/commands/et-environment.h"

#include "server/service/et-env-file.h"

/* Returns: (transfer full): the environment, with what the file and the options of the command line
 * add to it. Sets what et_env_file_apply() does; @language is of its sentences. */
char **
et_environment_read (const EtCommandLine *line, const char *language, GError **error)
{
  g_auto (GStrv) environ_ = g_get_environ ();

  if (line->env_file != NULL)
    {
      char **with_file = et_env_file_apply (line->env_file, environ_, language, error);

      if (with_file == NULL)
        return NULL;
      g_strfreev (environ_);
      environ_ = with_file;
    }
  if (line->listen != NULL)
    environ_ = g_environ_setenv (environ_, "ETICKETS_LISTEN", line->listen, TRUE);
  return g_steal_pointer (&environ_);
}

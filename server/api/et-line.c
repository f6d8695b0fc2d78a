/* SPDX-License-Identifier: MIT */
#include "server/api/et-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reads a name or the like: one line with something in it, of @max characters at most.
 * @ret_line: (transfer full): replaced; without blanks at its ends. Sets ET_ERROR_INVALID. */
gboolean
et_line_read (EtRequest *req, const char *member, gsize max, char **ret_line, GError **error)
{
  const char *text;
  char *line;

  if (!et_request_read_text (req, member, 1, max, &text, error))
    return FALSE;
  line = g_strstrip (g_strdup (text));
  if (*line == '\0' || strchr (line, '\n') != NULL)
    {
      g_free (line);
      et_error_set_field (error, member, N_ ("“{field}” must be one line that is not blank"));
      return FALSE;
    }
  g_free (*ret_line);
  *ret_line = line;
  return TRUE;
}

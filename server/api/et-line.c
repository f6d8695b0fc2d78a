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

/* Reads a line that may be missing, and that null, nothing or blanks take away; at most @max
 * characters. @ret_has_line: whether it stands there; @ret_line: (nullable): of the request,
 * without blanks at its ends. Sets ET_ERROR_INVALID. */
gboolean
et_line_read_erasable (EtRequest *req,
                       const char *member,
                       gsize max,
                       gboolean *ret_has_line,
                       const char **ret_line,
                       GError **error)
{
  const char *text, *line;

  *ret_has_line = et_request_has (req, member);
  if (!*ret_has_line || json_object_get_null_member (et_request_get_json (req), member))
    return TRUE;
  if (!et_request_read_text (req, member, 0, max, &text, error))
    return FALSE;
  line = et_request_keep_string (req, g_strstrip (g_strdup (text)));
  if (strchr (line, '\n') != NULL)
    {
      et_error_set_field (error, member, N_ ("“{field}” must be one line"));
      return FALSE;
    }
  *ret_line = *line != '\0' ? line : NULL;
  return TRUE;
}

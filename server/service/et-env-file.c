/* SPDX-License-Identifier: MIT */
#include "server/service/et-env-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-translation.h"

#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

/* Inside "…" a backslash takes the next character literally, but for n, which ends a line.
 * Returns: (nullable): what stands after the closing quote. */
static const char *
read_double_quoted (const char *p, GString *value)
{
  for (; *p != '\0' && *p != '"'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        g_string_append_c (value, *++p == 'n' ? '\n' : *p);
      else
        g_string_append_c (value, *p);
    }
  return *p == '"' ? p + 1 : NULL;
}

static const char *
read_single_quoted (const char *p, GString *value)
{
  const char *end = strchr (p, '\'');

  if (end == NULL)
    return NULL;
  g_string_append_len (value, p, end - p);
  return end + 1;
}

/* A comment needs a blank before it, so that # may stand inside a value. */
static const char *
read_unquoted (const char *p, GString *value)
{
  for (; *p != '\0' && !(*p == '#' && g_ascii_isspace (p[-1])); p++)
    g_string_append_c (value, *p);
  while (value->len > 0 && g_ascii_isspace (value->str[value->len - 1]))
    g_string_truncate (value, value->len - 1);
  return p;
}

static gboolean
is_rest_of_line (const char *p)
{
  while (g_ascii_isspace (*p))
    p++;
  return *p == '\0' || *p == '#';
}

static gboolean
read_value (const char *p, GString *value)
{
  while (*p == ' ' || *p == '\t')
    p++;
  if (*p == '"')
    p = read_double_quoted (p + 1, value);
  else if (*p == '\'')
    p = read_single_quoted (p + 1, value);
  else
    p = read_unquoted (p, value);
  return p != NULL && is_rest_of_line (p);
}

/* Reads NAME=value, with "export" before it if one likes. */
static gboolean
apply_line (const char *line, char **outside, char ***environ_)
{
  g_autoptr (GString) value = g_string_new (NULL);
  g_autofree char *name = NULL;
  gsize length;

  if (is_rest_of_line (line))
    return TRUE;
  while (g_ascii_isspace (*line))
    line++;
  if (g_str_has_prefix (line, "export "))
    line += strlen ("export ");
  length = strspn (line, NAME_CHARACTERS);
  if (length == 0 || line[length] != '=' || g_ascii_isdigit (*line) ||
      !read_value (line + length + 1, value))
    return FALSE;

  name = g_strndup (line, length);
  if (g_environ_getenv (outside, name) == NULL)
    *environ_ = g_environ_setenv (*environ_, name, value->str, TRUE);
  return TRUE;
}

/* Adds the variables of an env file to an environment; one that is set already stays as it is.
 * Lines are NAME=value, values plain or in '…' or "…", comments begin with #. Sets
 * ET_ERROR_CONFIGURATION with every line that is something else, in @language.
 * Returns: (transfer full): the new environment. */
char **
et_env_file_apply (const char *path, char **environ_, const char *language, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL, result = g_strdupv (environ_);
  g_autoptr (GString) faults = g_string_new (NULL);
  g_autoptr (GError) local = NULL;

  if (!g_file_get_contents (path, &text, NULL, &local))
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION, local->message);
      return NULL;
    }

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!apply_line (lines[i], environ_, &result))
      g_string_append_printf (faults, "%s%s:%u: %s", faults->len > 0 ? "\n" : "", path, i + 1,
                              et_translate (language, N_ ("This is not NAME=value.")));
  if (faults->len > 0)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION, faults->str);
      return NULL;
    }
  return g_steal_pointer (&result);
}

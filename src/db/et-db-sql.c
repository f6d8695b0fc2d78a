/* SPDX-License-Identifier: MIT */
#include "db/et-db-sql.h"

#include <string.h>

static gboolean
starts_name (char c)
{
  return g_ascii_isalpha (c) || c == '_';
}

static gsize
measure_name (const char *p)
{
  gsize length = 0;

  while (g_ascii_isalnum (p[length]) || p[length] == '_')
    length++;
  return length;
}

/* A quoted part ends at its quote; a doubled quote inside is two such parts in a row. */
static gsize
measure_quoted (const char *p)
{
  const char *end = strchr (p + 1, *p);

  return end != NULL ? (gsize) (end - p) + 1 : strlen (p);
}

static gsize
measure_until (const char *p, const char *mark)
{
  const char *end = strstr (p + 2, mark);

  return end != NULL ? (gsize) (end - p) + strlen (mark) : strlen (p);
}

/* The length of what begins at @p and can hold no parameter: a string, a quoted identifier, a
 * comment, a ::cast, or a single character. */
static gsize
measure_verbatim (const char *p)
{
  if (*p == '\'' || *p == '"' || *p == '`')
    return measure_quoted (p);
  if (p[0] == '-' && p[1] == '-')
    return measure_until (p, "\n");
  if (p[0] == '/' && p[1] == '*')
    return measure_until (p, "*/");
  if (p[0] == ':' && p[1] == ':')
    return 2;
  return 1;
}

static guint
add_name (EtDbSql *sql, const char *name, gsize length)
{
  g_autofree char *copy = g_strndup (name, length);
  guint index;

  if (et_db_sql_find (sql, copy, &index))
    return index;
  g_ptr_array_add (sql->names, g_steal_pointer (&copy));
  return sql->names->len - 1;
}

static void
append_placeholder (GString *text, EtDbPlaceholder style, guint index)
{
  g_string_append_c (text, style == ET_DB_PLACEHOLDER_DOLLAR_NUMBER ? '$' : '?');
  if (style != ET_DB_PLACEHOLDER_QUESTION)
    g_string_append_printf (text, "%u", index + 1);
}

/* Rewrites @sql, in which :name stands for a value, with the placeholders of @style. Strings,
 * quoted identifiers, comments and ::casts are left as they are. */
EtDbSql *
et_db_sql_new (const char *sql, EtDbPlaceholder style)
{
  EtDbSql *self = g_new0 (EtDbSql, 1);
  GString *text = g_string_new (NULL);
  gsize length;

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (guint));
  for (const char *p = sql; *p != '\0'; p += length)
    if (p[0] == ':' && starts_name (p[1]))
      {
        guint index;

        length = 1 + measure_name (p + 1);
        index = add_name (self, p + 1, length - 1);
        g_array_append_val (self->places, index);
        append_placeholder (text, style, index);
      }
    else
      {
        length = measure_verbatim (p);
        g_string_append_len (text, p, length);
      }
  self->text = g_string_free (text, FALSE);
  return self;
}

void
et_db_sql_free (EtDbSql *sql)
{
  g_free (sql->text);
  g_ptr_array_unref (sql->names);
  g_array_unref (sql->places);
  g_free (sql);
}

/* Finds the index of a parameter's name. Returns FALSE, leaving @ret_index alone, when the SQL
 * has none of that name. */
gboolean
et_db_sql_find (const EtDbSql *sql, const char *name, guint *ret_index)
{
  for (guint i = 0; i < sql->names->len; i++)
    if (strcmp (g_ptr_array_index (sql->names, i), name) == 0)
      {
        *ret_index = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_space (char c)
{
  return c != '\0' && g_ascii_isspace (c);
}

/* The length of @word at the beginning of @p, any blanks between its parts; 0 when it is not
 * there. */
static gsize
measure_word (const char *p, const char *word)
{
  const char *start = p;

  for (; *word != '\0'; word++)
    {
      if (*word == ' ' && !is_space (*p))
        return 0;
      if (*word == ' ')
        while (is_space (*p))
          p++;
      else if (*p++ != *word)
        return 0;
    }
  return measure_name (p) == 0 ? (gsize) (p - start) : 0;
}

static const EtDbWord *
find_word (const EtDbWord *words, const char *p, gsize *ret_length)
{
  for (const EtDbWord *word = words; word->from != NULL; word++)
    if ((*ret_length = measure_word (p, word->from)) > 0)
      return word;
  return NULL;
}

/* Puts the words of another database into @sql, but for strings, quoted identifiers and comments.
 * @words: (nullable): ended by { NULL }; the first that fits is taken.
 * Returns: (transfer full). */
char *
et_db_sql_translate (const char *sql, const EtDbWord *words)
{
  GString *text = g_string_new (NULL);
  gsize length;

  if (words == NULL)
    g_string_append (text, sql);
  for (const char *p = sql; words != NULL && *p != '\0'; p += length)
    {
      const EtDbWord *word = starts_name (*p) ? find_word (words, p, &length) : NULL;

      if (word != NULL)
        g_string_append (text, word->to);
      else
        {
          length = starts_name (*p) ? measure_name (p) : measure_verbatim (p);
          g_string_append_len (text, p, length);
        }
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_comment (const char *p)
{
  return (p[0] == '-' && p[1] == '-') || (p[0] == '/' && p[1] == '*');
}

/* Parts statements at their semicolons, and leaves out comments and what is empty. It knows
 * nothing of the bodies of triggers.
 * Returns: (transfer full) (element-type utf8). */
GPtrArray *
et_db_sql_split (const char *sql)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;

  for (const char *p = sql;; p += length)
    {
      length = *p != '\0' ? measure_verbatim (p) : 0;
      if (*p != '\0' && *p != ';')
        {
          if (!is_comment (p) && (text->len > 0 || !is_space (*p)))
            g_string_append_len (text, p, length);
          continue;
        }
      if (text->len > 0)
        g_ptr_array_add (statements, g_strdup (g_strchomp (text->str)));
      g_string_truncate (text, 0);
      if (*p == '\0')
        return statements;
    }
}

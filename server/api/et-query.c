/* SPDX-License-Identifier: MIT */
#include "server/api/et-query.h"

#include <glib/gi18n-lib.h>

static gboolean
refuse (const char *name, GError **error)
{
  et_error_set_field (error, name, N_ ("“{field}” must be one of the words of this list"));
  return FALSE;
}

/* Reads a member that must be one of @words, ended by NULL. @ret_word: NULL when it is missing or
 * empty. Sets ET_ERROR_INVALID. */
gboolean
et_query_read_word (EtRequest *req,
                    const char *name,
                    const char *const *words,
                    const char **ret_word,
                    GError **error)
{
  const char *word = et_request_get_query (req, name);

  *ret_word = word != NULL && *word != '\0' ? word : NULL;
  return *ret_word == NULL || g_strv_contains (words, word) || refuse (name, error);
}

/* Reads a member that must be true, false, 1 or 0. @ret_flag: -1 when it is missing or empty. Sets
 * ET_ERROR_INVALID. */
gboolean
et_query_read_flag (EtRequest *req, const char *name, int *ret_flag, GError **error)
{
  static const char *const words[] = { "true", "false", "1", "0", NULL };
  const char *word;

  if (!et_query_read_word (req, name, words, &word, error))
    return FALSE;
  if (word == NULL)
    *ret_flag = -1;
  else
    *ret_flag = g_str_equal (word, "true") || g_str_equal (word, "1");
  return TRUE;
}

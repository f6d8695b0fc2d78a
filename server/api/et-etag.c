/* SPDX-License-Identifier: MIT */
#include "server/api/et-etag.h"

#include <string.h>

/* Returns: (transfer full): the strong ETag of a record's version, such as "3". */
char *
et_etag_of_version (int64_t version)
{
  return g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
}

/* Whether the value of If-Match or If-None-Match names @etag, a strong one.
 * @is_weak: a W/ before a tag in the list does not matter. */
gboolean
et_etag_list_holds (const char *list, const char *etag, gboolean is_weak)
{
  g_auto (GStrv) tags = g_strsplit (list, ",", 64);

  for (char **tag = tags; *tag != NULL; tag++)
    {
      const char *text = g_strstrip (*tag);

      if (is_weak && g_str_has_prefix (text, "W/"))
        text += 2;
      if (g_str_equal (text, "*") || g_str_equal (text, etag))
        return TRUE;
    }
  return FALSE;
}

/* Sets the ETag of an answer. Returns TRUE, with the answer made, when the caller has it already. */
gboolean
et_etag_answer_not_modified (EtRequest *req, const char *etag)
{
  const char *known = et_request_get_header (req, "If-None-Match");

  et_request_set_header (req, "ETag", etag);
  if (known == NULL || !et_etag_list_holds (known, etag, TRUE))
    return FALSE;
  et_request_set_status (req, 304);
  return TRUE;
}

/* Sets the ETag of an answer that shows a record. */
void
et_etag_set_version (EtRequest *req, int64_t version)
{
  g_autofree char *etag = et_etag_of_version (version);

  et_request_set_header (req, "ETag", etag);
}

/* For the reader of a request that replaces a record. Sets ET_ERROR_VERSION_REQUIRED. */
gboolean
et_etag_require_if_match (EtRequest *req, GError **error)
{
  if (et_request_get_header (req, "If-Match") != NULL)
    return TRUE;
  et_error_set (error, ET_ERROR_VERSION_REQUIRED);
  return FALSE;
}

/* Returns: FALSE when there is an If-Match and it does not name @version. */
gboolean
et_etag_if_match_holds (EtRequest *req, int64_t version)
{
  const char *wanted = et_request_get_header (req, "If-Match");
  g_autofree char *etag = et_etag_of_version (version);

  return wanted == NULL || et_etag_list_holds (wanted, etag, FALSE);
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-translation.h"
#include "server/http/et-request-private.h"

/* The weight of one of a list, "fr;q=0.8", in thousandths; RFC 9110, section 12.4.2. */
static guint
read_weight (const char *range)
{
  const char *q = strstr (range, "q=");

  return q == NULL ? 1000 : (guint) (CLAMP (g_ascii_strtod (q + 2, NULL), 0, 1) * 1000 + 0.5);
}

/* Chooses the language of ours that an Accept-Language field likes best, the first of equals.
 * Returns: a static word of et_languages, or @fallback. */
const char *
et_accept_language_choose (const char *accept_language, const char *fallback)
{
  g_auto (GStrv) ranges = NULL;
  const char *best = fallback;
  guint best_weight = 0;

  if (accept_language == NULL)
    return fallback;

  ranges = g_strsplit (accept_language, ",", 20);
  for (gsize i = 0; ranges[i] != NULL; i++)
    {
      const char *range = g_strstrip (ranges[i]);
      const char *language = et_language_match (range, *range == '*' ? fallback : NULL);
      guint weight = read_weight (range);

      if (language != NULL && weight > best_weight)
        {
          best = language;
          best_weight = weight;
        }
    }
  return best;
}

/* Whether the client reads an answer compressed by gzip, and likes it no less than a plain one.
 * RFC 9110, section 12.5.3. */
gboolean
et_request_accepts_gzip (EtRequest *req)
{
  const char *accepted = et_request_get_header (req, "Accept-Encoding");
  g_auto (GStrv) codings = g_strsplit (accepted != NULL ? accepted : "", ",", 20);
  int gzip = -1, any = 0, plain = 1;

  for (gsize i = 0; codings[i] != NULL; i++)
    {
      int weight = (int) read_weight (codings[i]);
      char *name = g_strstrip (codings[i]);

      name[strcspn (name, "; \t")] = '\0';
      if (g_ascii_strcasecmp (name, "gzip") == 0 || g_ascii_strcasecmp (name, "x-gzip") == 0)
        gzip = weight;
      else if (g_str_equal (name, "*"))
        any = weight;
      else if (g_ascii_strcasecmp (name, "identity") == 0)
        plain = weight;
    }
  if (gzip < 0)
    gzip = any;
  return gzip > 0 && gzip >= plain;
}

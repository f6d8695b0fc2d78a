/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-translation.h"
#include "server/http/et-request-private.h"

/* The weight of a language range, "fr;q=0.8", in thousandths; RFC 9110, section 12.4.2. */
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

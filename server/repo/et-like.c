/* SPDX-License-Identifier: MIT */
#include "server/repo/et-like.h"

#include <string.h>

#include "core/et-fold.h"

/* Makes the pattern that finds @text, folded, anywhere in a folded column; NULL and blank text are
 * in every one. Returns: (transfer full). */
char *
et_like_containing (const char *text)
{
  g_autofree char *folded = et_fold (text != NULL ? text : "");
  GString *pattern = g_string_new ("%");

  for (const char *p = folded; *p != '\0'; p++)
    {
      if (strchr ("!%_", *p) != NULL)
        g_string_append_c (pattern, '!');
      g_string_append_c (pattern, *p);
    }
  if (pattern->len > 1)
    g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

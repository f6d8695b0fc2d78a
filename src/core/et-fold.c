/* SPDX-License-Identifier: MIT */
#include "core/et-fold.h"

/* Letters that Unicode does not decompose but people type in two. */
static const char *
spell_out (gunichar c)
{
  switch (c)
    {
    case 0x00e6: /* ae */
      return "ae";
    case 0x0153: /* oe */
      return "oe";
    case 0x00f8: /* o with stroke */
      return "o";
    case 0x0142: /* l with stroke */
      return "l";
    case 0x2019: /* typographic apostrophe */
      return "'";
    default:
      return NULL;
    }
}

/* What a search compares: compatibility decomposition (Unicode NFKD) without case, without marks,
 * with single blanks, so that “Écœuré” is found by “ecoeure”.
 * Returns: (transfer full). */
char *
et_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *cased = g_utf8_casefold (valid, -1);
  g_autofree char *decomposed = g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_new (NULL);

  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *spelling = spell_out (c);

      if (spelling != NULL)
        g_string_append (folded, spelling);
      else if (g_unichar_isspace (c))
        {
          if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
            g_string_append_c (folded, ' ');
        }
      else if (!g_unichar_ismark (c))
        g_string_append_unichar (folded, c);
    }
  if (folded->len > 0 && folded->str[folded->len - 1] == ' ')
    g_string_truncate (folded, folded->len - 1);
  return g_string_free (folded, FALSE);
}

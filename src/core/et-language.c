/* SPDX-License-Identifier: MIT */
#include "core/et-language.h"

#include "core/et-translation.h"

/* In the order of et_languages. U+00A0 and U+202F are blanks at which no line breaks. */
static const EtLanguage languages[] = {
  { "en", "English", ".", ",", 4, TRUE, "%", "%s %d %s %d", "%s %d %s %d" },
  { "fr", "Français", ",", "\u202f", 4, FALSE, "\u202f%", "%s %d %s %d", "%s %d %s %d" },
  { "de", "Deutsch", ",", ".", 4, FALSE, "\u00a0%", "%s, %d. %s %d", "%s, %d. %s %d" },
  { "es", "Español", ",", ".", 5, FALSE, "\u00a0%", "%s, %d de %s de %d", "%s, %d %s %d" },
};

/* The conventions of a language, by a word of et_languages or a locale's name; those of English
 * when there is none of it. Returns: static. */
const EtLanguage *
et_language_get (const char *language)
{
  const char *code = et_language_match (language, et_languages[0]);

  for (gsize i = 1; i < G_N_ELEMENTS (languages); i++)
    if (g_str_equal (languages[i].code, code))
      return &languages[i];
  return &languages[0];
}

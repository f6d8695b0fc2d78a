/* SPDX-License-Identifier: MIT */
#include "core/et-language.h"

#include <string.h>

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

/* A whole number with its thousands apart: “1,250”. Returns: (transfer full). */
char *
et_language_group (const EtLanguage *language, guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  GString *grouped = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0 && length >= language->grouped_from)
        g_string_append (grouped, language->group_sign);
      g_string_append_c (grouped, digits[i]);
    }
  return g_string_free (grouped, FALSE);
}

/* SPDX-License-Identifier: MIT */
#include "core/et-translation.h"

#include <string.h>

#include "et-translations.h"

#define MO_MAGIC 0x950412deU
#define MO_HEADER_SIZE 20

const char *const et_languages[] = { "en", "fr", "de", "es", NULL };

/* A compiled catalogue as the GNU gettext manual describes it, "The Format of GNU MO Files". */
typedef struct
{
  const char *data; /* borrowed from the resource */
  gsize length;
  guint32 n_strings;
  guint32 originals; /* offset of a table of (length, offset) */
  guint32 translations; /* offset of a table of (length, offset) */
} Catalogue;

static guint32
read_word (const Catalogue *catalogue, gsize offset)
{
  guint32 word;

  memcpy (&word, catalogue->data + offset, sizeof word);
  return GUINT32_FROM_LE (word);
}

static const char *
string_at (const Catalogue *catalogue, guint32 table, guint32 index)
{
  return catalogue->data + read_word (catalogue, table + index * 8 + 4);
}

static gboolean
table_fits (const Catalogue *catalogue, guint32 table)
{
  if (table > catalogue->length || catalogue->n_strings > (catalogue->length - table) / 8)
    return FALSE;
  for (guint32 i = 0; i < catalogue->n_strings; i++)
    {
      gsize length = read_word (catalogue, table + i * 8);
      gsize offset = read_word (catalogue, table + i * 8 + 4);

      if (offset > catalogue->length || length >= catalogue->length - offset ||
          catalogue->data[offset + length] != '\0')
        return FALSE;
    }
  return TRUE;
}

static Catalogue *
load_catalogue (const char *language)
{
  g_autofree char *path = g_strdup_printf ("/org/etickets/translations/%s.mo", language);
  g_autoptr (GBytes)
      bytes = g_resource_lookup_data (et_translations_get_resource (), path, 0, NULL);
  Catalogue *catalogue = g_new0 (Catalogue, 1);

  g_assert (bytes != NULL); /* the build puts it there */
  catalogue->data = g_bytes_get_data (bytes, &catalogue->length);
  g_assert (catalogue->length >= MO_HEADER_SIZE && read_word (catalogue, 0) == MO_MAGIC);
  catalogue->n_strings = read_word (catalogue, 8);
  catalogue->originals = read_word (catalogue, 12);
  catalogue->translations = read_word (catalogue, 16);
  g_assert (table_fits (catalogue, catalogue->originals));
  g_assert (table_fits (catalogue, catalogue->translations));
  return catalogue;
}

/* Returns: (nullable): NULL for English, which needs none, and for what we do not speak. */
static const Catalogue *
catalogue_of (const char *language)
{
  static gsize loaded;
  static Catalogue *catalogues[G_N_ELEMENTS (et_languages)];
  const char *wanted = et_language_match (language, NULL);

  if (g_once_init_enter (&loaded))
    {
      for (gsize i = 1; et_languages[i] != NULL; i++)
        catalogues[i] = load_catalogue (et_languages[i]);
      g_once_init_leave (&loaded, 1);
    }
  for (gsize i = 0; et_languages[i] != NULL; i++)
    if (wanted == et_languages[i])
      return catalogues[i];
  return NULL;
}

/* Returns: the sentence of @language for an English msgid, or @msgid itself when there is none;
 * static, from any thread. */
const char *
et_translate (const char *language, const char *msgid)
{
  const Catalogue *catalogue = catalogue_of (language);
  guint32 low = 0, high = catalogue != NULL ? catalogue->n_strings : 0;

  if (*msgid == '\0')
    return msgid;
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      int order = strcmp (msgid, string_at (catalogue, catalogue->originals, middle));

      if (order == 0)
        return string_at (catalogue, catalogue->translations, middle);
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return msgid;
}

/* The same for a msgid that says different things in different contexts. */
const char *
et_translate_in (const char *language, const char *context, const char *msgid)
{
  g_autofree char *key = g_strconcat (context, "\004", msgid, NULL);
  const char *sentence = et_translate (language, key);

  return sentence != key ? sentence : msgid;
}

/* Finds the language of ours that a locale name ("fr_FR.UTF-8") or a language tag ("fr-CA")
 * means. Returns: a static word of et_languages, or @fallback. */
const char *
et_language_match (const char *wanted, const char *fallback)
{
  for (gsize i = 0; wanted != NULL && et_languages[i] != NULL; i++)
    {
      gsize length = strlen (et_languages[i]);

      if (g_ascii_strncasecmp (wanted, et_languages[i], length) == 0 &&
          !g_ascii_isalpha (wanted[length]))
        return et_languages[i];
    }
  return fallback;
}
